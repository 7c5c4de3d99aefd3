import assert from 'node:assert/strict';
import { DemoWindow } from './demo-window.mjs';

describe('The page of who is on call in the editor', function () {
	this.timeout(180_000);
	/** @type {DemoWindow} */
	let editor;
	before(async function () {
		editor = await DemoWindow.open(this.lifetime);
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') await editor.saveFailure(this.currentTest.title);
	});

	const page = () => editor.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

	it('opens from the palette, and puts somebody else on call', async () => {
		await editor.row(/Payments/);
		await editor.window.runCommand('PagerDuty: Open on-call page');
		await page().getByRole('heading', { level: 1, name: 'On call' }).waitFor();
		await page().getByLabel('Which schedules').selectOption({ label: 'All schedules' });
		const turns = page().getByRole('row', { name: 'Payments Primary' }).getByRole('gridcell');
		await turns.last().click();
		// Whose turn it is depends on the day.
		const who = page().getByLabel('Who takes over');
		const name = (await who.locator('option').nth(2).textContent()) ?? '';
		await who.selectOption({ index: 2 });
		await page().getByRole('button', { name: 'Continue' }).click();
		await page().getByRole('alertdialog').getByRole('button', { name: 'Override' }).click();
		await page()
			.getByRole('status')
			.filter({ hasText: `${name} is on call for Payments Primary` })
			.waitFor();
		await turns.and(page().getByLabel(new RegExp(`^${name}, override`))).waitFor();
	});

	it('comes back when the window is loaded anew', async () => {
		await editor.window.runCommand('Developer: Reload Window');
		await editor.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 90_000 });
		await page().getByRole('grid').waitFor({ timeout: 60_000 });
		assert.equal((await editor.page.locator('.tabs-container .tab').allTextContents()).length, 1);
	});

	it('says when its account is no longer used', async () => {
		await editor.window.runCommand('PagerDuty: Sign out');
		await page().getByRole('alert').filter({ hasText: 'You are signed out' }).waitFor();
	});
});
