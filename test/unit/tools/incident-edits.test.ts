import assert from 'node:assert/strict';
import * as z from 'zod';
import { incidentsOf } from '../../support/incidents.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

describe('changing what incidents say, and for how long', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const { change, writes, inStore } = incidentsOf(() => account);

	describe('changing incidents', () => {
		const set = (input: unknown) => change('update_incidents', input);

		it('sends only what was given, in one request', async () => {
			await open();
			const [a, b] = [await account.sandbox.trigger(), await account.sandbox.trigger()];
			const mark = account.sandbox.requests.length;
			const result = await set({ incidents: [a.id, b.id], urgency: 'low', priority: 'P2' });
			assert.deepEqual(
				result.incidents.map(({ urgency, priority }) => [urgency, priority]),
				[
					['low', 'P2'],
					['low', 'P2'],
				],
			);
			assert.deepEqual(writes(mark), ['PUT /incidents']);
			const body = z
				.object({ incidents: z.array(z.record(z.string(), z.unknown())) })
				.parse(JSON.parse(account.sandbox.requests.find(({ method }) => method === 'PUT')?.body ?? ''));
			assert.deepEqual(Object.keys(body.incidents[0] ?? {}).sort(), ['id', 'priority', 'type', 'urgency']);
		});

		it('takes a priority away', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			await set({ incidents: id, priority: 'P1' });
			assert.equal((await set({ incidents: id, priority: 'none' })).incidents[0]?.priority, undefined);
			assert.equal(inStore(id).priorityId, null);
			assert.equal((await set({ incidents: id, priority: 'None' })).unchanged[0]?.reason, 'already like this');
		});

		it('counts no incident as changed whose priority PagerDuty kept', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			await set({ incidents: id, priority: 'P1' });
			const kept = inStore(id).priorityId;
			Object.defineProperty(inStore(id), 'priorityId', { get: () => kept, set: () => undefined });
			const result = await set({ incidents: id, priority: 'none' });
			assert.deepEqual([result.changed, result.failed.map((left) => left.id)], [0, [id]]);
		});

		it('gives one incident another title', async () => {
			await open();
			const [a, b] = [await account.sandbox.trigger(), await account.sandbox.trigger()];
			assert.equal((await set({ incidents: a.id, title: 'Better' })).incidents[0]?.title, 'Better');
			assert.match(
				(await account.fail('update_incidents', { incidents: [a.id, b.id], title: 'x' })).message,
				/one incident/,
			);
		});

		it('moves one incident to another service, with all else in one request', async () => {
			await open();
			const [a, b] = [await account.sandbox.trigger(), await account.sandbox.trigger()];
			const mark = account.sandbox.requests.length;
			const result = await set({ incidents: a.id, service: 'Product Search', title: 'Search is slow', urgency: 'low' });
			const [row] = result.incidents;
			assert.deepEqual([row?.['service'], row?.title, row?.urgency], ['Product Search', 'Search is slow', 'low']);
			assert.deepEqual(writes(mark), [`PUT /incidents/${a.id}`]);
			assert.equal(account.announced.at(-1)?.incidents?.[0]?.service, 'Product Search');
			assert.equal(
				(await set({ incidents: a.id, service: 'product search' })).unchanged[0]?.reason,
				'already like this',
			);
			const several = await account.fail('update_incidents', { incidents: [a.id, b.id], service: 'Checkout' });
			assert.match(several.message, /service.*one incident/);
		});

		it('looks whether an incident has moved when no answer comes', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			account.sandbox.faults.dropAfter = { match: /^PUT/, times: 1 };
			const mark = account.sandbox.requests.length;
			assert.equal((await set({ incidents: id, service: 'Product Search' })).changed, 1);
			// Somebody else may have moved it on: it is not sent again blindly.
			assert.equal(writes(mark).length, 1);
			account.sandbox.faults.dropAfter = undefined;
			account.sandbox.faults.dropBefore = { match: /^PUT/ };
			await account.fail('update_incidents', { incidents: id, service: 'Checkout' });
		});

		it('gives incidents another type, by name or label', async () => {
			await open();
			const [a, b] = [await account.sandbox.trigger(), await account.sandbox.trigger()];
			const result = await set({ incidents: [a.id, b.id], incident_type: 'Security Incident' });
			assert.deepEqual(
				result.incidents.map((row) => row['incident_type']),
				['security_incident', 'security_incident'],
			);
			assert.equal((await set({ incidents: a.id, incident_type: 'security_incident' })).note, 'Nothing changed.');
			const wrong = await account.fail('update_incidents', { incidents: a.id, incident_type: 'security_incidnt' });
			assert.match(wrong.next ?? '', /security_incident/);
		});

		it('sets the number and the address of the conference, each without losing the other', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			await set({ incidents: id, conference_number: '+1 415-555-1212,,1#' });
			const result = await set({ incidents: id, conference_url: 'https://meet.example.com/1' });
			assert.equal(result.incidents[0]?.['conference'], 'https://meet.example.com/1');
			assert.deepEqual(inStore(id).conferenceBridge, {
				number: '+1 415-555-1212,,1#',
				url: 'https://meet.example.com/1',
			});
			assert.equal((await set({ incidents: id, conference_number: '+1 415-555-1212,,1#' })).note, 'Nothing changed.');
			const wrong = await account.fail('update_incidents', { incidents: id, conference_url: 'meet.example.com' });
			assert.match(wrong.message, /https:/);
		});

		it('reads the conference back with the incident when no answer comes', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			account.sandbox.faults.dropAfter = { match: /^PUT/, times: 1 };
			const mark = account.sandbox.requests.length;
			assert.equal((await set({ incidents: id, conference_number: '+1 415-555-1212,,1#' })).changed, 1);
			const reads = account.sandbox.requests.slice(mark).filter(({ path }) => path === `/incidents/${id}`);
			assert.deepEqual(
				reads.map(({ query }) => decodeURIComponent(query).includes('include[]=conference_bridge')),
				[true, true],
			);
			assert.equal(writes(mark).length, 1);
		});

		it('keeps an address of the conference that could not be given here', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			inStore(id).conferenceBridge = { number: null, url: 'zoommtg://room/1' };
			assert.equal((await set({ incidents: id, conference_number: '+1 415-555-1212' })).changed, 1);
			assert.deepEqual(inStore(id).conferenceBridge, { number: '+1 415-555-1212', url: 'zoommtg://room/1' });
		});

		it('with nothing to change is refused', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			assert.match((await account.fail('update_incidents', { incidents: id })).message, /Nothing to change/);
			for (const priority of ['null', 'undefined', ' '])
				await account.fail('update_incidents', { incidents: id, priority });
			assert.match((await account.fail('update_incidents', { incidents: id, priority: 'P9' })).message, /no priority/);
			assert.match((await account.fail('update_incidents', { incidents: id, urgency: 'hgih' })).next ?? '', /high/);
			assert.deepEqual(writes(), []);
		});

		it('sets custom fields by name, each in its own type, and leaves the others', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			await set({ incidents: id, custom_fields: ['environment=production', 'Orders lost = 12'] });
			const result = await set({
				incidents: id,
				priority: 'P2',
				custom_fields: [
					'affected_regions=eu, us',
					'customers_told=yes',
					'war_room=https://chat.example.com/a=b',
					'orders_lost=',
				],
			});
			assert.equal(result.changed, 1);
			const { custom_fields: fields } = z
				.object({ custom_fields: z.array(z.object({ name: z.string(), value: z.string() })) })
				.parse(await account.call('get_incident', { incident: id, include: ['custom_fields'] }));
			assert.deepEqual(Object.fromEntries(fields.map(({ name, value }) => [name, value])), {
				environment: 'production',
				affected_regions: 'eu, us',
				customers_told: 'true',
				war_room: 'https://chat.example.com/a=b',
			});
			assert.equal((await set({ incidents: id, custom_fields: ['environment=production'] })).note, 'Nothing changed.');
		});

		it('refuses wrong custom fields before it writes them', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			const wrong = async (text: string) => account.fail('update_incidents', { incidents: id, custom_fields: [text] });
			assert.match((await wrong('enviroment=production')).next ?? '', /environment/);
			assert.match((await wrong('orders_lost=many')).message, /whole number/);
			assert.match((await wrong('customers_told=perhaps')).message, /true or false/);
			assert.match((await wrong('environment')).message, /name=value/);
			assert.match((await wrong('=production')).message, /name=value/);
			assert.deepEqual(writes(), []);
		});

		it('names what did not change when only a part did', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			account.sandbox.faults.serverError = { match: /^PUT .*custom_fields/, status: 500 };
			const result = await set({ incidents: id, urgency: 'low', custom_fields: ['environment=staging'] });
			assert.equal(result.changed, 1);
			assert.match(result.failed[0]?.reason ?? '', /custom fields not set/);
			account.sandbox.faults.serverError = { match: /^PUT .*custom_fields/, status: 500 };
			await account.fail('update_incidents', { incidents: id, custom_fields: ['environment=staging'] });
		});
	});

	describe('snoozing incidents', () => {
		const snooze = (input: unknown) => change('snooze_incidents', input);

		it('keeps acknowledged ones quiet and leaves the others with the reason', async () => {
			await open();
			const [a, b, c] = [
				await account.sandbox.trigger(),
				await account.sandbox.trigger(),
				await account.sandbox.trigger(),
			];
			await change('acknowledge_incidents', { incidents: a.id });
			await change('resolve_incidents', { incidents: c.id });
			const result = await snooze({ incidents: [a.id, b.id, c.id], duration: '4h' });
			assert.deepEqual(
				result.incidents.map(({ id }) => id),
				[a.id],
			);
			assert.deepEqual(
				result.unchanged.map(({ reason }) => reason),
				['not acknowledged: acknowledge it first', 'resolved'],
			);
			assert.equal(inStore(a.id).pending.get('unacknowledge')?.at, account.clock.now().getTime() + 4 * 3_600_000);
			assert.equal(account.announced.at(-1)?.incidents?.length, 1);
		});

		it('takes lengths and moments up to seven days', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			await change('acknowledge_incidents', { incidents: id });
			for (const input of [{ duration: 45 }, { duration: '2d' }, { until: '+3h' }, { until: '2026-03-11T09:00:00Z' }]) {
				assert.equal((await snooze({ incidents: id, ...input })).changed, 1);
			}
			for (const [input, message] of [
				[{}, /either/],
				[{ duration: '4h', until: '+4h' }, /either/],
				[{ duration: '8d' }, /7 days/],
				[{ duration: '-4h' }, /length of time/],
				[{ duration: 'soon' }, /length of time/],
				[{ until: '-1h' }, /already passed/],
				[{ until: 'tomorrow' }, /not a moment/],
			] as const) {
				assert.match((await account.fail('snooze_incidents', { incidents: id, ...input })).message, message);
			}
		});

		it('has no end where nothing was snoozed', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			const none = await account.call('snooze_incidents', { incidents: id, duration: '1h' });
			assert.deepEqual([none['changed'], 'until' in none], [0, false]);
			await change('acknowledge_incidents', { incidents: id });
			const some = await account.call('snooze_incidents', { incidents: id, duration: '1h' });
			assert.deepEqual([some['changed'], 'until' in some], [1, true]);
		});

		it('tells which failed, and is looked for when no answer comes', async () => {
			await open();
			const [a, b] = [await account.sandbox.trigger(), await account.sandbox.trigger()];
			await change('acknowledge_incidents', { incidents: [a.id, b.id] });
			account.sandbox.faults.serverError = { match: new RegExp(`^POST .*${b.id}`), status: 503 };
			const partly = await snooze({ incidents: [a.id, b.id], duration: '1h' });
			assert.equal(partly.changed, 1);
			assert.deepEqual(
				partly.failed.map(({ id }) => id),
				[b.id],
			);
			assert.match(partly.failed[0]?.reason ?? '', /#\d+ is not snoozed until then now/);
			account.sandbox.faults.serverError = undefined;
			account.sandbox.faults.dropAfter = { match: /^POST/ };
			assert.equal((await snooze({ incidents: b.id, duration: '2h' })).changed, 1);
			account.sandbox.faults.dropAfter = undefined;
			account.sandbox.faults.dropBefore = { match: /^POST/ };
			await account.fail('snooze_incidents', { incidents: b.id, duration: '3h' });
		});
	});
});
