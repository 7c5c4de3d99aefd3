import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { assertPicture } from '../support/compare-picture.mjs';
import { inBrowser } from './in-browser.mjs';
import { scenes } from './scenes.mjs';

const folder = join(import.meta.dirname, 'pictures');

describe('Pages look as they did', function () {
	this.timeout(60_000);
	const browser = inBrowser({});
	const names = [];

	for (const { name, open, come, looks } of scenes)
		for (const [theme, width] of looks) {
			const title = `${name}, ${theme}, ${width} px`;
			names.push(`${title}.png`);
			it(title, async () => {
				const shown = await browser.open({ ...open, theme, width });
				await come(shown.view);
				assertPicture(folder, title, await shown.picture());
			});
		}

	it('and no picture is kept that is not compared', () => {
		assert.deepEqual(readdirSync(folder).sort(), names.sort());
	});
});
