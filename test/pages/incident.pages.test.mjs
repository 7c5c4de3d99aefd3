import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { launchBrowser } from '../../tools/vscode-host/browser.mjs';
import { IncidentPage, themes } from './incident-page.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('The page of an incident', function () {
	this.timeout(30_000);
	/** @type {import('playwright-core').Browser} */
	let browser;
	/** @type {IncidentPage} */
	let shown;
	before(async function () {
		browser = await launchBrowser(this.lifetime);
	});
	afterEach(async () => {
		const { complaints } = shown;
		await shown.close();
		assert.deepEqual(complaints, []);
	});

	const open = async (options = {}) => {
		shown = await IncidentPage.open(browser, options);
		await shown.page.getByRole('heading', { level: 1 }).or(shown.page.getByRole('alert')).first().waitFor();
		return shown.page;
	};
	/** All that the page reads is there. */
	const whole = (page) => page.locator('[aria-busy="false"] .timeline').first().waitFor();
	const incident = () => shown.host.account.sandbox.store.incident(shown.id);
	const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
	const status = (page, text) => page.locator('.status').filter({ hasText: text }).waitFor();

	for (const theme of Object.keys(themes))
		for (const width of [280, 1600])
			it(`can be used by everybody in ${theme}, ${width} px wide`, async () => {
				const page = await open({ theme, width });
				await whole(page);
				await page.locator('details.alert').first().locator('summary').click();
				await press(page, 'Resolve');
				await page.getByRole('alertdialog').waitFor();
				await page.evaluate(axe);
				const { violations } = await page.evaluate(() => globalThis.axe.run());
				assert.deepEqual(
					violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
					[],
				);
				const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
				assert.ok(over <= 0, `${over} px too wide`);
			});
});
