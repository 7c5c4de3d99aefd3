import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestAccess } from '../../src/extension.ts';
import { apiUrls } from '../../src/pagerduty/http/account.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { commandIds, viewIds } from '../../src/vscode/ids.ts';
import type { IncidentsTreeNode } from '../../src/vscode/sidebar/incidents-tree.ts';
import { AnsweringPerson } from './answering-person.ts';
import { access, happyPath, until } from './support.ts';

describe('The view of incidents', () => {
	let parts: TestAccess;
	let sandbox: Sandbox;

	const signIn = async (options: SandboxOptions = {}) => {
		sandbox = await startSandbox({ rateLimit: 100_000, ...options });
		parts.urls.us = sandbox.url;
		await parts.account.signIn({ region: 'us', token: sandbox.token, kind: 'user', name: 'Maya Okafor' });
		await until('the incidents are read', () => parts.incidents.load.completeAt);
	};
	/** Somebody else does, with PagerDuty's own app. */
	const resolveElsewhere = async (id: string) => {
		const { status } = await fetch(`${sandbox.url}/incidents/${id}`, {
			method: 'PUT',
			headers: { Authorization: `Token token=${sandbox.token}`, 'Content-Type': 'application/json' },
			body: JSON.stringify({ incident: { type: 'incident_reference', status: 'resolved' } }),
		});
		assert.equal(status, 200);
	};
	const refresh = () => vscode.commands.executeCommand(commandIds.refresh);
	const top = async () => parts.sidebar.incidentsTree.getChildren();
	const nodeOf = async (wanted: (node: IncidentsTreeNode) => boolean) =>
		(await top()).find(wanted) ?? assert.fail('no such row');
	const selectedId = () => {
		const [node] = parts.sidebar.incidents.selection;
		return node?.kind === 'incident' ? node.incident.id : undefined;
	};
	/** The groups whose rows the editor asks for when it shows the tree anew: those that are open. */
	const opened = async (act: () => Thenable<unknown>): Promise<Set<string>> => {
		const tree = parts.sidebar.incidentsTree;
		const asked: string[] = [];
		const original = tree.getChildren.bind(tree);
		tree.getChildren = (node) => {
			if (node?.kind === 'group') asked.push(node.group.id);
			return original(node);
		};
		const times = () => asked.filter((id) => id === 'mine').length;
		try {
			await act();
			await until('the tree is shown anew', () => times() > 0);
			// Before it asks for the same rows again, it has asked for all the others.
			const before = times();
			parts.sidebar.redraw();
			await until('the tree is shown once more', () => times() > before);
			return new Set(asked);
		} finally {
			tree.getChildren = original;
		}
	};

	before(async () => {
		parts = await access();
		await vscode.commands.executeCommand(`${viewIds.incidents}.focus`);
	});
	afterEach(async () => {
		await vscode.commands.executeCommand(commandIds.signOut);
		await sandbox.close();
		Object.assign(parts.urls, apiUrls);
	});

	it('lets a key act on the selected row also while the editor draws the view anew', async () => {
		await signIn();
		const { id } = parts.incidents.mine.find(({ status }) => status === 'triggered') ?? assert.fail('none waits');
		await parts.sidebar.show(id);
		await until('it is selected', () => selectedId() === id);
		parts.sidebar.redraw();
		while (parts.sidebar.incidents.selection.length > 0) await new Promise(setImmediate);
		await vscode.commands.executeCommand(commandIds.acknowledge, { of: 'selection' });
		assert.equal(parts.incidents.get(id)?.status, 'acknowledged');
	});

	it('says to click again where the row that was clicked is not known any more', async () => {
		await signIn();
		const person = new AnsweringPerson();
		try {
			// As the editor passes a row that it draws anew.
			await person.run(commandIds.acknowledge, [undefined, undefined]);
			await until('it says so', () =>
				person.told.join().includes('just as you clicked, so nothing was done. Click again'),
			);
		} finally {
			person.leave();
		}
	});

	it('does not draw its rows anew when a refresh brings nothing new', async () => {
		await signIn();
		// Priorities are read by then, too.
		await refresh();
		const drawn: unknown[] = [];
		const drawing = parts.sidebar.incidentsTree.onDidChangeTreeData((node) => drawn.push(node));
		await refresh();
		assert.deepEqual(drawn, []);
		const { id } = parts.incidents.open[0] ?? assert.fail('nothing is open');
		await resolveElsewhere(id);
		await refresh();
		assert.ok(drawn.length > 0);
		drawing.dispose();
	});

	it('starts with long groups closed, also those that were short while the list came in', async () => {
		await signIn({ incidents: 600 });
		const open = await opened(async () => {
			parts.sidebar.redraw();
			await Promise.resolve();
		});
		const long = parts.incidents.groups().filter(({ kind, incidents }) => kind === 'service' && incidents.length > 20);
		assert.ok(long.length > 0);
		assert.deepEqual(
			long.filter(({ id }) => open.has(id)).map(({ name }) => name),
			[],
		);
	});

	it('keeps what is selected, folded and unfolded over a refresh, also when 300 incidents are new', async () => {
		await signIn({ incidents: 40 });
		const { incidents: view } = parts.sidebar;
		const group = await nodeOf((node) => node.kind === 'group' && node.group.kind === 'service');
		assert.ok(group.kind === 'group');
		const folded = new Promise((resolve) => view.onDidCollapseElement(resolve));
		await view.reveal(group, { select: true, focus: true, expand: true });
		await vscode.commands.executeCommand('list.collapse');
		await folded;
		const mine = parts.incidents.mine[0] ?? assert.fail('nothing is mine');
		await parts.sidebar.show(mine.id);
		await until('it is selected', () => selectedId() === mine.id);
		const before = parts.incidents.openCount;
		for (let count = 0; count < 300; count++) await sandbox.trigger();
		const open = await opened(refresh);
		assert.equal(parts.incidents.openCount, before + 300);
		assert.equal(selectedId(), mine.id);
		assert.ok(open.has('mine'));
		assert.ok(!open.has(group.group.id));
	});

	it('shows what was resolved in the last day at its end, read only when somebody unfolds it', async () => {
		await signIn();
		const tree = parts.sidebar.incidentsTree;
		const resolved = () => sandbox.requests.filter(({ query }) => JSON.stringify(query).includes('resolved_at'));
		const group = (await top()).at(-1) ?? assert.fail('no rows');
		assert.equal(tree.getTreeItem(group).label, 'Resolved in the last day');
		assert.equal(tree.getTreeItem(group).collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
		const { id } = await sandbox.trigger();
		await resolveElsewhere(id);
		await refresh();
		assert.equal(resolved().length, 0);
		await parts.sidebar.incidents.reveal(group, { expand: true });
		await until('it is read', () => resolved().length > 0);
		const [row] = await tree.getChildren(group);
		assert.ok(row?.kind === 'incident' && row.incident.id === id);
		const { contextValue = '' } = tree.getTreeItem(row);
		for (const word of ['reopenable', 'linkable']) assert.match(contextValue, new RegExp(`\\b${word}\\b`));
		await vscode.commands.executeCommand(commandIds.reopen, row);
		assert.equal(parts.incidents.get(row.incident.id)?.status, 'triggered');
		const left = await tree.getChildren(group);
		assert.ok(left.every((node) => node.kind !== 'incident' || node.incident.id !== row.incident.id));
	});

	happyPath('loadMore', 'shows the others of very many, of which a thousand are shown at first', async () => {
		await signIn({ incidents: 1200 });
		const all = sandbox.store.incidents.filter(({ status }) => status !== 'resolved').length;
		const rest = await nodeOf(({ kind }) => kind === 'rest');
		const { label, description, command } = parts.sidebar.incidentsTree.getTreeItem(rest);
		assert.equal(label, 'Load more');
		const number = (value: number) => value.toLocaleString('en');
		assert.equal(description, `Showing ${number(parts.incidents.openCount)} of ${number(all)}`);
		assert.match(parts.sidebar.incidents.description ?? '', /^\d+\+ triggered$/);
		assert.ok(command);
		await vscode.commands.executeCommand(command.command);
		assert.equal(parts.incidents.openCount, all);
		assert.ok((await top()).every(({ kind }) => kind !== 'rest'));
	});

	it('says that all is quiet where nothing is open', async () => {
		await signIn({ account: 'empty' });
		assert.equal(parts.sidebar.incidents.message, 'No open incidents. All is quiet.');
	});
});
