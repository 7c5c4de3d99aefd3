import assert from 'node:assert/strict';
import { isObject, listAt, objectAt, type JsonObject } from '../../support/json-schema.ts';
import { Account, present } from './account.ts';

const minute = 60_000;

describe('the analytics of the sandbox', () => {
	let account: Account;
	let id: string;
	let since: string;

	beforeEach(async () => {
		account = await Account.start();
		since = present.toISOString();
		({ id } = await account.sandbox.trigger({ title: 'Broken', service: 'Payments Gateway' }));
	});
	afterEach(() => account.close());

	const pass = (minutes: number) => account.sandbox.clock.advance(minutes * minute);
	const as = (name: string) => ({
		token: account.sandbox.accountToken,
		from: `${name.toLowerCase().replace(' ', '.')}@lumen-oak.example`,
	});
	const acknowledge = (name: string) => account.put(id, { status: 'acknowledged' }, as(name));
	const assign = async (name: string) => {
		const assignee = { id: await account.idOf('users', name), type: 'user_reference' };
		await account.change(id, { assignments: [{ assignee }] });
	};
	const ask = async (path: string, body: object = {}) => {
		const filters = { date_range_start: since, created_at_start: since };
		const token = account.sandbox.accountToken;
		const answer = await account.send('POST', `/analytics/${path}`, { token, body: { filters, ...body } });
		assert.equal(answer.status, 200, answer.text);
		return listAt(answer.body, 'data').filter(isObject);
	};
	/** A person's row of the metrics, and of this incident. */
	const rowsOf = async (name: string): Promise<[all: JsonObject, one: JsonObject]> => {
		pass(1);
		const [all] = (await ask('metrics/responders/all')).filter((row) => row['responder_name'] === name);
		const [one] = await ask(`raw/responders/${await account.idOf('users', name)}/incidents`);
		return [all ?? assert.fail(`no ${name}`), one ?? {}];
	};

	it('count whoever agreed to help as engaged, from that moment', async () => {
		pass(2);
		await acknowledge('Maya Okafor');
		const helper = await account.idOf('users', 'Jonas Richter');
		const requester_id = await account.idOf('users', 'Maya Okafor');
		const responder_request_targets = [{ responder_request_target: { id: helper, type: 'user_reference' } }];
		await account.send('POST', `/incidents/${id}/responder_requests`, {
			body: { requester_id, message: 'Help', responder_request_targets },
		});
		pass(5);
		const [responder] = account.sandbox.store.incident(id)?.responders ?? [];
		Object.assign(responder ?? assert.fail(), { state: 'joined', updatedAt: account.sandbox.clock.ms });
		pass(3);
		await account.change(id, { status: 'resolved' });
		const raw = await account.get(`/analytics/raw/incidents/${id}`);
		assert.deepEqual(raw['acknowledged_user_names'], ['Maya Okafor']);
		assert.deepEqual(raw['joined_user_names'], ['Maya Okafor', 'Jonas Richter']);
		assert.deepEqual(
			['engaged_user_count', 'engaged_seconds', 'seconds_to_engage', 'seconds_to_mobilize', 'major'].map(
				(name) => raw[name],
			),
			[2, 480 + 180, 300, 420, true],
		);
		const responses = listAt(await account.get(`/analytics/raw/incidents/${id}/responses`), 'responses');
		const { response_status, time_to_respond_seconds } = objectAt({ first: responses[0] }, 'first');
		assert.deepEqual([response_status, time_to_respond_seconds], ['joined', 300]);
		const [all, one] = await rowsOf('Jonas Richter');
		assert.deepEqual([all['total_engaged_seconds'], all['total_incidents_acknowledged']], [180, 0]);
		assert.deepEqual([one['total_engaged_seconds'], one['total_acknowledgements']], [180, 0]);
	});

	it('have a colleague in the company who took a while to agree', async () => {
		const helped = account.sandbox.store.incidents.findLast(({ responders }) => responders.length > 0);
		const path = `/analytics/raw/incidents/${helped?.id ?? assert.fail()}/responses`;
		const [joined] = listAt(await account.get(path), 'responses').filter(
			(row) => isObject(row) && row['responder_type'] === 'added_responder' && row['response_status'] === 'joined',
		);
		assert.equal(objectAt({ joined }, 'joined')['time_to_respond_seconds'], 180);
	});

	it('count the time to acknowledge from when a person got the incident', async () => {
		pass(10);
		await assign('Grace Kimathi');
		pass(3);
		await acknowledge('Grace Kimathi');
		for (const row of await rowsOf('Grace Kimathi')) assert.equal(row['mean_time_to_acknowledge_seconds'], 180);
	});

	it('have no such time of somebody who was never given the incident', async () => {
		pass(3);
		await acknowledge('Grace Kimathi');
		const [all, one] = await rowsOf('Grace Kimathi');
		assert.equal(all['mean_time_to_acknowledge_seconds'], null);
		assert.deepEqual([one['mean_time_to_acknowledge_seconds'], one['total_acknowledgements']], [null, 1]);
	});

	it('say that an incident went from those who had it, and to those who got it', async () => {
		pass(1);
		await assign('Grace Kimathi');
		await assign('Jonas Richter');
		const seen = async (name: string) => {
			const [all, one] = await rowsOf(name);
			return [
				[all['total_incidents_reassigned_from'], all['total_incidents_reassigned_to']],
				[one['total_reassignments_from'], one['total_reassignments_to']],
			];
		};
		const [from, to, both] = [
			[1, 0],
			[0, 1],
			[1, 1],
		];
		assert.deepEqual(await seen('Maya Okafor'), [from, from]);
		assert.deepEqual(await seen('Grace Kimathi'), [both, both]);
		assert.deepEqual(await seen('Jonas Richter'), [to, to]);
	});

	it('say who let an incident escalate, unless they had acknowledged it before it was sent on by hand', async () => {
		pass(31);
		const [late] = await rowsOf('Maya Okafor');
		assert.equal(late['total_incidents_timeout_escalated_from'], 1);
		assert.equal(late['total_incidents_manual_escalated_from'], 0);
		for (const [seen, from] of [
			[false, 1],
			[true, 0],
		] as const) {
			since = account.sandbox.clock.now().toISOString();
			({ id } = await account.sandbox.trigger({ service: 'Payments Gateway' }));
			pass(1);
			if (seen) await acknowledge('Maya Okafor');
			pass(1);
			await account.change(id, { escalation_level: 2 });
			const [all, one] = await rowsOf('Maya Okafor');
			assert.deepEqual([all['total_incidents_manual_escalated_from'], one['total_manual_escalations_from']], [from, 1]);
			assert.equal(all['total_incidents_timeout_escalated_from'], 0);
		}
	});

	it('do not take opening again for a reassignment', async () => {
		await account.change(id, { status: 'resolved' });
		await account.change(id, { status: 'triggered' });
		const raw = await account.get(`/analytics/raw/incidents/${id}`);
		assert.deepEqual([raw['assignment_count'], raw['reassignment_count']], [2, 0]);
	});

	it('put rows without a value last, up and down', async () => {
		pass(1);
		const other = await account.sandbox.trigger({ service: 'Checkout' });
		pass(2);
		await account.change(id, { status: 'resolved' });
		for (const order of ['asc', 'desc']) {
			const rows = await ask('raw/incidents', { order, order_by: 'seconds_to_resolve' });
			assert.deepEqual(
				rows.map((row) => row['id']),
				[id, other.id],
			);
		}
	});
});
