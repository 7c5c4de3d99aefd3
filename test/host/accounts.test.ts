import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestAccess } from '../../src/extension.ts';
import { apiUrls } from '../../src/pagerduty/http/account.ts';
import { systemClock } from '../../src/pagerduty/http/clock.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { settledWithin } from '../../src/vscode/commands/shared/slow-action.ts';
import { authenticationId, commandIds } from '../../src/vscode/ids.ts';
import { access, happyPath, until } from './support.ts';

describe('Several accounts', () => {
	let parts: TestAccess;
	let sandbox: Sandbox;

	before(async () => {
		parts = await access();
		sandbox = await startSandbox();
		Object.assign(parts.urls, { us: sandbox.url, eu: sandbox.url });
		const { token } = sandbox;
		await parts.account.signIn({ region: 'us', token, kind: 'user', name: 'Maya Okafor', subdomain: 'lumen-oak' });
		await parts.account.signIn({ region: 'eu', token, kind: 'user', name: 'Customer', subdomain: 'customer' });
	});
	after(async () => {
		for (const { id } of parts.account.accounts) await parts.account.signOut(id);
		await sandbox.close();
		Object.assign(parts.urls, apiUrls);
	});

	const labels = async () => (await vscode.authentication.getAccounts(authenticationId)).map(({ label }) => label);
	const inUse = () => parts.account.state.kind === 'signedIn' && parts.account.state.name;

	it("stand in the editor's own menu, and none is handed out unasked", async () => {
		assert.deepEqual((await labels()).sort(), [
			'Customer · customer.eu.pagerduty.com',
			'Maya Okafor · lumen-oak.pagerduty.com',
		]);
	});

	happyPath('switchAccount', 'says in the views which is in use', async () => {
		assert.equal(inUse(), 'Customer');
		const switching = Promise.resolve(vscode.commands.executeCommand(commandIds.switchAccount));
		while (!(await settledWithin(switching, 100, systemClock))) {
			await vscode.commands.executeCommand('quickInput.first');
			await vscode.commands.executeCommand('quickInput.next');
			await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
		}
		assert.equal(inUse(), 'Maya Okafor');
		assert.equal(parts.sidebar.oncall.description, 'Maya Okafor · lumen-oak');
		await until('its incidents are read', () => parts.incidents.load.completeAt);
	});

	it('are signed out of one by one', async () => {
		await vscode.commands.executeCommand(commandIds.signOut);
		assert.equal(inUse(), 'Customer');
		assert.deepEqual(await labels(), ['Customer · customer.eu.pagerduty.com']);
		assert.equal(parts.sidebar.oncall.description, '');
	});
});
