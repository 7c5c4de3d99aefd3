import assert from 'node:assert/strict';
import { listAt, objectAt, textAt } from '../../support/json-schema.ts';
import { Account, codeOf, people } from './account.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('incidents of the sandbox', () => {
	let account: Account;
	let id: string;

	beforeEach(async () => {
		account = await Account.start();
		({ id } = await account.sandbox.trigger({ title: 'Broken', service: 'Payments Gateway' }));
	});
	afterEach(() => account.close());

	const service = async (name: string) =>
		objectAt(await account.get(`/services/${await account.idOf('services', name)}`), 'service');
	const assignee = async (name: string) => ({
		assignee: { id: await account.idOf('users', name), type: 'user_reference' },
	});

	it('open triggered, with the first level of the policy', async () => {
		const incident = await account.incident(id);
		assert.equal(incident['status'], 'triggered');
		assert.equal(incident['summary'], `[#${String(incident['incident_number'])}] Broken`);
		assert.deepEqual(people(incident, 'assignments'), ['Maya Okafor']);
		assert.equal(incident['assigned_via'], 'escalation_policy');
		assert.deepEqual(incident['alert_counts'], { all: 1, triggered: 1, resolved: 0 });
		assert.deepEqual(await account.log(id), ['trigger', 'assign']);
		assert.deepEqual(await account.pending(id), { escalate: '2026-10-28T09:30:00Z' });
		assert.equal(textAt(await service('Payments Gateway'), 'status'), 'critical');
	});

	it('are found by number as well', async () => {
		const incident = await account.incident(id);
		assert.equal(textAt(await account.incident(String(incident['incident_number'])), 'id'), id);
	});

	it('are acknowledged, by several people', async () => {
		await account.change(id, { status: 'acknowledged' });
		const grace = { token: account.sandbox.accountToken, from: 'grace.kimathi@lumen-oak.example' };
		assert.equal((await account.put(id, { status: 'acknowledged' }, grace)).status, 200);
		const incident = await account.change(id, { status: 'acknowledged' });
		assert.deepEqual(people(incident, 'acknowledgements'), ['Maya Okafor', 'Grace Kimathi']);
		assert.deepEqual(incident['pending_actions'], []);
		assert.deepEqual(await account.log(id), ['trigger', 'assign', 'acknowledge', 'acknowledge', 'acknowledge']);
	});

	it('go back to triggered by hand', async () => {
		await account.change(id, { status: 'acknowledged' });
		const incident = await account.change(id, { status: 'triggered' });
		assert.deepEqual(incident['acknowledgements'], []);
		assert.deepEqual(people(incident, 'assignments'), ['Maya Okafor']);
		assert.deepEqual((await account.log(id)).slice(-1), ['unacknowledge']);
		assert.ok('escalate' in (await account.pending(id)));
	});

	it('go back to triggered when the acknowledgement times out', async () => {
		const { id: other } = await account.sandbox.trigger({ service: 'Identity & Login' });
		await account.change(other, { status: 'acknowledged' });
		assert.deepEqual(await account.pending(other), { unacknowledge: '2026-10-28T09:30:00Z' });
		account.sandbox.clock.advance(30 * minute);
		assert.equal((await account.incident(other))['status'], 'triggered');
		assert.deepEqual((await account.log(other)).slice(-2), ['acknowledge', 'unacknowledge']);
	});

	it('are resolved with their alerts, and a resolution becomes a note', async () => {
		const incident = await account.change(id, { status: 'resolved', resolution: 'Restarted it' });
		assert.equal(incident['resolved_at'], '2026-10-28T09:00:00Z');
		assert.deepEqual(
			[incident['assignments'], incident['acknowledgements'], incident['pending_actions']],
			[[], [], []],
		);
		assert.deepEqual(incident['alert_counts'], { all: 1, triggered: 0, resolved: 1 });
		const notes = listAt(await account.get(`/incidents/${id}/notes`), 'notes');
		assert.deepEqual(
			notes.map((note) => textAt(note, 'content')),
			['Restarted it'],
		);
		assert.deepEqual((await account.log(id)).slice(-2), ['annotate', 'resolve']);
	});

	it('cannot be resolved twice, nor reassigned when resolved', async () => {
		await account.change(id, { status: 'resolved' });
		const again = await account.put(id, { status: 'resolved' });
		assert.deepEqual([again.status, codeOf(again)], [400, 1001]);
		const moved = await account.put(id, { assignments: [await assignee('Ethan Caldwell')] });
		assert.match(moved.text, /Incident Already Resolved/);
		account.sandbox.faults.resolveTwice = {};
		assert.equal((await account.put(id, { status: 'resolved' })).status, 200);
	});

	it('are reopened by a status', async () => {
		await account.change(id, { status: 'resolved' });
		const triggered = await account.change(id, { status: 'triggered' });
		assert.deepEqual([triggered['status'], triggered['resolved_at']], ['triggered', null]);
		assert.deepEqual(people(triggered, 'assignments'), ['Maya Okafor']);
		await account.change(id, { status: 'resolved' });
		const acknowledged = await account.change(id, {
			status: 'acknowledged',
			assignments: [await assignee('Ben Ostrowski')],
		});
		assert.equal(acknowledged['status'], 'acknowledged');
		assert.deepEqual(people(acknowledged, 'assignments'), ['Ben Ostrowski']);
		assert.deepEqual(people(acknowledged, 'acknowledgements'), ['Maya Okafor']);
	});

	it('escalate by themselves, repeat, and reach the end', async () => {
		const expected = [
			['Diego Fuentes', 30],
			['Grace Kimathi', 20],
			['Maya Okafor', 30],
			['Diego Fuentes', 30],
			['Grace Kimathi', 20],
			['Maya Okafor', 30],
		] as const;
		for (const [name, minutes] of expected) {
			account.sandbox.clock.advance(minutes * minute);
			assert.deepEqual(people(await account.incident(id), 'assignments'), [name]);
		}
		account.sandbox.clock.advance(3 * hour);
		assert.deepEqual(await account.pending(id), {});
		const log = await account.log(id);
		assert.equal(log.filter((type) => type === 'repeat_escalation_path').length, 2);
		assert.equal(log.at(-1), 'exhaust_escalation_path');
	});

	it('do not escalate when they are acknowledged, low, or given to somebody', async () => {
		await account.change(id, { status: 'acknowledged' });
		assert.deepEqual(await account.pending(id), {});
		const low = await account.sandbox.trigger({ service: 'Payments Gateway', urgency: 'low' });
		assert.deepEqual(await account.pending(low.id), {});
		await account.change(low.id, { urgency: 'high' });
		assert.ok('escalate' in (await account.pending(low.id)));
		const given = await account.change(low.id, { assignments: [await assignee('Ben Ostrowski')] });
		assert.deepEqual([given['pending_actions'], given['assigned_via']], [[], 'direct_assignment']);
	});

	it('are escalated by hand, but not above the last level and not when low', async () => {
		await account.change(id, { status: 'acknowledged' });
		const incident = await account.change(id, { escalation_level: 3 });
		assert.deepEqual([incident['status'], people(incident, 'assignments')], ['triggered', ['Grace Kimathi']]);
		assert.deepEqual((await account.log(id)).slice(-1), ['escalate']);
		assert.equal(codeOf(await account.put(id, { escalation_level: 4 })), 1006);
		await account.change(id, { urgency: 'low' });
		assert.equal(codeOf(await account.put(id, { escalation_level: 2 })), 1006);
	});

	it('move to another policy and keep it when the policy changes', async () => {
		const policy = { id: await account.idOf('escalation_policies', 'Storefront'), type: 'escalation_policy_reference' };
		const incident = await account.change(id, { escalation_policy: policy });
		assert.equal(textAt(objectAt(incident, 'escalation_policy'), 'summary'), 'Storefront');
		assert.deepEqual((await account.log(id)).slice(-1), ['delegate']);
		account.sandbox.store.policies.get(policy.id)?.rules.splice(0);
		account.sandbox.clock.advance(15 * minute);
		assert.deepEqual(people(await account.incident(id), 'assignments'), ['Oliver Bramwell']);
	});

	it('are snoozed only when acknowledged, for up to a week', async () => {
		const snooze = (duration: number) => account.send('POST', `/incidents/${id}/snooze`, { body: { duration } });
		assert.equal(codeOf(await snooze(60)), 1012);
		await account.change(id, { status: 'acknowledged' });
		assert.equal(codeOf(await snooze(0)), 1013);
		assert.equal(codeOf(await snooze(604_801)), 1013);
		assert.equal((await snooze(3600)).status, 201);
		assert.deepEqual(await account.pending(id), { unacknowledge: '2026-10-28T10:00:00Z' });
		account.sandbox.clock.advance(hour);
		assert.equal((await account.incident(id))['status'], 'triggered');
	});

	it('lose the snooze when somebody else gets them', async () => {
		await account.change(id, { status: 'acknowledged' });
		await account.send('POST', `/incidents/${id}/snooze`, { body: { duration: 3600 } });
		await account.change(id, { assignments: [await assignee('Ben Ostrowski')] });
		assert.deepEqual(await account.pending(id), {});
	});

	it('are resolved by time where the service says so', async () => {
		const { id: other } = await account.sandbox.trigger({ service: 'Recommendations' });
		assert.deepEqual(await account.pending(other), { resolve: '2026-10-28T13:00:00Z' });
		account.sandbox.clock.advance(4 * hour);
		const incident = await account.incident(other);
		assert.equal(incident['status'], 'resolved');
		assert.equal(textAt(objectAt(incident, 'last_status_change_by'), 'type'), 'service_reference');
	});

	it('become urgent when support hours begin', async () => {
		account.sandbox.clock.set(new Date('2026-10-30T22:00:00Z'));
		const { id: other } = await account.sandbox.trigger({ service: 'Internal Tools' });
		assert.equal((await account.incident(other))['urgency'], 'low');
		// Monday nine o'clock in Berlin.
		assert.deepEqual(await account.pending(other), { urgency_change: '2026-11-02T08:00:00Z' });
		account.sandbox.clock.set(new Date('2026-11-02T08:00:00Z'));
		const incident = await account.incident(other);
		assert.equal(incident['urgency'], 'high');
		assert.ok('escalate' in (await account.pending(other)));
	});

	it('are merged: alerts move, sources are resolved', async () => {
		const { id: source } = await account.sandbox.trigger({ service: 'Checkout' });
		const sources = (...ids: string[]) => ({
			body: { source_incidents: ids.map((item) => ({ id: item, type: 'incident_reference' })) },
		});
		assert.equal(codeOf(await account.send('PUT', `/incidents/${id}/merge`, sources(source, source))), 1019);
		assert.equal((await account.send('PUT', `/incidents/${id}/merge`, sources(source))).status, 200);
		const [target, merged] = [await account.incident(id), await account.incident(source)];
		assert.deepEqual(objectAt(target, 'alert_counts')['all'], 2);
		assert.deepEqual([merged['status'], objectAt(merged, 'alert_counts')['all']], ['resolved', 0]);
		assert.equal(textAt(objectAt(merged, 'resolve_reason'), 'type'), 'merge_resolve_reason');
		assert.equal((await account.send('PUT', `/incidents/${source}/merge`, sources(id))).status, 400);
	});

	it('give their service its status', async () => {
		const status = async () => textAt(await service('Order Fulfilment'), 'status');
		assert.equal(await status(), 'active');
		const { id: other } = await account.sandbox.trigger({ service: 'Order Fulfilment' });
		assert.equal(await status(), 'critical');
		await account.change(other, { status: 'acknowledged' });
		assert.equal(await status(), 'warning');
		await account.change(other, { status: 'resolved' });
		assert.equal(await status(), 'active');
	});
});
