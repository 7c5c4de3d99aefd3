import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestAccess } from '../../src/extension.ts';
import { apiUrls } from '../../src/pagerduty/http/account.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { commandIds } from '../../src/vscode/ids.ts';
import { access, happyPath, until } from './support.ts';

describe('Check connection', () => {
	let parts: TestAccess;
	let sandbox: Sandbox;

	before(async () => {
		parts = await access();
		sandbox = await startSandbox();
		Object.assign(parts.urls, { us: sandbox.url, eu: sandbox.url });
	});
	after(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await vscode.commands.executeCommand('notifications.clearAll');
		await vscode.commands.executeCommand(commandIds.signOut);
		await sandbox.close();
		Object.assign(parts.urls, apiUrls);
	});

	/** The page that the command opens. */
	async function page(): Promise<vscode.TextDocument> {
		await vscode.commands.executeCommand(commandIds.checkConnection);
		const { document } = vscode.window.activeTextEditor ?? assert.fail('no page is open');
		return document;
	}

	it('says how to sign in where nobody is', async () => {
		await parts.account.signOut();
		const text = (await page()).getText();
		assert.match(text, /^PROBLEM +Sign-in +Nobody is signed in\.\n +→ Run the command "PagerDuty: Sign in"\.$/m);
		assert.match(text, /^ok +Connection/m);
	});

	happyPath(
		'checkConnection',
		'shows a page that says it all, that nobody can change, and that can be copied',
		async () => {
			await parts.account.signIn({ region: 'us', token: sandbox.token, kind: 'user', name: 'Maya Okafor' });
			const document = await page();
			await until('the page is as now', () => document.getText().includes('Maya Okafor'));
			const text = document.getText();
			assert.match(text, /^On-Call for PagerDuty \S+, VS Code /);
			assert.match(
				text,
				/^ok +Sign-in +The account Maya Okafor · US, whose token VS Code keeps in its secret store, is in use\.$/m,
			);
			assert.match(text, /^ok +Token +PagerDuty accepts the user API token\.$/m);
			assert.ok(!text.includes(sandbox.token));
			assert.equal(vscode.workspace.fs.isWritableFileSystem(document.uri.scheme), undefined);

			await vscode.env.clipboard.writeText('');
			let copied = '';
			await until('the page is copied', () => {
				void vscode.commands.executeCommand('notifications.showList');
				void vscode.commands.executeCommand('notification.acceptPrimaryAction').then(undefined, () => undefined);
				void vscode.env.clipboard.readText().then((read) => (copied = read));
				return copied !== '';
			});
			assert.equal(copied, text);
		},
	);
});
