import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** That axe finds nothing in a page, and that it is no wider than its window. @param {import('playwright-core').Page} page */
export async function everybodyCanUse(page) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => globalThis.axe.run());
	assert.deepEqual(
		violations.map(
			({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => html + failureSummary).join(' ')}`,
		),
		[],
	);
	const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
	assert.ok(over <= 0, `${over} px too wide`);
}
