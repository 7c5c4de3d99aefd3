import assert from 'node:assert/strict';
import { join } from 'node:path';
import { startAccount } from '../support/account-process.mjs';
import { extensionRoot } from '../../tools/vscode-host/paths.mjs';
import { pageSomebody } from './colleague.mjs';
import { DemoWindow } from './demo-window.mjs';

describe('What happens is seen', function () {
	this.timeout(180_000);
	/** @type {DemoWindow} */
	let editor;
	/** @type {Awaited<ReturnType<typeof startAccount>>} */
	let account;
	/** A window on an account of its own. @param {import('../../tools/vscode-host/lifetime.mjs').Lifetime} lifetime @param {number} interval between two looks, in s */
	async function open(lifetime, interval = 10) {
		account = await startAccount(lifetime);
		editor = await DemoWindow.open(lifetime, {
			demo: '',
			extensions: [join(extensionRoot, 'test/chat/pagerduty-here')],
			env: { PAGERDUTY_HERE: account.url },
			settings: { 'pagerduty.refreshInterval': interval },
		});
	}
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') await editor.saveFailure(this.currentTest.title);
	});

	it('when the person is paged: the toast stays, and the status bar burns until they answer', async function () {
		await open(this.lifetime);
		await editor.signInByToken(account.token);
		await editor.row(/Assigned to me/);
		await pageSomebody(account, 'Ledger writes are refused');
		const toast = await editor.toast(/Ledger writes are refused/);
		await editor.row(/Ledger writes are refused.*Triggered/);
		assert.match(await editor.statusLabel(), /triggered/i);
		await toast.getByRole('button', { name: 'Acknowledge' }).click();
		await editor.row(/Ledger writes are refused.*Acknowledged/);
		await toast.waitFor({ state: 'detached' });
	});

	it('in the other window, though neither looks by itself', async function () {
		await open(this.lifetime, 0);
		await editor.signInByToken(account.token);
		await editor.row(/Assigned to me/);
		const other = await editor.anotherWindow();
		await other.row(/Card authorisations.*Triggered/);
		const row = await editor.row(/Card authorisations.*Triggered/);
		await row.click();
		await editor.page.keyboard.press('a');
		await other.row(/Card authorisations.*Acknowledged/);
	});
});

describe('The walkthrough', function () {
	this.timeout(120_000);

	it('has its first step ticked for who is signed in already', async function () {
		const editor = await DemoWindow.open(this.lifetime);
		await editor.row(/Assigned to me/);
		await editor.window.runCommand('Welcome: Open Walkthrough...');
		await editor.answer('On-Call for PagerDuty');
		const step = editor.page.locator('.gettingStartedContainer .getting-started-step').first();
		await step.waitFor();
		await step.locator('.codicon-getting-started-step-checked.complete, .complete').first().waitFor();
	});
});
