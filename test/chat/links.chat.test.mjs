import assert from 'node:assert/strict';
import { openAgentWindow } from './agent-window.mjs';

const extension = 'oncall-for-pagerduty.oncall-for-pagerduty';

describe('Links that open in the editor, by clicks', function () {
	this.timeout(180_000);
	/** @type {Awaited<ReturnType<typeof openAgentWindow>>} */
	let editor;
	before(async function () {
		editor = await openAgentWindow(this.lifetime);
		await editor.window.openSidebar('PagerDuty');
		await rows().filter({ hasText: 'Card authorisations' }).waitFor({ timeout: 60_000 });
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') await editor.saveFailure(this.currentTest.title);
	});

	const rows = () => editor.window.page.locator('.sidebar .monaco-list-row');

	const tab = (title) => editor.window.page.locator('.tabs-container .tab').filter({ hasText: title });

	/** Opens a link as from a browser: the editor asks whether this extension may have it. @param {string} link */
	const open = async (link) => {
		const { page } = editor.window;
		// A page that still loads hears no key.
		await page.locator('.sidebar .composite.title').click();
		await editor.window.runCommand('Developer: Open URL');
		await page.locator('.quick-input-widget input').first().fill(`code-oss://${extension}${link}`);
		await page.keyboard.press('Enter');
		await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Open', exact: true }).click();
	};

	it('open the page of an incident and select its row', async () => {
		const label = (await editor.window.treeRows()).find((text) => text.includes('Card authorisations')) ?? '';
		const [, number] = /#(\d+)/.exec(label) ?? [];
		assert.ok(number, label);
		await open(`/incident/${number}`);
		await rows().and(editor.window.page.locator('.selected')).filter({ hasText: 'Card authorisations' }).waitFor();
		await tab('Card authorisations').waitFor();
	});

	it('open the pages of who is on call and of the report', async () => {
		await open('/oncall');
		await tab('On call').waitFor();
		await open('/report');
		await tab('Report').waitFor();
	});

	it('are refused with one sentence when they are anything else', async () => {
		await open('/incident/Q1?run=workbench.action.files.newUntitledFile');
		const { page } = editor.window;
		const toasts = page.locator('.notifications-toasts .notification-list-item-message');
		await toasts.filter({ hasText: 'does not lead to anything in PagerDuty' }).waitFor({ timeout: 15_000 });
		assert.equal(await toasts.count(), 1);
		assert.equal(await page.locator('.tabs-container .tab').filter({ hasText: 'Untitled' }).count(), 0);
	});
});
