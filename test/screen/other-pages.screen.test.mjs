import assert from 'node:assert/strict';
import { DemoWindow } from './demo-window.mjs';

/** In one window: each test begins where the one before it ends. */
describe('The pages of who is on call, of a service and of the report in the editor', function () {
	this.timeout(180_000);
	/** @type {DemoWindow} */
	let editor;
	before(async function () {
		editor = await DemoWindow.open(this.lifetime);
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') await editor.saveFailure(this.currentTest.title);
	});

	/** The page that is in front. */
	const page = () => editor.page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame');
	const tabs = () => editor.page.locator('.tabs-container .tab');
	const heading = (/** @type {string} */ name) => page().getByRole('heading', { level: 1, name });

	it('open from the palette: who is on call, where somebody else takes a turn', async () => {
		await editor.row(/Payments/);
		await editor.window.runCommand('PagerDuty: Open on-call page');
		await heading('On call').waitFor();
		await page().getByLabel('Which schedules').selectOption({ label: 'All schedules' });
		await page().locator('article[aria-busy=false]').waitFor();
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

	it('open from the menu of an incident: its service, with what is open on it', async () => {
		const row = await editor.row(/Card authorisations/);
		await row.click({ button: 'right' });
		await editor.page.getByRole('menuitem', { name: 'Open service page' }).hover();
		await editor.page.keyboard.press('Enter');
		await heading('Payments Gateway').waitFor();
		await page()
			.getByRole('region', { name: /^Open incidents/ })
			.getByText(/Card authorisations/)
			.waitFor();
		await page()
			.getByRole('region', { name: /^On call now/ })
			.getByText(/Level 1 · Payments Primary/)
			.first()
			.waitFor();
	});

	it('open from the palette: the report, whose days the keyboard chooses', async () => {
		await editor.window.runCommand('PagerDuty: Open report');
		await heading('Report').waitFor();
		await page().locator('article[aria-busy=false]').waitFor();
		const days = page().getByRole('button', { name: '7 days' });
		const bars = page().getByRole('figure', { name: 'Incidents', exact: true }).locator('rect.now');
		assert.equal(await bars.count(), 30);
		await days.focus();
		await editor.page.keyboard.press('Enter');
		await days.and(page().locator('[aria-pressed=true]')).waitFor();
		await page().locator('article[aria-busy=false]').waitFor();
		assert.equal(await bars.count(), 7);
		assert.equal(await tabs().count(), 3);
	});

	it('come back when the window is loaded anew', async () => {
		await editor.window.runCommand('Developer: Reload Window');
		await editor.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 90_000 });
		await heading('Report').waitFor({ timeout: 60_000 });
		await page().getByRole('figure', { name: 'Incidents', exact: true }).waitFor();
		await tabs().filter({ hasText: 'Payments Gateway' }).click();
		await page()
			.getByRole('region', { name: /^On call now/ })
			.waitFor();
		await tabs().filter({ hasText: 'On call' }).click();
		await page().getByRole('grid').waitFor();
		assert.equal(await tabs().count(), 3);
	});

	it('say when their account is no longer used', async () => {
		await editor.window.runCommand('PagerDuty: Sign out');
		for (const tab of await tabs().all()) {
			await tab.click();
			await page().getByRole('alert').filter({ hasText: 'You are signed out' }).waitFor();
		}
	});
});
