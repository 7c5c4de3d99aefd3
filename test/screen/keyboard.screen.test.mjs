import assert from 'node:assert/strict';
import { DemoWindow } from './demo-window.mjs';

describe('By keyboard alone', function () {
	this.timeout(120_000);
	/** @type {DemoWindow} */
	let editor;
	beforeEach(async function () {
		editor = await DemoWindow.open(this.lifetime);
		await editor.row(/Card authorisations/);
		await editor.window.runCommand('PagerDuty: Focus on Incidents View');
		await editor.page.keyboard.press('Home');
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') await editor.saveFailure(this.currentTest.title);
	});

	it('somebody takes on an incident, writes a note, snoozes and resolves it', async () => {
		const { keyboard } = editor.page;
		await keyboard.press('ArrowDown');
		assert.match(await editor.focusedRow(), /Card authorisations.*Triggered/);
		await keyboard.press('a');
		await editor.row(/Card authorisations.*Acknowledged/);

		await keyboard.press('n');
		await editor.answer('Rolled the gateway back');
		await editor.told(/note/i);

		await editor.window.runCommand('PagerDuty: Focus on Incidents View');
		await keyboard.press('s');
		await editor.choices(/hour/);
		await keyboard.press('Escape');

		await editor.window.runCommand('PagerDuty: Focus on Incidents View');
		await keyboard.press('r');
		const resolved = await editor.toast(/Resolved/);
		assert.match(await resolved.innerText(), /Undo/);
	});

	it('the newest of mine is acknowledged from anywhere', async () => {
		await editor.page.keyboard.press('Control+Alt+a');
		await editor.row(/Card authorisations.*Acknowledged/);
	});

	it('what can be done with an incident is reached from its menu', async () => {
		const { keyboard, page } = { keyboard: editor.page.keyboard, page: editor.page };
		await keyboard.press('ArrowDown');
		await keyboard.press('Shift+F10');
		const items = page.locator('.context-view .action-item .action-label, .monaco-menu .action-label');
		await items.first().waitFor();
		const labels = (await items.allInnerTexts()).map((text) => text.trim());
		for (const wanted of ['Acknowledge', 'Snooze', 'Reassign', 'Escalate', 'Add note', 'Copy link'])
			assert.ok(
				labels.some((label) => label.startsWith(wanted)),
				`${wanted} is not among ${labels.join(', ')}`,
			);
	});
});
