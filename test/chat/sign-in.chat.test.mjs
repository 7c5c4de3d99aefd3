import assert from 'node:assert/strict';
import { SignInWindow } from './sign-in-window.mjs';

describe('Signing in with the browser, by clicks', function () {
	this.timeout(180_000);
	/** @type {SignInWindow} */
	let editor;
	beforeEach(async function () {
		editor = await SignInWindow.open(this.lifetime);
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') await editor.saveFailure(this.currentTest.title);
	});

	it('shows the incidents of who approves it, until they sign out in the Accounts menu', async () => {
		const consent = await editor.signIn(/^Browser(?! on)/);
		assert.match(await consent.locator('main').innerText(), /wants to use the demo account lumen-oak as Maya Okafor/);
		await consent.getByRole('button', { name: 'Approve' }).click();
		await consent.waitForURL(/^http:\/\/localhost:5173\/oauth\/pagerduty/);
		await editor.row(/Assigned to me/);
		await editor.row(/Maya Okafor \(you\)/);
		await editor.signOutInAccountsMenu('Maya Okafor · lumen-oak.pagerduty.com');
		await editor.welcome();
	});

	it('shows nothing of who denies it', async () => {
		const consent = await editor.signIn(/^Browser(?! on)/);
		await consent.getByRole('button', { name: 'Deny' }).click();
		await editor.notification(/denied|refused|not approved|declined/i);
		await editor.welcome();
	});

	it('goes on with the address that is pasted where the browser is on another computer', async () => {
		const consent = await editor.signIn(/^Browser on another computer/);
		// Nothing waits at that address: the page does not load, but the browser shows where it is.
		const ended = consent.waitForEvent('requestfailed');
		await consent.getByRole('button', { name: 'Approve' }).click();
		const address = (await ended).url();
		assert.match(address, /^http:\/\/localhost:5173\/oauth\/pagerduty\?code=/);
		await editor.paste(address);
		await editor.row(/Assigned to me/);
		await editor.signOutInAccountsMenu('Maya Okafor · lumen-oak.pagerduty.com');
		await editor.welcome();
	});
});
