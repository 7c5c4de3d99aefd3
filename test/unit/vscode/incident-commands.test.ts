import assert from 'node:assert/strict';
import type { ShownIncident } from '../../../src/tools/shapes/incident.ts';
import type { IncidentStore } from '../../../src/vscode/incidents/store.ts';
import { back, enter, escape, yes, type Answer, type FakePerson } from '../../support/fake-person.ts';
import type { FakeEditor } from '../../support/fake-editor.ts';
import type { SignedInOptions } from '../../support/signed-in.ts';
import { SignedInEditor } from '../../support/signed-in-editor.ts';

describe('Commands about incidents', () => {
	let at: SignedInEditor;
	let store: IncidentStore;
	let editor: FakeEditor;
	let person: FakePerson;
	let said: string[];

	const open = async (answers: readonly Answer[], options: SignedInOptions = {}) => {
		at = await SignedInEditor.open(answers, options);
		({ store, editor, person, said } = at);
		const { parts } = at;
		const [
			{ incidentCommands },
			{ snoozeCommands },
			{ handOnCommands },
			{ importanceCommands },
			{ tellCommands },
			{ arrangeCommands },
		] = await Promise.all([
			import('../../../src/vscode/commands/incidents.ts'),
			import('../../../src/vscode/commands/snooze.ts'),
			import('../../../src/vscode/commands/hand-on.ts'),
			import('../../../src/vscode/commands/importance.ts'),
			import('../../../src/vscode/commands/tell.ts'),
			import('../../../src/vscode/commands/arrange.ts'),
		]);
		return {
			...incidentCommands(parts),
			...snoozeCommands(parts),
			...handOnCommands(parts),
			...importanceCommands(parts),
			...tellCommands(parts),
			...arrangeCommands(parts),
		};
	};
	afterEach(() => at.close());

	const inAccount = (id: string) => at.inAccount(id);
	const first = (wanted: (incident: ShownIncident) => boolean) => at.first(wanted);
	const triggered = ({ status }: ShownIncident) => status === 'triggered';

	it('acknowledge with Enter alone the one of mine that needs me most', async () => {
		const { acknowledge } = await open([enter]);
		const mine = first((incident) => triggered(incident) && incident.mine === true);
		await acknowledge();
		assert.equal(inAccount(mine.id).status, 'acknowledged');
		assert.equal(store.get(mine.id)?.status, 'acknowledged');
		assert.match(said.join(), /^Acknowledged #\d+ /);
	});

	it('snooze with Enter alone all of those that a notification told of', async () => {
		const { snooze } = await open([enter, '1 hour']);
		const [a, b, c] = store.open.filter(triggered);
		assert.ok(a && b && c);
		await snooze({ among: [a.id, b.id] });
		assert.deepEqual(
			[a, b, c].map(({ id }) => inAccount(id).status),
			['acknowledged', 'acknowledged', 'triggered'],
		);
	});

	it('ask for another click where the row that was clicked was drawn anew at that moment', async () => {
		const handlers = await open([]);
		const { lostRow, rowOfCall } = await import('../../../src/vscode/commands/shared/lost-row.ts');
		for (const passed of [[undefined], [undefined, undefined], [null, []]]) assert.equal(rowOfCall(passed), lostRow);
		assert.equal(rowOfCall([]), undefined, 'from the palette');
		assert.equal(rowOfCall(['PABC']), 'PABC');
		for (const handler of Object.values(handlers)) {
			if (handler === handlers.show || handler === handlers.acknowledgeNewest) continue;
			await assert.rejects(async () => handler(lostRow), /just as you clicked, so nothing was done/);
		}
	});

	it('acknowledge what is highlighted when nothing is ticked', async () => {
		const { acknowledge } = await open(['Job finance_close']);
		const other = first(({ title }) => title.startsWith('Job finance_close'));
		await acknowledge();
		assert.equal(inAccount(other.id).status, 'acknowledged');
	});

	it('take only what somebody searched for, not what was ticked for them before', async () => {
		const { acknowledge } = await open([{ type: 'finance_close', then: enter }]);
		const suggested = first((incident) => triggered(incident) && incident.mine === true);
		const other = first(({ title }) => title.startsWith('Job finance_close'));
		await acknowledge();
		assert.equal(inAccount(other.id).status, 'acknowledged');
		assert.equal(inAccount(suggested.id).status, 'triggered');
	});

	it('keep what somebody ticked while they search for more', async () => {
		const { acknowledge } = await open([{ tick: 'Job finance_close', type: 'push', then: enter }]);
		const suggested = first((incident) => triggered(incident) && incident.mine === true);
		const ticked = first(({ title }) => title.startsWith('Job finance_close'));
		await acknowledge();
		assert.equal(person.lists.at(-1)?.ticked.length, 2);
		for (const { id } of [suggested, ticked]) assert.equal(inAccount(id).status, 'acknowledged');
	});

	it('reopen what is highlighted with Enter alone, where nothing is ticked', async () => {
		const { reopen } = await open([enter]);
		await reopen();
		assert.deepEqual(said, ['Reopened 1 incident']);
	});

	it('ask only about the incidents that a notification was about, all of them ticked', async () => {
		const { acknowledge } = await open([enter]);
		const some = store.openByNeed
			.filter(triggered)
			.slice(1, 3)
			.map(({ id }) => id);
		await acknowledge({ among: some });
		assert.deepEqual(
			some.map((id) => inAccount(id).status),
			['acknowledged', 'acknowledged'],
		);
		assert.deepEqual(said, ['Acknowledged 2 incidents']);
	});

	it('acknowledge the newest of mine without asking, and say when there is none', async () => {
		const { acknowledgeNewest } = await open([]);
		const mine = store.mine.filter(triggered);
		assert.equal(mine.length, 1);
		await acknowledgeNewest();
		assert.equal(inAccount(mine[0]?.id ?? '').status, 'acknowledged');
		await acknowledgeNewest();
		assert.deepEqual(editor.told, ['None of your incidents is waiting.']);
	});

	it('look for the newest of mine where the list has not been read yet', async () => {
		const { acknowledgeNewest } = await open([]);
		const [mine] = store.mine.filter(triggered);
		store.clear();
		await acknowledgeNewest();
		assert.equal(inAccount(mine?.id ?? '').status, 'acknowledged');
	});

	it('show at once what they change, and take it back when PagerDuty refuses', async () => {
		const { acknowledge } = await open([], { key: 'readOnly' });
		const { id } = first(triggered);
		const shown: string[] = [];
		store.changed.on(() => shown.push(`${store.get(id)?.status ?? ''} ${store.isChanging(id)}`));
		await assert.rejects(Promise.resolve(acknowledge(id)));
		assert.deepEqual([shown[0], shown.at(-1)], ['acknowledged true', 'triggered false']);
	});

	it('resolve several only after they were named, and offer a way back', async () => {
		const { resolve } = await open([escape, yes]);
		const ids = store.openByNeed.slice(0, 2).map(({ id }) => id);
		await resolve(ids);
		assert.notEqual(inAccount(ids[0] ?? '').status, 'resolved');
		await resolve(ids);
		assert.equal(inAccount(ids[0] ?? '').status, 'resolved');
		assert.match(person.asked[0] ?? '', /^Resolve 2 incidents\?\n#\d+ .*\n#\d+ /);
		assert.deepEqual(editor.told, ['Resolved 2 incidents.']);
	});

	it('snooze for a preset, and acknowledge first what nobody has taken on', async () => {
		const { snooze } = await open(['1 hour']);
		const { id } = first(triggered);
		await snooze(id);
		const incident = inAccount(id);
		assert.equal(incident.status, 'acknowledged');
		const [next] = store.get(id)?.next_steps ?? [];
		assert.equal(next?.type, 'unacknowledge');
		assert.match(next.at ?? '', /T1(0:59:5|1:00:0)\d/);
		assert.deepEqual(said, ['Snoozed 1 incident']);
	});

	it('snooze more incidents than the tool takes at once', async () => {
		const { snooze } = await open(['1 hour'], { incidents: 120 });
		const ids = store.openByNeed
			.filter(triggered)
			.slice(0, 51)
			.map(({ id }) => id);
		await snooze(ids);
		assert.deepEqual(said, ['Snoozed 51 incidents']);
	});

	it('snooze until a time that the person writes', async () => {
		const { snooze } = await open(['Until …', '2d']);
		await snooze(first(triggered).id);
		assert.deepEqual(said, ['Snoozed 1 incident']);
	});

	for (const text of ['25:00', '12:60', 'soon', '8d', '-1h', '2020-01-01'])
		it(`change nothing when they are to snooze until ${text}`, async () => {
			const { snooze } = await open(['Until …', text]);
			const { id } = first(triggered);
			await snooze(id);
			assert.equal(inAccount(id).status, 'triggered');
			assert.deepEqual(said, []);
		});

	it('reassign to whom the person finds by name, after one question that names both', async () => {
		const { reassign } = await open(['Grace Kimathi', yes]);
		const { id } = first(triggered);
		await reassign(id);
		assert.match(person.asked.at(-1) ?? '', /^Reassign to Grace Kimathi\? PagerDuty notifies them\.\n#\d+ /);
		assert.deepEqual(said, ['Reassigned to Grace Kimathi']);
		assert.deepEqual(store.get(id)?.assignees, ['Grace Kimathi']);
	});

	it('reassign nothing when the question is closed', async () => {
		const { reassign } = await open(['Payments', escape]);
		const { id } = first(triggered);
		const before = store.get(id)?.assignees;
		await reassign(id);
		assert.match(person.asked.at(-1) ?? '', /PagerDuty pages its first level/);
		assert.deepEqual(store.get(id)?.assignees, before);
		assert.deepEqual(said, []);
	});

	it('escalate after one question', async () => {
		const { escalate } = await open([yes]);
		await escalate(first(({ mine }) => mine === true).id);
		assert.deepEqual(said, ['Escalated 1 incident']);
	});

	it('set a priority of the account, or none, and the urgency', async () => {
		const { setPriority, setUrgency } = await open(['P3', 'No priority', 'Low']);
		const { id } = first(({ priority, urgency }) => priority === 'P1' && urgency === 'high');
		await setPriority(id);
		assert.equal(store.get(id)?.priority, 'P3');
		await setPriority(id);
		assert.equal(store.get(id)?.priority, undefined);
		await setUrgency(id);
		assert.equal(store.get(id)?.urgency, 'low');
	});

	it('ask somebody for help after one question', async () => {
		const { addResponders } = await open(['Grace Kimathi', yes]);
		const { id } = first(triggered);
		await addResponders(id);
		assert.match(person.asked.at(-1) ?? '', /^Ask Grace Kimathi for help\? PagerDuty pages them\.\n#\d+ /);
		assert.equal(inAccount(id).responders.length, 1);
	});

	it('send a status update after it was shown once more, and keep one that was not sent', async () => {
		const { sendStatusUpdate } = await open([enter, 'Half of it works', escape, enter, 'All of it works', yes]);
		const { id } = first(triggered);
		await sendStatusUpdate(id);
		assert.equal(inAccount(id).statusUpdates.length, 0);
		await sendStatusUpdate(id);
		assert.equal(person.offered.at(-1), 'Half of it works');
		assert.match(person.asked.at(-1) ?? '', /\nAll of it works$/);
		assert.equal(inAccount(id).statusUpdates.length, 1);
		assert.deepEqual(said, ['Sent the status update']);
	});

	it('offer a status update that was not sent for its own incident only', async () => {
		const { sendStatusUpdate } = await open([enter, 'Half of it works', escape, enter, escape]);
		const { id } = first(triggered);
		await sendStatusUpdate(id);
		await sendStatusUpdate(first((incident) => triggered(incident) && incident.id !== id).id);
		assert.equal(person.offered.at(-1), '');
	});

	it('send what a template makes of a status update, as it was shown', async () => {
		const { sendStatusUpdate } = await open(['Customers are affected', 'We are on it.', yes]);
		const { id, title } = first(triggered);
		await sendStatusUpdate(id);
		const [sent] = inAccount(id).statusUpdates;
		assert.equal(sent?.message, `${title}: We are on it. We write again within 30 minutes.`);
		assert.equal(sent.subject, `Customers are affected: ${title}`);
		assert.ok(person.asked.at(-1)?.includes(`Subject: ${sent.subject}\n\n${sent.message}\n\nThe e-mail`));
	});

	it('say which places of a template stay empty, before it is sent', async () => {
		const { sendStatusUpdate } = await open(['All is well again', back, 'All is well again', '', escape]);
		const { id } = first(triggered);
		await sendStatusUpdate(id);
		assert.match(person.asked.at(-1) ?? '', /The template has a gap: \{\{incident\.cause\}\} does not exist\.$/);
		assert.equal(inAccount(id).statusUpdates.length, 0);
	});

	it('send a status update without a template where templates cannot be read', async () => {
		const { sendStatusUpdate } = await open(['All of it works', yes], {
			wire: ({ path }, send) => (path === '/templates' ? Promise.resolve(new Response('{}', { status: 403 })) : send()),
		});
		const { id } = first(triggered);
		await sendStatusUpdate(id);
		assert.equal(inAccount(id).statusUpdates[0]?.message, 'All of it works');
	});

	it('merge incidents into the one that stays open', async () => {
		const { mergeInto } = await open(['Edge 5xx', yes]);
		const source = first(({ title }) => title.startsWith('Push messages'));
		const target = first(({ title }) => title.startsWith('Edge 5xx'));
		await mergeInto(source.id);
		assert.equal(inAccount(source.id).mergedInto, target.id);
		assert.deepEqual(said, ['Merged 1 incident']);
		assert.match(person.asked.at(-1) ?? '', /^Merge into #\d+ Edge 5xx.*cannot be separated again\.\n#\d+ Push/);
	});

	it('move an incident to another service', async () => {
		const { moveToService } = await open(['Search', yes]);
		const { id } = first(({ title }) => title.startsWith('Push messages'));
		await moveToService(id);
		assert.match(store.get(id)?.service ?? '', /Search/);
	});

	it('run a workflow after one question', async () => {
		const { runWorkflow } = await open([enter, yes]);
		await runWorkflow(first(triggered).id);
		assert.match(said.join(), /^Started the workflow /);
	});

	it('copy incidents for a ticket that the sidebar does not hold', async () => {
		const { copyDetails } = await open([]);
		const [known, other] = store.openByNeed.filter(triggered);
		assert.ok(known && other);
		store.clear();
		store.apply([known]);
		await copyDetails([other.id, known.id]);
		const titles = editor.copied.split('\n').filter((line) => line.startsWith('**'));
		assert.deepEqual(
			titles.map((title) => /#\d+/.exec(title)?.[0]),
			[`#${other.number}`, `#${known.number}`],
		);
		assert.deepEqual(said, ['Copied 2 incidents']);
	});

	it('say that there is no incident to copy for a ticket', async () => {
		const { copyDetails } = await open([]);
		await assert.rejects(Promise.resolve(copyDetails('QGONE')), /QGONE/);
		assert.equal(editor.copied, '');
	});

	it('copy incidents for a ticket, with nothing in them that changes its form', async () => {
		const { copyDetails } = await open([]);
		const { id } = first(triggered);
		store.apply([
			{ ...first(triggered), title: '[x](http://evil) *loud*', url: 'https://lumen-oak.pagerduty.com/incidents/1' },
		]);
		await copyDetails(id);
		const [title = '', , status] = editor.copied.split('\n');
		assert.match(
			title,
			/^\*\*\[#\d+ \\\[x\\\]\(http:\/\/evil\) \\\*loud\\\*\]\(https:\/\/lumen-oak\.pagerduty\.com\/incidents\/1\)\*\*$/,
		);
		assert.equal(status, '- Status: Triggered, high urgency');
	});
});
