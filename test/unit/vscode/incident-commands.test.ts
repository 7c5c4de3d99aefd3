import assert from 'node:assert/strict';
import type { ShownIncident } from '../../../src/tools/shapes/incident.ts';
import { ChangesInAccount } from '../../../src/vscode/account/changes-in-account.ts';
import { readIncidents } from '../../../src/vscode/incidents/read.ts';
import { IncidentStore } from '../../../src/vscode/incidents/store.ts';
import { describeProblem } from '../../../src/vscode/words/problem.ts';
import { enter, escape, FakePerson, yes, type Answer } from '../../support/fake-person.ts';
import { FakeEditor } from '../../support/fake-editor.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';
import { l10n } from './support.ts';

describe('Commands about incidents', () => {
	let signedIn: SignedIn;
	let store: IncidentStore;
	let editor: FakeEditor;
	let person: FakePerson;
	let said: string[];

	const open = async (answers: readonly Answer[], options: SignedInOptions = {}) => {
		signedIn = await SignedIn.open(options);
		store = new IncidentStore(signedIn.clock);
		editor = new FakeEditor();
		said = [];
		Object.assign(editor.window, { setStatusBarMessage: (text: string) => void said.push(text) });
		editor.open();
		person = new FakePerson(editor, answers);
		const changes = new ChangesInAccount({ on: () => ({ dispose: () => undefined }) });
		signedIn.changes.listen((change) => {
			store.apply(change.incidents ?? []);
			changes.announced.fire(change);
		});
		const { toolbox, clock } = signedIn;
		const explain = (error: unknown) => describeProblem(error, l10n);
		await readIncidents(toolbox, store, { signal: new AbortController().signal, priority: 'background' }, explain);
		const parts = { toolbox, store, clock, changes, selected: () => [], show: () => Promise.resolve() };
		const [{ incidentCommands }, { snoozeCommands }, { handOnCommands }, { importanceCommands }] = await Promise.all([
			import('../../../src/vscode/commands/incidents.ts'),
			import('../../../src/vscode/commands/snooze.ts'),
			import('../../../src/vscode/commands/hand-on.ts'),
			import('../../../src/vscode/commands/importance.ts'),
		]);
		return {
			...incidentCommands(parts),
			...snoozeCommands(parts),
			...handOnCommands(parts),
			...importanceCommands(parts),
		};
	};
	afterEach(async () => {
		await signedIn.close();
		person.done();
	});

	const inAccount = (id: string) => signedIn.sandbox.store.incident(id) ?? assert.fail(`no ${id}`);
	const first = (wanted: (incident: ShownIncident) => boolean) =>
		store.openByNeed.find(wanted) ?? assert.fail('no such incident');
	const triggered = ({ status }: ShownIncident) => status === 'triggered';

	it('acknowledge with Enter alone the one of mine that needs me most', async () => {
		const { acknowledge } = await open([enter]);
		const mine = first((incident) => triggered(incident) && incident.mine === true);
		await acknowledge();
		assert.equal(inAccount(mine.id).status, 'acknowledged');
		assert.equal(store.get(mine.id)?.status, 'acknowledged');
		assert.match(said.join(), /^Acknowledged #\d+ /);
	});

	it('acknowledge what is highlighted when nothing is ticked', async () => {
		const { acknowledge } = await open(['Job finance_close']);
		const other = first(({ title }) => title.startsWith('Job finance_close'));
		await acknowledge();
		assert.equal(inAccount(other.id).status, 'acknowledged');
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
		assert.deepEqual(editor.told, ['No incident that is assigned to you waits.']);
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

	it('snooze until a time that the person writes', async () => {
		const { snooze } = await open(['Until …', '2d']);
		await snooze(first(triggered).id);
		assert.deepEqual(said, ['Snoozed 1 incident']);
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
});
