import assert from 'node:assert/strict';
import { DemoWindow } from './demo-window.mjs';

/** Themes that the editor brings along, and the class of a window that wears one. */
const themes = /** @type {const} */ ([
	['Dark Modern', 'vs-dark'],
	['Light Modern', 'vs'],
	['Dark High Contrast', 'hc-black'],
	['Light High Contrast', 'hc-light'],
]);

describe('The side bar', function () {
	this.timeout(180_000);
	/** @type {DemoWindow} */
	let editor;
	before(async function () {
		editor = await DemoWindow.open(this.lifetime);
		await editor.row(/Assigned to me/);
		await editor.row(/Maya Okafor \(you\)/);
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') await editor.saveFailure(this.currentTest.title);
	});

	for (const width of [250, 300, 400])
		it(`shows priority and age of each incident when it is ${width} px wide`, async () => {
			await editor.widen(width);
			const incidents = (await editor.looks()).filter(({ label }) => /^(P\d · )?\d+(m|h|d)\b/.test(label));
			assert.ok(incidents.length >= 8, `${incidents.length} incidents`);
			for (const { label, shown } of incidents) {
				const start = /^(P\d · )?\d+(m|h|d)( \d+m)? {1,2}\S+/.exec(label)?.[0] ?? label;
				assert.ok(shown.length >= start.length, `${label}: only “${shown}”`);
			}
		});

	for (const [theme, kind] of themes)
		it(`can be read in ${theme}`, async () => {
			await editor.wear(theme, kind);
			const rows = await editor.looks();
			assert.ok(rows.length > 10);
			const [taken, burning] = [/^P2 · 38m/, /^P1 · 9m/].map((start) => rows.find(({ label }) => start.test(label)));
			assert.ok((taken?.contrast ?? 99) < (burning?.contrast ?? 0) - 1, 'acknowledged ones are dimmed');
			for (const { label, contrast } of rows) assert.ok(contrast >= 4.5, `${label}: ${contrast.toFixed(1)}`);
		});
});
