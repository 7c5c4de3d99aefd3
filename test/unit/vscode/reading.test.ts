import assert from 'node:assert/strict';
import { acknowledgeIncidents } from '../../../src/tools/incidents/acknowledge-incidents.ts';
import type { Caller } from '../../../src/tools/tool-runs.ts';
import { NewIncidents } from '../../../src/vscode/notifications/new-incidents.ts';
import { ToldInWindow } from '../../../src/vscode/notifications/told-events.ts';
import { readIncidents } from '../../../src/vscode/incidents/read.ts';
import { IncidentStore } from '../../../src/vscode/incidents/store.ts';
import { readOncalls } from '../../../src/vscode/oncall/read.ts';
import { myTurns } from '../../../src/vscode/oncall/mine.ts';
import { OncallStore } from '../../../src/vscode/oncall/store.ts';
import { describeProblem } from '../../../src/vscode/words/problem.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';
import { l10n } from './support.ts';

const explain = (error: unknown) => describeProblem(error, l10n);
const caller = (signal = new AbortController().signal): Caller => ({ signal, priority: 'background' });

describe('Reading the demo account into the stores', () => {
	let signedIn: SignedIn;
	let store: IncidentStore;
	const open = async (options: SignedInOptions = {}) => {
		signedIn = await SignedIn.open(options);
		store = new IncidentStore(signedIn.clock);
		signedIn.changes.listen(({ incidents = [] }) => store.apply(incidents));
	};
	const read = (signal?: AbortSignal) => readIncidents(signedIn.toolbox, store, caller(signal), explain);
	afterEach(() => signedIn.close());

	it('finds all open incidents over many pages, and marks mine', async () => {
		await open({ incidents: 450 });
		let shown = 0;
		store.changed.on(() => shown++);
		await read();
		assert.ok(store.openCount >= 450);
		assert.ok(store.mine.length > 0 && store.mine.length < store.openCount);
		assert.ok(shown > 0);
		assert.equal(store.load.problem, undefined);
	});

	it('keeps what it has when later pages fail, and recovers', async () => {
		await open({ incidents: 450 });
		signedIn.sandbox.faults.serverError = { status: 500, match: /offset=225/ };
		await assert.rejects(read(), { kind: 'server' });
		assert.equal(store.open.length, 225);
		assert.equal(store.load.problem?.what.kind, 'server');
		signedIn.sandbox.faults.serverError = undefined;
		await read();
		const { openCount: all } = store;
		assert.ok(all >= 450);
		signedIn.sandbox.faults.dropBefore = { match: /GET \/incidents\?/ };
		await assert.rejects(read());
		assert.equal(store.openCount, all);
		assert.ok(store.load.completeAt && store.load.problem);
	});

	it('says nothing of a reading that was cancelled', async () => {
		await open();
		const abort = new AbortController();
		abort.abort();
		await assert.rejects(read(abort.signal));
		assert.equal(store.load.problem, undefined);
	});

	it('knows that nobody is signed in and that a token no longer counts', async () => {
		await open({ key: 'none' });
		await assert.rejects(read(), { kind: 'signedOut' });
		await signedIn.close();
		await open({ key: 'wrong' });
		await assert.rejects(read(), { kind: 'unauthorized' });
		assert.equal(store.load.problem?.what.kind, 'expired');
	});

	it('shows a change without another reading', async () => {
		await open();
		await read();
		const incident = store.open.find(({ status }) => status === 'triggered');
		assert.ok(incident);
		const mark = signedIn.sandbox.requests.length;
		await signedIn.toolbox.run(acknowledgeIncidents, { incidents: [incident.id] }, caller());
		assert.equal(store.get(incident.id)?.status, 'acknowledged');
		assert.ok(!signedIn.requests(mark).includes('GET /incidents'));
	});

	it('has nothing of mine with an account-level key, but all the incidents', async () => {
		await open({ key: 'account', from: 'maya.okafor@lumen-oak.example' });
		await read();
		assert.ok(store.openCount > 0);
		assert.deepEqual(store.mine, []);
	});

	it('tells who is on call now and next, and where I am', async () => {
		await open();
		const oncall = new OncallStore(signedIn.clock);
		await readOncalls(signedIn.toolbox, oncall, signedIn.clock, caller(), explain);
		assert.ok(oncall.policies.length > 1);
		assert.ok(oncall.policies.some(({ turns }) => turns.some(({ next }) => next !== undefined)));
		for (const { turn } of myTurns(oncall.policies)) assert.ok(turn.me);
		signedIn.sandbox.faults.serverError = { status: 503 };
		const before = oncall.policies.length;
		await assert.rejects(readOncalls(signedIn.toolbox, oncall, signedIn.clock, caller(), explain));
		assert.equal(oncall.policies.length, before);
		assert.equal(oncall.load.problem?.what.kind, 'server');
	});

	it('finds out that an escalation policy gave me an incident', async () => {
		await open();
		const { sandbox, toolbox } = signedIn;
		const news = new NewIncidents(new ToldInWindow());
		const look = async () => {
			await read();
			return news.look(store.open, ({ mine }) => mine === true);
		};
		const escalating = { name: 'First Jonas', levels: ['Jonas Richter', 'Maya Okafor'], delays: [30] };
		const policy = await toolbox.call('create_escalation_policy', escalating, caller());
		assert.ok(policy.ok, JSON.stringify(policy));
		const [service] = [...sandbox.store.services.values()];
		assert.ok(service);
		const { id } = await sandbox.trigger({ service: service.id });
		await toolbox.call('reassign_incidents', { incidents: id, escalation_policy: escalating.name }, caller());
		assert.deepEqual(await look(), []);
		sandbox.clock.advance(31 * 60_000);
		assert.deepEqual(
			(await look()).filter((one) => one.id === id).map(({ happened }) => happened),
			['escalated'],
		);
	});

	it('reads all turns only where there may be a gap soon, and teams only where they are shown', async () => {
		await open();
		const oncall = new OncallStore(signedIn.clock);
		await readOncalls(signedIn.toolbox, oncall, signedIn.clock, caller(), explain);
		const lists = signedIn.sandbox.requests.filter(({ path }) => path === '/oncalls');
		assert.equal(lists.length, 2);
		const withTeams = () => oncall.teams?.length;
		assert.equal(withTeams(), undefined);
		assert.ok(oncall.policies.some(({ gaps }) => gaps.some(({ from }) => from)));
		const mark = signedIn.sandbox.requests.length;
		await readOncalls(signedIn.toolbox, oncall, signedIn.clock, caller(), explain, true);
		// No request for the policies whose turns are read: they are known by their ids.
		assert.deepEqual(signedIn.requests(mark), ['GET /escalation_policies', 'GET /oncalls', 'GET /oncalls']);
		assert.ok((withTeams() ?? 0) > 1);
	});

	it('tells who is on call also where the teams cannot be read, and why they are missing', async () => {
		await open();
		const oncall = new OncallStore(signedIn.clock);
		signedIn.sandbox.faults.scopeMissing = { match: /escalation_policies/ };
		await readOncalls(signedIn.toolbox, oncall, signedIn.clock, caller(), explain, true);
		assert.ok(oncall.policies.length > 1);
		assert.equal(oncall.load.problem, undefined);
		assert.equal(oncall.teams, undefined);
		assert.equal(oncall.teamsProblem?.kind, 'forbidden');
		signedIn.sandbox.faults.scopeMissing = undefined;
		await readOncalls(signedIn.toolbox, oncall, signedIn.clock, caller(), explain, true);
		assert.ok(oncall.teams);
		assert.equal(oncall.teamsProblem, undefined);
	});

	it('finds out each time that an incident waits for me, and that a note is no such time', async () => {
		await open();
		const { sandbox, toolbox } = signedIn;
		const news = new NewIncidents(new ToldInWindow());
		const look = async () => {
			await read();
			return (await news.claim(news.look(store.open, ({ mine }) => mine === true))).map(
				({ id, happened }) => `${id} ${happened}`,
			);
		};
		const run = async (tool: string, input: object) => {
			const result = await toolbox.call(tool, input, caller());
			assert.ok(result.ok, JSON.stringify(result));
		};
		await look();
		const service = [...sandbox.store.services.values()].find(({ acknowledgementTimeout }) => acknowledgementTimeout);
		assert.ok(service?.acknowledgementTimeout);
		const { id } = await sandbox.trigger({ service: service.id });
		await run('reassign_incidents', { incidents: id, users: ['me'] });
		assert.deepEqual(await look(), [`${id} new`]);
		await run('add_incident_note', { incident: id, note: 'Looking.' });
		assert.deepEqual(await look(), []);
		for (let round = 0; round < 2; round++) {
			sandbox.clock.advance(60_000);
			await run('acknowledge_incidents', { incidents: id });
			assert.deepEqual(await look(), []);
			sandbox.clock.advance(service.acknowledgementTimeout + 1000);
			assert.deepEqual(await look(), [`${id} again`]);
		}
		await run('resolve_incidents', { incidents: id });
		assert.deepEqual(await look(), []);
		sandbox.clock.advance(60_000);
		await run('reopen_incidents', { incidents: id });
		sandbox.clock.advance(60_000);
		await run('reassign_incidents', { incidents: id, users: ['me'] });
		assert.deepEqual(await look(), [`${id} reopened`]);
	});
});
