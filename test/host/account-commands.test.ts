import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestAccess } from '../../src/extension.ts';
import { apiUrls } from '../../src/pagerduty/http/account.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { commandIds, settingIds, type CommandName } from '../../src/vscode/ids.ts';
import { setSetting } from './agents.ts';
import { AnsweringPerson, enter, yes, type Answer } from './answering-person.ts';
import { access, happyPath, until } from './support.ts';

/** Commands about the account, this workspace and other clients, as somebody uses them who answers what they ask. */
describe('Commands about accounts, the workspace and clients', () => {
	let parts: TestAccess;
	let sandbox: Sandbox;
	let person: AnsweringPerson;

	before(async () => {
		parts = await access();
		await vscode.commands.executeCommand(commandIds.signOut);
		sandbox = await startSandbox({ rateLimit: 100_000 });
		parts.urls.us = sandbox.url;
		person = new AnsweringPerson();
	});
	after(async () => {
		person.leave();
		await setSetting(settingIds.oauthClientId, undefined);
		await vscode.commands.executeCommand('workbench.action.closePanel');
		await vscode.commands.executeCommand(commandIds.signOut);
		await sandbox.close();
		Object.assign(parts.urls, apiUrls);
	});

	const run = (command: CommandName, on?: unknown, ...answers: Answer[]) =>
		person.run(commandIds[command], on === undefined ? [] : [on], answers);
	const setting = (id: string) => vscode.workspace.getConfiguration().get<unknown>(id);
	const shownIn = (folder: vscode.WorkspaceFolder) =>
		vscode.workspace.getConfiguration(undefined, folder.uri).inspect(settingIds.service)?.workspaceFolderValue;

	/** What the sidebar says was changed, once it has a heading for that. */
	const changesShown = async () => {
		const { incidentsTree: tree } = parts.sidebar;
		const find = async () =>
			(await tree.getChildren()).find((top) => top.kind === 'group' && top.group.kind === 'changes');
		let group = await find();
		while (!group) {
			await new Promise(setImmediate);
			group = await find();
		}
		return (await tree.getChildren(group)).map((row) => tree.getTreeItem(row).label);
	};

	happyPath('signIn', 'checks the token and says who is signed in', async () => {
		await run('signIn', undefined, 'API token, US', sandbox.token);
		const { state } = parts.account;
		assert.equal(state.kind === 'signedIn' && state.name, 'Maya Okafor');
		assert.match(person.told.join(), /Signed in to PagerDuty as Maya Okafor/);
		await until('the incidents are read', () => parts.incidents.load.completeAt);
	});

	happyPath('refresh', 'shows what is new', async () => {
		const { id } = await sandbox.trigger({ title: 'Seen after a refresh' });
		await run('refresh');
		assert.equal(parts.incidents.get(id)?.title, 'Seen after a refresh');
	});

	happyPath('chooseService', 'keeps in the folder which service it belongs to, and its changes show', async () => {
		const [folder] = vscode.workspace.workspaceFolders ?? [];
		const service = [...sandbox.store.services.values()].find(({ name }) => name === 'Checkout');
		assert.ok(folder && service);
		try {
			await run('chooseService', undefined, service.name);
			assert.equal(shownIn(folder), service.id);
			await run('declareChange', undefined, service.name, 'Release 42');
			assert.equal((await changesShown())[0], 'Release 42');
		} finally {
			await run('chooseService', undefined, 'No service');
		}
		assert.equal(shownIn(folder), undefined);
	});

	happyPath('setClientSecret', 'keeps the app that people sign in with', async () => {
		await run('setClientSecret', undefined, 'client-of-the-suite', enter);
		assert.equal(setting(settingIds.oauthClientId), 'client-of-the-suite');
	});

	happyPath('showLog', 'opens the log', async () => {
		await run('showLog');
		await until('the log is in sight', () =>
			vscode.window.visibleTextEditors.some(({ document }) => document.uri.scheme === 'output'),
		);
	});

	happyPath(['rotateConnection', 'endConnection'], 'give a new secret, and end it, after a yes', async () => {
		const store = await parts.connections.store();
		const made = await store.create({ name: 'Suite', client: 'other', access: 'read', toolsets: [] });
		const row = (await parts.connectionsView.getChildren()).find(({ connection: { id } }) => id === made.connection.id);
		await run('rotateConnection', row, yes, 'Done');
		const [rotated] = (await store.fresh()).filter(({ id }) => id === made.connection.id);
		assert.notDeepEqual(rotated, made.connection);
		await run('endConnection', row, yes);
		assert.ok((await store.fresh()).every(({ id }) => id !== made.connection.id));
	});

	happyPath(['exploreDemo', 'signOut'], 'show the demo account, and leave it', async () => {
		await run('exploreDemo');
		assert.equal(parts.account.isDemo, true);
		await run('signOut');
		const { state } = parts.account;
		assert.equal(state.kind === 'signedIn' && state.name, 'Maya Okafor');
	});
});
