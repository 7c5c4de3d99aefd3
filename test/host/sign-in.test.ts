import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestAccess } from '../../src/extension.ts';
import { apiUrls } from '../../src/pagerduty/http/account.ts';
import { systemClock } from '../../src/pagerduty/http/clock.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { commandIds } from '../../src/vscode/ids.ts';
import { viewState } from '../../src/vscode/sidebar/view-state.ts';
import { settledWithin } from '../../src/vscode/commands/shared/slow-action.ts';
import { access, incidentRows, until } from './support.ts';

describe('Signed in with a token', () => {
	let parts: TestAccess;
	let sandbox: Sandbox;

	const signIn = async (options: SandboxOptions = {}) => {
		sandbox = await startSandbox(options);
		parts.urls.us = sandbox.url;
		await parts.account.signIn({ region: 'us', token: sandbox.token, kind: 'user', name: 'Maya Okafor' });
	};
	const signInAndRead = async (options?: SandboxOptions) => {
		await signIn(options);
		await until('the incidents are read', () => parts.incidents.load.completeAt);
		await until('who is on call is read', () => parts.oncall.load.completeAt);
	};
	const refresh = () => vscode.commands.executeCommand(commandIds.refresh);
	const expired = () => parts.account.state.kind === 'signedIn' && parts.account.state.expired;
	const triggered = () => parts.incidents.open.filter(({ status }) => status === 'triggered');

	before(async () => (parts = await access()));
	afterEach(async () => {
		await vscode.commands.executeCommand(commandIds.signOut);
		await sandbox.close();
		Object.assign(parts.urls, apiUrls);
	});

	it('somebody sees their incidents, and no word of a demo', async () => {
		await signInAndRead();
		assert.equal((await incidentRows())[0]?.top.label, 'Assigned to me');
		assert.doesNotMatch(parts.sidebar.incidents.description ?? '', /Demo/);
		assert.ok((parts.sidebar.incidents.badge?.value ?? 0) > 0);
	});

	it('somebody looks at the demo account and comes back', async () => {
		await signInAndRead();
		await vscode.commands.executeCommand(commandIds.exploreDemo);
		await until('the demo is read', () => parts.incidents.load.completeAt);
		assert.match(parts.sidebar.incidents.description ?? '', /^Demo/);
		await vscode.commands.executeCommand(commandIds.signOut);
		assert.equal(parts.account.state.kind === 'signedIn' && parts.account.state.name, 'Maya Okafor');
		assert.doesNotMatch(parts.sidebar.incidents.description ?? '', /Demo/);
		await until('their incidents are read again', () => parts.incidents.load.completeAt);
	});

	it('somebody with nothing open is told so', async () => {
		await signInAndRead({ account: 'empty' });
		assert.deepEqual(await incidentRows(), []);
		assert.equal(parts.sidebar.incidents.badge, undefined);
		assert.equal(viewState(parts.incidents.load, parts.incidents.size), 'empty');
	});

	it('somebody whose token expired keeps what was read, is told, each time, and goes on when it counts again', async () => {
		await signInAndRead();
		const rows = parts.incidents.size;
		for (const round of ['first', 'second']) {
			sandbox.faults.unauthorizedJson = {};
			await refresh();
			await until(`the ${round} refusal is noticed`, expired);
			assert.equal(parts.incidents.size, rows);
			assert.match(parts.sidebar.incidents.message ?? '', /no longer accepts your sign-in/);
			sandbox.faults.unauthorizedJson = undefined;
			await refresh();
			assert.equal(expired(), false);
			assert.equal(parts.sidebar.incidents.message, '');
		}
	});

	it('somebody offline keeps what was read and sees from when it is', async () => {
		await signInAndRead();
		const rows = parts.incidents.size;
		sandbox.faults.dropBefore = {};
		await refresh();
		assert.equal(parts.incidents.size, rows);
		assert.match(parts.sidebar.incidents.message ?? '', /^Refresh failed at/);
		sandbox.faults.dropBefore = undefined;
		await refresh();
		assert.equal(parts.sidebar.incidents.message, '');
	});

	it('somebody who never reached PagerDuty sees why the views are empty', async () => {
		await signIn({ faults: { abilityMissing: {} } });
		await until('the first reading failed', () => parts.incidents.load.problem);
		assert.equal(viewState(parts.incidents.load, 0), 'plan');
		sandbox.faults.abilityMissing = undefined;
		await refresh();
		assert.ok(parts.incidents.size > 0);
	});

	it('somebody who signs out while an incident is acknowledged sees no row of the account', async () => {
		await signInAndRead();
		const [incident] = triggered();
		assert.ok(incident);
		sandbox.faults.slow = { match: /^PUT/, ms: 500 };
		const acknowledging = vscode.commands.executeCommand(commandIds.acknowledge, incident.id);
		await until('it is under way', () => sandbox.requests.some(({ method }) => method === 'PUT'));
		await vscode.commands.executeCommand(commandIds.signOut);
		await acknowledging;
		assert.equal(parts.incidents.size, 0);
		assert.deepEqual(await incidentRows(), []);
		assert.equal(parts.sidebar.incidents.badge, undefined);
	});

	it('somebody acknowledges what they choose from a list', async () => {
		await signInAndRead();
		const before = triggered().length;
		const acknowledging = Promise.resolve(vscode.commands.executeCommand(commandIds.acknowledge));
		while (!(await settledWithin(acknowledging, 100, systemClock))) {
			await vscode.commands.executeCommand('quickInput.first');
			await vscode.commands.executeCommand('workbench.action.quickPickManyToggle');
			await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
		}
		assert.equal(triggered().length, before - 1);
	});

	it('somebody whose note could not be added finds it in the box again', async () => {
		await signInAndRead();
		const [incident] = triggered();
		assert.ok(incident);
		sandbox.faults.dropBefore = { match: /notes/ };
		await vscode.commands.executeCommand(commandIds.addNote, incident.id, 'Typed with care.');
		sandbox.faults.dropBefore = undefined;
		const adding = Promise.resolve(vscode.commands.executeCommand(commandIds.addNote, incident.id));
		while (!(await settledWithin(adding, 100, systemClock)))
			await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
		const notes = await fetch(`${sandbox.url}/incidents/${incident.id}/notes`, {
			headers: { Authorization: `Token token=${sandbox.token}` },
		});
		assert.match(await notes.text(), /Typed with care\./);
	});

	it('somebody who cancels a change sees what became of it', async () => {
		await signInAndRead();
		const [incident] = triggered();
		assert.ok(incident);
		sandbox.faults.slow = { match: /^PUT/, ms: 10_000 };
		const acknowledging = Promise.resolve(vscode.commands.executeCommand(commandIds.acknowledge, incident.id));
		const started = Date.now();
		const noNotificationYet = () => undefined;
		while (!(await settledWithin(acknowledging, 100, systemClock))) {
			await vscode.commands.executeCommand('notifications.showList');
			await vscode.commands.executeCommand('notification.acceptPrimaryAction').then(undefined, noNotificationYet);
		}
		assert.ok(Date.now() - started < 5_000);
		const seen = await until('it is read back', () => {
			const { status } = parts.incidents.get(incident.id) ?? {};
			return status === 'acknowledged' && status;
		});
		assert.equal(seen, 'acknowledged');
	});
});
