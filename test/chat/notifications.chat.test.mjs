import assert from 'node:assert/strict';
import { openAgentWindow } from './agent-window.mjs';

describe('Notifications of incidents, in a window', function () {
	this.timeout(180_000);
	/** @type {Awaited<ReturnType<typeof openAgentWindow>>} */
	let editor;
	beforeEach(async function () {
		editor = await openAgentWindow(this.lifetime, { demo: 'live', settings: { 'pagerduty.refreshInterval': 10 } });
		await editor.window.openSidebar('PagerDuty');
		await mine().first().waitFor({ timeout: 60_000 });
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') await editor.saveFailure(this.currentTest.title);
	});

	const mine = () => editor.window.page.locator('.sidebar .monaco-list-row').filter({ hasText: 'Card authorisations' });
	const toast = '.notifications-toasts .notification-list-item';
	const toasts = () => editor.window.page.locator(toast);
	/** The first incident of the demo that comes by itself is the person's own. */
	const newOne = () => mine().nth(1);

	it('begin with priority and service, and lead to the row', async () => {
		const told = toasts().filter({ hasText: /P1 · Payments Gateway · New incident: #\d+ Card authorisations/ });
		await told.waitFor({ timeout: 90_000 });
		const [, number] = /#(\d+)/.exec(await told.innerText()) ?? [];
		await told.getByRole('button', { name: 'Show', exact: true }).click();
		const selected = editor.window.page.locator('.sidebar .monaco-list-row.selected');
		await selected.waitFor();
		assert.ok((await selected.getAttribute('aria-label'))?.includes(`#${number}`));
	});

	it('are silent while nobody is to be disturbed, and kept under the bell', async () => {
		const { page } = editor.window;
		await editor.window.runCommand('Notifications: Toggle Do Not Disturb Mode');
		await page.evaluate((toast) => {
			const watch = new MutationObserver(() => {
				if (document.querySelector(toast)) document.body.dataset['toasted'] = 'yes';
			});
			watch.observe(document.body, { childList: true, subtree: true });
		}, toast);
		await newOne().waitFor({ timeout: 90_000 });
		await page.locator('.statusbar').getByText('Card authorisations').waitFor();
		await editor.window.runCommand('Notifications: Show Notifications');
		await page.locator('.notifications-center').getByText('New incident: #').first().waitFor();
		assert.equal(await page.evaluate(() => document.body.dataset['toasted']), undefined);
	});
});
