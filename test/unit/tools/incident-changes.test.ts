import assert from 'node:assert/strict';
import * as z from 'zod';
import { IncidentRow, incidentsOf } from '../../support/incidents.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

describe('opening incidents and handing them on', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const { change, writes, inStore } = incidentsOf(() => account);

	describe('creating an incident', () => {
		const create = async (input: unknown) =>
			z.object({ incident: IncidentRow }).parse(await account.call('create_incident', input)).incident;

		it('needs no more than a title and a service by name', async () => {
			await open();
			const incident = await create({ title: '  Checkout\nis slow ', service: 'checkout' });
			assert.equal(incident.title, 'Checkout is slow');
			assert.equal(incident.status, 'triggered');
			assert.equal(account.announced.length, 1);
			assert.deepEqual(writes(), ['POST /incidents']);
		});

		it('sends every argument it takes: none is silently dropped', async () => {
			await open();
			const { id } = await create({
				title: 'Checkout is down',
				service: 'Checkout',
				urgency: 'low',
				priority: 'p3',
				escalation_policy: 'Payments',
				body: 'Line 1\n"quoted"',
				incident_key: 'key-1',
				incident_type: 'Security Incident',
				conference_number: '+1 415-555-1212,,1#',
				conference_url: 'https://meet.example.com/1',
			});
			const incident = inStore(id);
			assert.equal(incident.urgency, 'low');
			assert.equal(account.sandbox.store.priorities.get(incident.priorityId ?? '')?.name, 'P3');
			assert.equal(incident.policy.name, 'Payments');
			assert.equal(incident.body?.['details'], 'Line 1\n"quoted"');
			assert.equal(incident.key, 'key-1');
			assert.equal(incident.type, 'security_incident');
			assert.deepEqual(incident.conferenceBridge, { number: '+1 415-555-1212,,1#', url: 'https://meet.example.com/1' });
		});

		it('given to oneself it is acknowledged at once', async () => {
			await open();
			assert.equal((await create({ title: 'Mine', service: 'Checkout', assignee: 'me' })).status, 'acknowledged');
		});

		it('with the key of an open incident creates nothing and says which one has it', async () => {
			await open();
			const { id, number } = await create({ title: 'Checkout is down', service: 'Checkout', incident_key: 'key-1' });
			const failure = await account.fail('create_incident', {
				title: 'Again',
				service: 'Checkout',
				incident_key: 'key-1',
			});
			assert.match(failure.message, new RegExp(`Nothing was created: "#${number} Checkout is down`));
			assert.equal(failure.candidates?.[0]?.id, id);
			assert.equal(failure.code, 2002);
		});

		it('is not opened twice when an answer is lost', async () => {
			await open();
			for (const key of [undefined, 'key-2']) {
				const count = account.sandbox.store.incidents.length;
				account.sandbox.faults.dropAfter = { match: /^POST \/incidents$/, times: 1 };
				const input = { title: `Lost ${key ?? 'answer'}`, service: 'Checkout', ...(key && { incident_key: key }) };
				assert.equal((await create(input)).status, 'triggered');
				assert.equal(account.sandbox.store.incidents.length, count + 1);
			}
		});

		it('that never arrives is told as what it is, not as a success', async () => {
			await open();
			account.sandbox.faults.dropBefore = { match: /^POST \/incidents$/ };
			const failure = await account.fail('create_incident', { title: 'Lost', service: 'Checkout' });
			assert.match(failure.next ?? '', /does not seem to have been carried out/);
			assert.match(failure.message, /No open incident has this key now\./);
			assert.deepEqual(account.announced, []);
		});

		it('takes one assignee or a policy, and only web addresses', async () => {
			await open();
			const base = { title: 'x', service: 'Checkout' };
			const both = await account.fail('create_incident', { ...base, assignee: 'me', escalation_policy: 'Payments' });
			assert.match(both.message, /not both/);
			assert.match(
				(await account.fail('create_incident', { ...base, conference_url: 'javascript:1' })).message,
				/https/,
			);
			assert.match((await account.fail('create_incident', { ...base, service: 'Chekout' })).message, /no service/);
			assert.match((await account.fail('create_incident', { ...base, title: ' ' })).message, /empty/);
			const type = await account.fail('create_incident', { ...base, incident_type: 'security_incidnt' });
			assert.match(type.next ?? '', /security_incident/);
			assert.match((await account.fail('create_incident', { ...base, assignment: 'me' })).next ?? '', /assignee/);
			assert.deepEqual(writes(), []);
		});

		it('refused by PagerDuty tells why', async () => {
			await open();
			const [service] = account.sandbox.store.services.values();
			assert.ok(service);
			service.disabled = true;
			const failure = await account.fail('create_incident', { title: 'x', service: service.id });
			assert.match([failure.message, ...(failure.details ?? [])].join(' '), /disabled/);
		});
	});

	describe('reassigning incidents', () => {
		it('to people by name is one request for all of them', async () => {
			await open();
			const [a, b] = [await account.sandbox.trigger(), await account.sandbox.trigger()];
			const mark = account.sandbox.requests.length;
			const result = await change('reassign_incidents', { incidents: [a.id, b.id], users: ['Sofia Marchetti', 'me'] });
			assert.equal(result.changed, 2);
			assert.deepEqual(result.incidents[0]?.assignees, ['Sofia Marchetti', 'Maya Okafor']);
			assert.deepEqual(writes(mark), ['PUT /incidents']);
			assert.equal(account.announced.length, 1);
		});

		it('to an escalation policy starts at its first level', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			await change('reassign_incidents', { incidents: id, escalation_policy: 'Payments' });
			assert.equal(inStore(id).policy.name, 'Payments');
			assert.equal(inStore(id).assignedVia, 'escalation_policy');
		});

		it('reports what needs no change and what is resolved, and sends nothing for it', async () => {
			await open();
			const [a, b] = [await account.sandbox.trigger(), await account.sandbox.trigger()];
			await change('reassign_incidents', { incidents: a.id, users: 'me' });
			await change('resolve_incidents', { incidents: b.id });
			const mark = account.sandbox.requests.length;
			const result = await change('reassign_incidents', { incidents: [a.id, b.id], users: ['me'] });
			assert.equal(result.note, 'Nothing changed.');
			assert.deepEqual(
				result.unchanged.map(({ reason }) => reason),
				['already assigned to exactly them', 'resolved: reopen it first'],
			);
			assert.deepEqual(writes(mark), []);
		});

		it('with a misspelt argument is refused, not an empty success', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			const failure = await account.fail('reassign_incidents', { incidents: id, user: 'me' });
			assert.match(failure.next ?? '', /users/);
			const neither = await account.fail('reassign_incidents', { incidents: id });
			assert.match(neither.message, /either `users` or `escalation_policy`/);
			await account.fail('reassign_incidents', { incidents: id, users: 'me', escalation_policy: 'Payments' });
			assert.deepEqual(writes(), []);
		});

		it('is sent once and read back when the answer is lost', async () => {
			await open();
			for (const goal of [{ users: ['Sofia Marchetti'] }, { escalation_policy: 'Payments' }]) {
				const { id } = await account.sandbox.trigger();
				account.sandbox.clock.advance(60_000);
				const mark = account.sandbox.requests.length;
				account.sandbox.faults.dropAfter = { match: /^PUT/ };
				assert.equal((await change('reassign_incidents', { incidents: id, ...goal })).changed, 1);
				account.sandbox.faults.dropAfter = undefined;
				assert.deepEqual(writes(mark), ['PUT /incidents']);
			}
			const { id } = await account.sandbox.trigger();
			account.sandbox.faults.dropBefore = { match: /^PUT/ };
			const failure = await account.fail('reassign_incidents', { incidents: id, users: 'Sofia Marchetti' });
			assert.match(failure.next ?? '', /does not seem to have been carried out/);
		});
	});

	describe('escalating incidents', () => {
		it('goes to the next level at which somebody else is on call', async () => {
			await open();
			const { id } = await account.sandbox.trigger({ service: 'Payments Gateway' });
			assert.equal(inStore(id).level, 1);
			const mark = account.sandbox.requests.length;
			assert.equal((await change('escalate_incidents', { incidents: id })).changed, 1);
			assert.equal(inStore(id).level, 2);
			assert.deepEqual(writes(mark), ['PUT /incidents']);
		});

		it('goes to the level that is named', async () => {
			await open();
			const { id } = await account.sandbox.trigger({ service: 'Payments Gateway' });
			await change('escalate_incidents', { incidents: id, level: 2 });
			assert.equal(inStore(id).level, 2);
		});

		it('leaves what cannot escalate and says why', async () => {
			await open();
			const low = await account.sandbox.trigger({ urgency: 'low' });
			const over = await account.sandbox.trigger();
			await change('resolve_incidents', { incidents: over.id });
			const same = await account.sandbox.trigger({ service: 'Checkout' });
			const away = await account.sandbox.trigger({ service: 'Payments Gateway' });
			await change('reassign_incidents', { incidents: away.id, users: ['Sofia Marchetti'] });
			const ids = [low, over, same, away].map(({ id }) => id);
			const result = await change('escalate_incidents', { incidents: ids });
			assert.deepEqual(
				result.unchanged.map(({ reason }) => reason),
				[
					'low urgency: raise the urgency first',
					'resolved: reopen it first',
					'nobody else is on call above level 1',
					'assigned to somebody who is not on call for its policy: give `level`',
				],
			);
			assert.equal(result.changed, 0);
		});

		it('above the last level is refused', async () => {
			await open();
			const { id } = await account.sandbox.trigger({ service: 'Payments Gateway' });
			const failure = await account.fail('escalate_incidents', { incidents: id, level: 20 });
			assert.equal(failure.code, 1006);
			assert.match((await account.fail('escalate_incidents', { incidents: id, level: 0 })).message, /level/);
			for (const level of [2, 3]) {
				await change('escalate_incidents', { incidents: id });
				assert.equal(inStore(id).level, level);
			}
			const top = await change('escalate_incidents', { incidents: id });
			assert.equal(top.unchanged[0]?.reason, 'nobody else is on call above level 3');
		});
	});
});
