import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAccount } from '../support/account-process.mjs';
import { extensionRoot } from '../../tools/vscode-host/paths.mjs';
import { demoSettings } from '../../tools/vscode-host/settings.mjs';
import { WindowLeaks } from '../support/window-leaks.mjs';
import { EditorWindow } from '../../tools/vscode-host/window.mjs';

const identity = 'https://identity.pagerduty.com';

/** An editor window in which nobody is signed in, whose PagerDuty is a demo account: for the extension, and for the browser. */
export class SignInWindow {
	/** @param {EditorWindow} window @param {string} account where the demo account is */
	constructor(window, account) {
		this.window = window;
		this.account = account;
	}

	/** @param {import('../../tools/vscode-host/lifetime.mjs').Lifetime} lifetime */
	static async open(lifetime) {
		const data = mkdtempSync(join(tmpdir(), 'sign-in-test-'));
		lifetime.defer(() => rmSync(data, { recursive: true, force: true, maxRetries: 5 }));
		const workspace = join(extensionRoot, 'test/host/fixture');
		const leaks = new WindowLeaks(lifetime, [data, workspace]);
		const { url, clientId } = await startAccount(lifetime, leaks.environment);
		const window = await EditorWindow.open(lifetime, {
			data,
			workspace,
			extensions: [extensionRoot, join(import.meta.dirname, 'pagerduty-here'), leaks.extension],
			settings: { ...demoSettings, 'pagerduty.oauth.clientId': clientId },
			env: { PAGERDUTY_HERE: url, ...leaks.environment },
		});
		leaks.see(window.page);
		await window.page.context().route(`${identity}/**`, async (route) => {
			const asked = route.request();
			const reply = await fetch(asked.url().replace(identity, url), {
				method: asked.method(),
				headers: { 'content-type': asked.headers()['content-type'] ?? '' },
				body: asked.postData(),
				redirect: 'manual',
			});
			const headers = Object.fromEntries(reply.headers);
			await route.fulfill({ status: reply.status, headers, body: await reply.text() });
		});
		await window.openSidebar('PagerDuty');
		return new SignInWindow(window, url);
	}

	get page() {
		return this.window.page;
	}

	/** Chooses a way to sign in by its label, and the page that PagerDuty shows. @param {RegExp} label */
	async signIn(label) {
		await this.window.runCommand('PagerDuty: Sign in');
		const opened = this.page.context().waitForEvent('page', { timeout: 60_000 });
		await this.#choose(label);
		// The editor asks before it opens an address outside.
		await this.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Open', exact: true }).click();
		const consent = await opened;
		await consent.getByRole('button', { name: 'Approve' }).waitFor();
		return consent;
	}

	/** @param {RegExp} label */
	async #choose(label) {
		await this.page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: label }).first().click();
	}

	/** Waits for rows of the side bar of which one is so. @param {RegExp} wanted */
	async row(wanted) {
		const rows = this.page.locator('.sidebar .monaco-list-row').filter({ hasText: wanted });
		await rows.first().waitFor({ timeout: 60_000 });
	}

	/** @param {string} text */
	async paste(text) {
		const input = this.page.locator('.quick-input-widget input[type="text"]:visible').first();
		await input.fill(text);
		await input.press('Enter');
	}

	/** @param {string} account */
	async signOutInAccountsMenu(account) {
		await this.page
			.locator('.activitybar .action-item')
			.filter({ has: this.page.locator('[aria-label="Accounts"]') })
			.click();
		await this.page.getByRole('menuitem', { name: account }).hover();
		// By key: the editor's menus take no click in the first tenth of a second, which no person can notice.
		await this.page.getByRole('menuitem', { name: 'Sign Out' }).hover();
		await this.page.keyboard.press('Enter');
		await this.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Sign Out' }).click();
	}

	/** Waits for the side bar to offer to sign in. */
	async welcome() {
		await this.page.locator('.sidebar .welcome-view').getByText('Sign in').first().waitFor({ timeout: 30_000 });
	}

	/** @param {RegExp} text */
	async notification(text) {
		await this.page.locator('.notifications-toasts').getByText(text).first().waitFor({ timeout: 30_000 });
	}

	/** Keeps a picture of the window beside the results. @param {string} title */
	async saveFailure(title) {
		const path = join(extensionRoot, `out/results/sign-in failure, ${title}.png`);
		await this.page.screenshot({ path });
		console.error(`The window when the test failed: ${path}`);
	}
}
