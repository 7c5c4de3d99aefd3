import assert from 'node:assert/strict';
import { DemoWindow } from './demo-window.mjs';

describe('The page of an incident in the editor', function () {
	this.timeout(180_000);
	/** @type {DemoWindow} */
	let editor;
	before(async function () {
		editor = await DemoWindow.open(this.lifetime);
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') await editor.saveFailure(this.currentTest.title);
	});

	/** The page, within the frame that the editor writes it into. */
	const page = () => editor.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
	const tabs = () => editor.page.locator('.tabs-container .tab').allTextContents();

	it('is not opened by a key that acts on a row', async () => {
		await editor.row(/Card authorisations/);
		await editor.window.runCommand('PagerDuty: Focus on Incidents View');
		await editor.page.keyboard.press('Home');
		await editor.page.keyboard.press('ArrowDown');
		await editor.page.keyboard.press('s');
		await editor.choices(/30 minutes/);
		await editor.page.keyboard.press('Escape');
		assert.deepEqual(await tabs(), []);
	});

	it('opens with a click on a row, acknowledges, and the row shows it', async () => {
		const row = await editor.row(/Card authorisations failing/);
		await row.click();
		await page()
			.getByRole('heading', { level: 1, name: /Card authorisations failing/ })
			.waitFor();
		await page().getByText('Notified Maya Okafor').first().waitFor();
		await page().getByRole('button', { name: 'Acknowledge' }).click();
		await page().locator('.status').filter({ hasText: 'Acknowledged' }).waitFor();
		await editor.row(/Card authorisations failing.*Acknowledged/);
		const [tab = ''] = await tabs();
		assert.match(tab, /Acknowledged · #\d+ Card authorisations/);
		const pictures = await editor.page
			.locator('.tabs-container .tab *')
			.evaluateAll((parts) => parts.map((part) => getComputedStyle(part).backgroundImage).join());
		assert.match(pictures, /media%2Ftab-(light|dark)\.svg/);
	});

	it('follows what is done in the sidebar, and keeps a note that somebody is writing', async () => {
		const note = page().getByLabel('Note', { exact: true });
		await note.fill('half a no');
		const row = await editor.row(/Card authorisations failing/);
		await row.hover();
		await row.getByRole('button', { name: 'Resolve' }).click();
		await page().locator('.status').filter({ hasText: 'Resolved' }).waitFor();
		assert.equal(await note.inputValue(), 'half a no');
	});

	it('comes back when the window is loaded anew', async () => {
		await editor.window.runCommand('Developer: Reload Window');
		await editor.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 90_000 });
		await page()
			.getByRole('heading', { level: 1, name: /Card authorisations failing/ })
			.waitFor({ timeout: 60_000 });
	});

	it('says when its account is no longer used', async () => {
		await editor.window.runCommand('PagerDuty: Sign out');
		await page().getByRole('alert').filter({ hasText: 'You are signed out' }).waitFor();
	});
});
