import assert from 'node:assert/strict';
import * as z from 'zod';
import { inEnglish } from '../../../src/tools/text/said.ts';
import { incidentsOf } from '../../support/incidents.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

describe('bringing incidents, alerts and people together', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const { change, writes, inStore } = incidentsOf(() => account);
	/** Of what is read after a change, nothing comes. */
	const unreadableAfterPut: SignedInOptions['meanwhile'] = ({ method }, { faults }) => {
		if (method === 'PUT') faults.serverError = { match: /^GET/, status: 500 };
		return Promise.resolve();
	};

	describe('merging incidents', () => {
		const merge = (input: unknown) => change('merge_incidents', input);

		it('moves the alerts and resolves the sources', async () => {
			await open();
			const [target, a, b] = [
				await account.sandbox.trigger(),
				await account.sandbox.trigger(),
				await account.sandbox.trigger(),
			];
			const mark = account.sandbox.requests.length;
			const result = await merge({ target: target.id, sources: [`#${a.number}`, b.id] });
			assert.deepEqual(
				result.incidents.map(({ id, status }) => [id, status]),
				[
					[target.id, 'triggered'],
					[a.id, 'resolved'],
					[b.id, 'resolved'],
				],
			);
			assert.equal(account.sandbox.store.alerts.of(target.id).length, 3);
			assert.deepEqual(writes(mark), [`PUT /incidents/${target.id}/merge`]);
			assert.equal(account.announced.at(-1)?.incidents?.length, 3);
			assert.match(
				(await merge({ target: target.id, sources: [a.id] })).unchanged[0]?.reason ?? '',
				/already merged into it/,
			);
		});

		it('refuses a resolved target and an incident with itself', async () => {
			await open();
			const [a, b] = [await account.sandbox.trigger(), await account.sandbox.trigger()];
			assert.match((await account.fail('merge_incidents', { target: a.id, sources: [a.id] })).message, /itself/);
			await change('resolve_incidents', { incidents: a.id });
			const settled = await account.fail('merge_incidents', { target: a.id, sources: [b.id] });
			assert.match(settled.message, /open incident/);
			assert.deepEqual(settled.said?.values, [`#${a.number}`]);
			const unknown = await account.fail('merge_incidents', { target: 'QNOSUCH', sources: [b.id] });
			assert.match(unknown.message, /no incident/);
			assert.deepEqual(unknown.said?.values, ['"QNOSUCH"']);
		});

		it('is sent once and read back when the answer is lost', async () => {
			await open();
			const [a, b] = [await account.sandbox.trigger(), await account.sandbox.trigger()];
			account.sandbox.faults.dropAfter = { match: /merge$/ };
			const mark = account.sandbox.requests.length;
			assert.equal((await merge({ target: a.id, sources: [b.id] })).changed, 2);
			assert.equal(writes(mark).length, 1);
		});

		it('is told and announced although the incidents cannot be read again', async () => {
			await open({ meanwhile: unreadableAfterPut });
			const [a, b] = [await account.sandbox.trigger(), await account.sandbox.trigger()];
			const result = await merge({ target: a.id, sources: [b.id] });
			assert.deepEqual(
				result.incidents.map(({ id, status }) => [id, status]),
				[
					[a.id, 'triggered'],
					[b.id, 'resolved'],
				],
			);
			assert.match(result.note ?? '', /could be read again/);
			assert.equal(account.announced.at(-1)?.incidents?.length, 2);
		});
	});

	describe('resolving alerts', () => {
		const Result = z.object({
			incident_status: z.string(),
			resolved: z.number(),
			already_resolved: z.array(z.string()),
			note: z.string().optional(),
		});
		const resolve = async (input: unknown) => Result.parse(await account.call('resolve_alerts', input));
		const alertsOf = (id: string) => account.sandbox.store.alerts.of(id).map((alert) => alert.id);

		it('is told although the incident cannot be read again, and its old state is not announced as new', async () => {
			await open({ meanwhile: unreadableAfterPut });
			const { id } = await account.sandbox.trigger();
			const result = await resolve({ incident: id, all: true });
			assert.deepEqual([result.resolved, result.incident_status], [1, 'unknown']);
			assert.match(result.note ?? '', /could not be read/);
			assert.deepEqual(account.announced, []);
		});

		it('resolves some, then all that are open, and says what became of the incident', async () => {
			await open();
			const [a, b] = [await account.sandbox.trigger(), await account.sandbox.trigger()];
			await account.call('merge_incidents', { target: a.id, sources: [b.id] });
			const extra = await account.sandbox.trigger();
			await account.call('move_alerts', { incident: extra.id, alerts: alertsOf(extra.id), target: a.id });
			const last = alertsOf(a.id).at(-1) ?? assert.fail();
			const before = account.sandbox.requests.length;
			const some = await resolve({ incident: a.id, alerts: [last] });
			assert.deepEqual(writes(before), [`PUT /incidents/${a.id}/alerts/${last}`]);
			assert.deepEqual([some.resolved, some.incident_status], [1, 'triggered']);
			const again = await resolve({ incident: a.id, alerts: [last] });
			assert.deepEqual([again.resolved, again.already_resolved], [0, [last]]);
			assert.match(again.note ?? '', /Nothing changed/);
			const mark = account.sandbox.requests.length;
			assert.equal((await resolve({ incident: a.id, all: true })).incident_status, 'resolved');
			assert.deepEqual(writes(mark), [`PUT /incidents/${a.id}/alerts`]);
			assert.equal(account.announced.at(-1)?.incidents?.[0]?.status, 'resolved');
		});

		it('are looked at again when no answer comes', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			account.sandbox.faults.dropBefore = { match: /^PUT/ };
			await account.fail('resolve_alerts', { incident: id, all: true });
			account.sandbox.faults.dropBefore = undefined;
			account.sandbox.faults.dropAfter = { match: /^PUT/ };
			assert.equal((await resolve({ incident: id, all: true })).resolved, 1);
		});

		it('refuses alerts of another incident and no choice at all', async () => {
			await open();
			const [a, b] = [await account.sandbox.trigger(), await account.sandbox.trigger()];
			const failure = await account.fail('resolve_alerts', { incident: a.id, alerts: alertsOf(b.id) });
			assert.match(failure.message, /no alert/);
			assert.match((await account.fail('resolve_alerts', { incident: a.id })).message, /either/);
			assert.match(
				(await account.fail('resolve_alerts', { incident: a.id, alerts: ['x'], all: true })).message,
				/either/,
			);
			assert.deepEqual(writes(), []);
		});
	});

	describe('looking at one alert', () => {
		const Listed = z.object({ alerts: z.array(z.looseObject({ id: z.string() })), more: z.boolean() });

		it('gives just that one, with as much of its details as is asked for', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			const [alert] = account.sandbox.store.alerts.of(id);
			assert.ok(alert);
			const input = { incident: id, alert: alert.id, detail_length: 20_000 };
			const { alerts, more } = Listed.parse(await account.call('list_incident_alerts', input));
			assert.deepEqual([alerts.map((one) => one.id), more], [[alert.id], false]);
			assert.match(String(alerts[0]?.['details']), /synthetic/);
			const other = await account.sandbox.trigger();
			const failure = await account.fail('list_incident_alerts', { incident: other.id, alert: alert.id });
			assert.match(failure.message, /no alert/);
		});
	});

	describe('asking for help', () => {
		const Result = z.object({
			requested: z.number(),
			responders: z.array(z.object({ name: z.string(), state: z.string(), message: z.string().optional() })),
		});
		const ask = async (input: unknown) => Result.parse(await account.call('request_responders', input));

		it('pages people and whoever is on call in a policy', async () => {
			await open();
			const { id, number } = await account.sandbox.trigger({ service: 'Checkout' });
			const result = await ask({ incident: id, users: ['Sofia Marchetti'], escalation_policies: ['Payments'] });
			assert.equal(result.requested, 2);
			const { name, state, message } = result.responders[0] ?? assert.fail('nobody was asked');
			assert.deepEqual([name, state, message], ['Sofia Marchetti', 'pending', `Please help with incident #${number}.`]);
			const { responders } = z
				.object({ responders: z.array(z.object({ name: z.string() })) })
				.parse(await account.call('get_incident', { incident: id, include: ['responders'] }));
			assert.equal(responders.length, inStore(id).responders.length);
		});

		it('is never sent twice', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			account.sandbox.faults.dropAfter = { match: /^POST/ };
			assert.equal((await ask({ incident: id, users: ['Sofia Marchetti'] })).responders[0]?.state, 'pending');
			account.sandbox.faults.dropAfter = undefined;
			assert.equal(writes().length, 1);
			account.sandbox.faults.dropBefore = { match: /^POST/ };
			const failure = await account.fail('request_responders', { incident: id, users: ['Hannah Weiss'] });
			assert.match(failure.next ?? '', /does not seem to have been carried out/);
			assert.equal(writes().length, 2);
		});

		it('needs somebody to ask, a person who asks, an open incident and a plan that has it', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			assert.match((await account.fail('request_responders', { incident: id })).message, /users/);
			account.sandbox.store.abilities.splice(account.sandbox.store.abilities.indexOf('coordinated_responding'), 1);
			const plan = await account.fail('request_responders', { incident: id, users: ['me'] });
			assert.equal(plan.status, 402);
			assert.match(plan.next ?? '', /plan does not include/);
			await change('resolve_incidents', { incidents: id });
			const over = await account.fail('request_responders', { incident: id, users: ['me'] });
			assert.match(over.message, /is resolved/);
			assert.equal(over.said && inEnglish(over.said), over.message);
		});

		it('with an account-level key is an error, not a text that looks like a result', async () => {
			await open({ key: 'account', from: 'maya.okafor@lumen-oak.example' });
			const { id } = await account.sandbox.trigger();
			const failure = await account.fail('request_responders', { incident: id, users: ['Sofia Marchetti'] });
			assert.match(failure.message, /account-level key/);
			assert.equal(failure.said && inEnglish(failure.said), failure.message);
			assert.deepEqual(writes(), []);
		});
	});
});
