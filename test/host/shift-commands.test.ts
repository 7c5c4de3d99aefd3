import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TestAccess } from '../../src/extension.ts';
import { apiUrls } from '../../src/pagerduty/http/account.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { commandIds, type CommandName } from '../../src/vscode/ids.ts';
import { AnsweringPerson, enter, yes, type Answer } from './answering-person.ts';
import { access, happyPath, until } from './support.ts';

/** Each command of the on-call view as somebody uses it who answers what it asks, on an account of their own. */
describe('Commands about shifts', () => {
	let parts: TestAccess;
	let sandbox: Sandbox;
	let person: AnsweringPerson;

	before(async () => {
		parts = await access();
		sandbox = await startSandbox({ rateLimit: 100_000 });
		parts.urls.us = sandbox.url;
		const { token } = sandbox;
		await parts.account.signIn({ region: 'us', token, kind: 'user', name: 'Maya Okafor', subdomain: 'lumen-oak' });
		await until('the on-call list is read', () => parts.oncall.load.completeAt);
		person = new AnsweringPerson();
	});
	after(async () => {
		person.leave();
		await vscode.commands.executeCommand(commandIds.signOut);
		await sandbox.close();
		Object.assign(parts.urls, apiUrls);
	});

	const run = (command: CommandName, on?: unknown, ...answers: Answer[]) =>
		person.run(commandIds[command], on === undefined ? [] : [on], answers);
	const tops = () => parts.sidebar.oncallTree.getChildren();
	/** Somebody's row whose menu says this of it. */
	const row = (word: string) => {
		const { oncallTree: tree } = parts.sidebar;
		const turns = tops().flatMap((top) => (top.kind === 'policy' ? tree.getChildren(top) : []));
		return (
			turns.find((node) => (tree.getTreeItem(node).contextValue ?? '').split(' ').includes(word)) ?? assert.fail(word)
		);
	};
	/** What was sent to change who is on call, and the replies. */
	const changes = () => sandbox.requests.filter(({ method, path }) => method !== 'GET' && path.includes('override'));

	happyPath('overrideShift', 'puts somebody else on call after a yes', async () => {
		const ben = [...sandbox.store.users.values()].find(({ name }) => name.startsWith('Ben')) ?? assert.fail('no Ben');
		await run('overrideShift', row('mine'), 'The rest', ben.name, yes);
		const { status, body } = changes().at(-1) ?? assert.fail('nothing was sent');
		assert.equal(status, 201);
		assert.ok(body.includes(ben.id), body);
		assert.match(person.told.at(-1) ?? '', /^Ben .* is on call for /);
	});

	happyPath('swapShifts', 'swaps one of mine with the shift that is chosen after a yes', async () => {
		const before = changes().length;
		await run('swapShifts', undefined, enter, enter, yes);
		assert.ok(changes().length > before);
		assert.match(person.told.at(-1) ?? '', /^Swapped with /);
	});

	happyPath('myShifts', 'saves them as a calendar file', async () => {
		const file = join(tmpdir(), `shifts-${process.pid}.ics`);
		try {
			await run('myShifts', undefined, 'Save as a calendar file', file);
			assert.match(readFileSync(file, 'utf8'), /^BEGIN:VCALENDAR[^]*BEGIN:VEVENT/);
		} finally {
			rmSync(file, { force: true });
		}
	});

	happyPath('contactPerson', 'calls by the number that PagerDuty has', async () => {
		await run('contactPerson', row('person'), enter);
		assert.match(person.browsed.splice(0).join(), /^tel:\+\d+$/);
	});

	happyPath('openSchedule', 'sends the browser to the schedule', async () => {
		await run('openSchedule', row('scheduled'));
		assert.match(person.browsed.splice(0).join(), /^https:\/\/lumen-oak\.pagerduty\.com\/schedules\S+$/);
	});

	happyPath('openOncallPage', 'opens the page of who is on call, and that of a row’s schedule', async () => {
		const pages = () =>
			vscode.window.tabGroups.all
				.flatMap(({ tabs }) => tabs)
				.filter(({ input, label }) => input instanceof vscode.TabInputWebview && label === 'On call').length;
		await run('openOncallPage');
		await run('openOncallPage', row('scheduled'));
		await run('openOncallPage');
		await until('both pages are open', () => pages() === 2);
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	});

	happyPath('openReport', 'opens the report once', async () => {
		const pages = () =>
			vscode.window.tabGroups.all
				.flatMap(({ tabs }) => tabs)
				.filter(({ input, label }) => input instanceof vscode.TabInputWebview && label === 'Report').length;
		await run('openReport');
		await run('openReport');
		await until('the report is open', () => pages() === 1);
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	});

	happyPath('groupOncall', 'puts policies under their teams, and back', async () => {
		await run('groupOncall', undefined, 'By team');
		await until('teams are shown', () => tops().some(({ kind }) => kind === 'team'));
		await run('groupOncall', undefined, 'By escalation policy');
		await until('policies are shown', () => tops().every(({ kind }) => kind !== 'team'));
	});
});
