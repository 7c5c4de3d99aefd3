import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestAccess } from '../../src/extension.ts';
import { apiUrls } from '../../src/pagerduty/http/account.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { commandIds, type CommandName } from '../../src/vscode/ids.ts';
import { AnsweringPerson, enter, yes, type Answer } from './answering-person.ts';
import { access, extensionId, happyPath, until } from './support.ts';

/** Each command of incidents as somebody uses it who answers what it asks, on an account of their own. */
describe('Commands about incidents', () => {
	let parts: TestAccess;
	let sandbox: Sandbox;
	let person: AnsweringPerson;

	before(async () => {
		parts = await access();
		sandbox = await startSandbox({ rateLimit: 100_000 });
		parts.urls.us = sandbox.url;
		const { token } = sandbox;
		await parts.account.signIn({ region: 'us', token, kind: 'user', name: 'Maya Okafor', subdomain: 'lumen-oak' });
		await until('the incidents are read', () => parts.incidents.load.completeAt);
		person = new AnsweringPerson();
	});
	after(async () => {
		person.leave();
		await vscode.commands.executeCommand(commandIds.clearFilter);
		await vscode.commands.executeCommand(commandIds.signOut);
		await sandbox.close();
		Object.assign(parts.urls, apiUrls);
	});

	const run = (command: CommandName, on?: unknown, ...answers: Answer[]) =>
		person.run(commandIds[command], on === undefined ? [] : [on], answers);
	/** An open incident that waits, of some kind, as the account has it. */
	const waiting = (mine = true) => {
		const { id } =
			parts.incidents.openByNeed.find((one) => one.status === 'triggered' && one.mine === mine) ??
			assert.fail('none waits');
		return inAccount(id);
	};
	const inAccount = (id: string) => sandbox.store.incident(id) ?? assert.fail(`no ${id}`);
	/** What the change gave is in the account, and the sidebar shows it. */
	const shown = (id: string) => parts.incidents.get(id) ?? assert.fail(`no row of ${id}`);

	happyPath(
		'createIncident',
		'asks for all that is needed, pages once somebody says yes, and shows the row',
		async () => {
			await run('createIncident', undefined, enter, 'Ledger is slow', 'High', enter, enter, 'No details', yes);
			const made = sandbox.store.incidents.at(-1) ?? assert.fail('nothing was created');
			assert.equal(made.title, 'Ledger is slow');
			assert.match(person.asked.at(-1) ?? '', /Ledger is slow/);
			assert.equal(shown(made.id).urgency, 'high');
		},
	);

	happyPath('pagePerson', 'pages whom somebody names', async () => {
		await run('pagePerson', undefined, 'Diego', enter, 'Please look', 'Low', enter, 'No details', yes);
		const made = sandbox.store.incidents.at(-1) ?? assert.fail('nothing was created');
		const names = made.assignments.map(({ userId }) => sandbox.store.users.get(userId)?.name);
		assert.match(names.join(), /^Diego/);
	});

	happyPath(
		['acknowledge', 'resolve', 'reopen'],
		'change what was clicked, in the account and in the sidebar',
		async () => {
			const incident = waiting(false);
			await run('acknowledge', incident.id);
			assert.deepEqual([incident.status, shown(incident.id).status], ['acknowledged', 'acknowledged']);
			await run('resolve', incident.id);
			assert.deepEqual([incident.status, shown(incident.id).status], ['resolved', 'resolved']);
			await run('reopen', incident.id);
			assert.deepEqual([incident.status, shown(incident.id).status], ['triggered', 'triggered']);
		},
	);

	happyPath('acknowledgeNewest', 'acknowledges one of mine without a question', async () => {
		const before = parts.incidents.mine.filter(({ status }) => status === 'triggered').length;
		assert.ok(before > 0);
		await run('acknowledgeNewest');
		assert.equal(parts.incidents.mine.filter(({ status }) => status === 'triggered').length, before - 1);
	});

	happyPath('addNote', 'adds what is typed', async () => {
		const { id } = waiting(false);
		await run('addNote', id, 'Looked at it.');
		assert.equal(sandbox.store.notes.of(id).at(-1)?.content, 'Looked at it.');
	});

	happyPath('snooze', 'acknowledges first what is not, and keeps it quiet for as long', async () => {
		const incident = waiting(false);
		await run('snooze', incident.id, '4 hours');
		assert.equal(incident.status, 'acknowledged');
		const { body = '' } = sandbox.requests.findLast(({ path }) => path.endsWith('/snooze')) ?? {};
		assert.match(body, /"duration":1(4400|43\d\d)/);
	});

	happyPath('reassign', 'hands on after a yes', async () => {
		const incident = waiting(false);
		await run('reassign', incident.id, 'Diego', yes);
		const names = incident.assignments.map(({ userId }) => sandbox.store.users.get(userId)?.name ?? '');
		assert.match(names.join(), /^Diego/);
	});

	happyPath('escalate', 'goes to the next level after a yes', async () => {
		await until('it is known who is on call', () => parts.oncall.load.completeAt);
		// What is not urgent does not go up, nor does what everybody above has already.
		const canGoUp = ({ status, urgency, assignedVia, policy, level, assignments }: ReturnType<typeof inAccount>) => {
			const { turns = [] } = parts.oncall.policies.find(({ id }) => id === policy.id) ?? {};
			const has = (user: string) => assignments.some(({ userId }) => userId === user);
			return (
				status !== 'resolved' &&
				urgency === 'high' &&
				assignedVia === 'escalation_policy' &&
				turns.some((turn) => turn.level === level && has(turn.userId)) &&
				turns.some((turn) => turn.level === level + 1 && !has(turn.userId))
			);
		};
		const incident = sandbox.store.incidents.findLast(canGoUp) ?? assert.fail('none has another level');
		const { level } = incident;
		await run('escalate', incident.id, yes);
		assert.equal(incident.level, level + 1);
	});

	happyPath('setPriority', 'sets what is chosen', async () => {
		const { id } = waiting(false);
		await run('setPriority', id, 'P4');
		assert.equal(shown(id).priority, 'P4');
	});

	happyPath('setUrgency', 'sets what is chosen', async () => {
		const incident = waiting(false);
		await run('setUrgency', incident.id, 'Low');
		assert.deepEqual([incident.urgency, shown(incident.id).urgency], ['low', 'low']);
	});

	happyPath('setField', 'sets the field to the value that are chosen', async () => {
		const incident = waiting(false);
		const [field] = [...sandbox.store.customFields.values()].filter(({ options }) => options.length > 0);
		const value = field?.options.at(-1);
		assert.ok(field && value !== undefined);
		await run('setField', incident.id, field.displayName, value);
		assert.match(JSON.stringify(incident.customFields.get(field.id)), new RegExp(value));
	});

	happyPath('addResponders', 'asks whom is chosen after a yes', async () => {
		const incident = waiting(false);
		await run('addResponders', incident.id, 'Diego', yes);
		assert.equal(incident.responderRequests.length, 1);
	});

	happyPath('sendStatusUpdate', 'sends what is typed after it was shown once more', async () => {
		const incident = waiting(false);
		await run('sendStatusUpdate', incident.id, 'Without a template', 'We know the cause.', yes);
		assert.match(person.asked.at(-1) ?? '', /We know the cause\./);
		assert.equal(incident.statusUpdates.at(-1)?.message, 'We know the cause.');
	});

	happyPath('postToStatusPage', 'publishes what is typed after it was shown once more', async () => {
		const posts = () => [...sandbox.store.statusPages.values()].flatMap((page) => page.posts);
		const before = posts().length;
		await run('postToStatusPage', undefined, enter, 'New post', 'Slow', enter, enter, 'We are on it.', enter, yes);
		assert.equal(posts().length, before + 1);
		assert.ok(posts().some(({ title, updates }) => title === 'Slow' && updates[0]?.message === 'We are on it.'));
	});

	happyPath('mergeInto', 'merges into the one that is chosen after a yes', async () => {
		const incident = waiting(false);
		await run('mergeInto', incident.id, enter, yes);
		assert.ok(incident.mergedInto);
		assert.equal(shown(incident.id).status, 'resolved');
	});

	happyPath('moveToService', 'moves to the service that is chosen after a yes', async () => {
		const incident = waiting(false);
		const other = [...sandbox.store.services.values()].find(({ id, deleted }) => !deleted && id !== incident.serviceId);
		assert.ok(other);
		await run('moveToService', incident.id, other.name, yes);
		assert.equal(incident.serviceId, other.id);
		assert.equal(shown(incident.id).service, other.name);
	});

	happyPath('runWorkflow', 'starts the workflow that is chosen after a yes', async () => {
		const { instances } = sandbox.store.automation;
		const before = instances.length;
		await run('runWorkflow', waiting(false).id, enter, yes);
		assert.equal(instances.length, before + 1);
	});

	happyPath('runAction', 'starts the action that is chosen after a yes', async () => {
		const { actions, invocations } = sandbox.store.automation;
		const [served] = [...actions.values()].flatMap(({ serviceIds }) => serviceIds);
		const incident = parts.incidents.open.find(({ service_id: id }) => id === served) ?? assert.fail('no incident');
		const before = invocations.size;
		await run('runAction', incident.id, enter, yes);
		assert.equal(invocations.size, before + 1);
	});

	happyPath('declareChange', 'records what changed at the service that is chosen', async () => {
		await run('declareChange', undefined, enter, 'Release 41');
		assert.equal(sandbox.store.changeEvents.at(-1)?.summary, 'Release 41');
	});

	happyPath('show', 'selects the row', async () => {
		const { id } = waiting(false);
		await run('show', id);
		await until('it is selected', () => {
			const [row] = parts.sidebar.incidents.selection;
			return row?.kind === 'incident' && row.incident.id === id;
		});
	});

	happyPath('open', 'sends the browser to the page', async () => {
		const { id } = waiting(false);
		await run('open', id);
		assert.deepEqual(person.browsed.splice(0), [`https://lumen-oak.pagerduty.com/incidents/${id}`]);
	});

	happyPath(['copyLink', 'copyEditorLink', 'copyDetails'], 'copy what names the incident', async () => {
		const { id, number } = waiting(false);
		await run('copyLink', id);
		assert.equal(await vscode.env.clipboard.readText(), `https://lumen-oak.pagerduty.com/incidents/${id}`);
		await run('copyEditorLink', id);
		const link = await vscode.env.clipboard.readText();
		assert.ok(link.startsWith(`${vscode.env.uriScheme}://${extensionId}/incident/${id}`), link);
		await run('copyDetails', id);
		assert.ok((await vscode.env.clipboard.readText()).includes(`#${number}`));
	});

	/** The tab of an incident's page. */
	const page = (title: string) =>
		vscode.window.tabGroups.all
			.flatMap(({ tabs }) => tabs)
			.find(({ input, label }) => input instanceof vscode.TabInputWebview && label.includes(title));

	happyPath('openPage', 'opens the page of the incident', async () => {
		const { id, number } = waiting(false);
		await run('openPage', id);
		await until('the page is open', () => page(`#${number}`));
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	});

	happyPath('findIncident', 'finds one by its number, and opens its page', async () => {
		const { number } = waiting(false);
		await run('findIncident', undefined, `#${number} `);
		await until('the page is open', () => page(`#${number}`));
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	});

	happyPath('openService', 'opens the page of the service that is chosen', async () => {
		await run('openService', undefined, 'Checkout');
		await until('the page is open', () => page('Checkout'));
		// In front, it is what a link is copied of.
		await run('copyEditorLink');
		const link = await vscode.env.clipboard.readText();
		assert.match(link, /\/service\/[A-Z0-9]+\?account=/);
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	});

	happyPath('groupIncidents', 'puts incidents under the headings that are chosen', async () => {
		const headings = async () =>
			(await parts.sidebar.incidentsTree.getChildren()).map((row) => parts.sidebar.incidentsTree.getTreeItem(row).id);
		await run('groupIncidents', undefined, 'By urgency');
		assert.ok((await headings()).some((id) => id?.includes('urgency:high')));
		await run('groupIncidents', undefined, 'Mine first');
		assert.ok((await headings()).every((id) => !id?.includes('urgency:')));
	});

	happyPath(['filterIncidents', 'clearFilter'], 'leave out what is not ticked, and show all again', async () => {
		const rows = async () => {
			const tree = parts.sidebar.incidentsTree;
			const tops = (await tree.getChildren()).filter((top) => top.kind !== 'group' || top.group.kind !== 'lately');
			const nodes = await Promise.all(
				tops.map((top) => Promise.resolve(top.kind === 'incident' ? [top] : tree.getChildren(top))),
			);
			return nodes.flat().flatMap((node) => (node.kind === 'incident' ? [node.incident] : []));
		};
		const all = (await rows()).length;
		await run('filterIncidents', undefined, 'Acknowledged');
		const some = await rows();
		assert.ok(some.length > 0 && some.length < all);
		assert.ok(some.every(({ status }) => status !== 'triggered'));
		await run('clearFilter');
		assert.equal((await rows()).length, all);
	});
});
