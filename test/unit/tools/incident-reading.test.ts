import assert from 'node:assert/strict';
import * as z from 'zod';
import { tokensIn } from '../../../src/tools/text/fitted.ts';
import { makeBusyIncident, makeWordyIncidents } from '../../support/busy-incident.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

describe('reading about incidents', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	describe('counting incidents', () => {
		const Counted = z.object({
			total: z.number(),
			counts: z.array(z.object({ value: z.string(), count: z.number() })),
			note: z.string().optional(),
		});
		const count = async (input: unknown = {}) => Counted.parse(await account.call('count_incidents', input));
		const openOnes = () => account.sandbox.store.incidents.filter(({ status }) => status !== 'resolved');

		it('is exact by status and urgency, with one small request for each value', async () => {
			await open({ incidents: 300 });
			const mark = account.sandbox.requests.length;
			const byStatus = await count();
			assert.equal(byStatus.total, openOnes().length);
			assert.deepEqual(account.requests(mark), ['GET /incidents', 'GET /incidents']);
			const all = await count({
				by: 'urgency',
				statuses: ['triggered', 'acknowledged', 'resolved'],
				date_range: 'all',
			});
			assert.equal(all.total, account.sandbox.store.incidents.length);
			const low = account.sandbox.store.incidents.filter(({ urgency }) => urgency === 'low').length;
			assert.equal(all.counts.find(({ value }) => value === 'low')?.count, low);
		});

		it('by service, priority, team and assignee is exact too', async () => {
			await open({ incidents: 120 });
			for (const by of ['service', 'priority', 'assignee']) {
				const { total, counts } = await count({ by });
				assert.equal(total, openOnes().length, by);
				if (by !== 'assignee')
					assert.equal(
						counts.reduce((sum, one) => sum + one.count, 0),
						total,
						by,
					);
			}
			const { counts } = await count({ by: 'service' });
			const { id } = [...account.sandbox.store.services.values()].find(({ name }) => name === 'Checkout') ?? {};
			const wanted = openOnes().filter(({ serviceId }) => serviceId === id).length;
			assert.equal(counts.find(({ value }) => value === 'Checkout')?.count, wanted);
		});

		it('honours filters that PagerDuty has not', async () => {
			await open();
			const { total } = await count({ priorities: ['P1', 'P2'] });
			const ids = [...account.sandbox.store.priorities.values()].slice(0, 2).map(({ id }) => id);
			assert.equal(total, openOnes().filter(({ priorityId }) => ids.includes(priorityId ?? '')).length);
		});

		it('for a person in no team is none and says why', async () => {
			await open();
			for (const team of account.sandbox.store.teams.values()) team.members.clear();
			const result = await count({ scope: 'my_teams' });
			assert.equal(result.total, 0);
			assert.match(result.note ?? '', /not in any team/);
		});

		it('refuses what makes no sense before it asks for everything', async () => {
			await open();
			for (const [input, message] of [
				[{ by: 'day' }, /not one of/],
				[{ since: 'now', until: '-1d' }, /before/],
				[{ since: '-300d', statuses: ['resolved'] }, /184 days/],
				[{ date_range: 'all', since: '-1d' }, /not both/],
				[{ services: [] }, /services/],
				[{ services: ['null'] }, /is not a value/],
				[{ status: 'triggered' }, /no argument/],
				[{ users: ['Nobody Atall'] }, /no user/],
			] as const) {
				assert.match((await account.fail('count_incidents', input)).message, message, JSON.stringify(input));
			}
			assert.ok(!account.requests().includes('GET /incidents'));
		});
	});

	describe('one incident with its parts', () => {
		it('shows custom fields and who was asked to help', async () => {
			await open();
			const { store } = account.sandbox;
			const incident =
				store.incidents.find(({ responders }) => responders.length > 0) ?? assert.fail('nobody was asked');
			const shown = await account.call('get_incident', {
				incident: `#${incident.number}`,
				include: ['custom_fields', 'responders'],
			});
			assert.deepEqual(shown['custom_fields'], [
				{ name: 'environment', value: 'production' },
				{ name: 'affected_regions', value: 'eu, uk' },
			]);
			const responders = z.array(z.object({ name: z.string(), state: z.string() })).parse(shown['responders']);
			assert.deepEqual(
				responders.map(({ state }) => state),
				['joined', 'pending'],
			);
			const bare = await account.call('get_incident', { incident: incident.id });
			assert.ok(!('custom_fields' in bare) && !('responders' in bare));
		});
	});

	describe('who is on call for an incident', () => {
		const Shown = z.object({
			escalation: z.array(
				z.object({
					level: z.int(),
					is: z.string().optional(),
					on_call: z.array(z.object({ user: z.string(), until: z.string().optional() })),
				}),
			),
		});
		const escalation = async (incident: string) =>
			Shown.parse(await account.call('get_incident', { incident, include: 'escalation' })).escalation;

		it('is told level by level, with the level that has it and the one that comes next', async () => {
			await open();
			const { id } = await account.sandbox.trigger({ service: 'Payments Gateway' });
			const mark = account.requests().length;
			const levels = await escalation(id);
			assert.deepEqual(
				levels.slice(0, 2).map(({ level, is }) => [level, is]),
				[
					[1, 'current'],
					[2, 'next'],
				],
			);
			const { assignees } = z
				.object({ incident: z.object({ assignees: z.array(z.string()) }) })
				.parse(await account.call('get_incident', { incident: id })).incident;
			assert.deepEqual(
				levels[0]?.on_call.map(({ user }) => user),
				assignees,
			);
			assert.equal(
				account
					.requests()
					.slice(mark)
					.filter((request) => request === 'GET /oncalls').length,
				1,
			);
			await account.call('escalate_incidents', { incidents: id });
			assert.equal((await escalation(id)).find(({ is }) => is === 'current')?.level, 2);
		});

		it('has no next level where none is paged: it is resolved, of low urgency, or was given to somebody', async () => {
			await open();
			const low = await account.sandbox.trigger({ service: 'Payments Gateway', urgency: 'low' });
			const over = await account.sandbox.trigger({ service: 'Payments Gateway' });
			await account.call('resolve_incidents', { incidents: over.id });
			const away = await account.sandbox.trigger({ service: 'Payments Gateway' });
			await account.call('reassign_incidents', { incidents: away.id, users: ['Sofia Marchetti'] });
			const given = await account.sandbox.trigger({ service: 'Payments Gateway' });
			const { on_call: first = [] } = (await escalation(given.id))[0] ?? {};
			await account.call('reassign_incidents', { incidents: given.id, users: ['Sofia Marchetti'] });
			await account.call('reassign_incidents', { incidents: given.id, users: first.map(({ user }) => user) });
			for (const { id } of [low, over, away, given]) {
				const levels = await escalation(id);
				assert.ok(levels.length > 0 && levels.every(({ is }) => is !== 'next'), id);
			}
		});
	});

	describe('an old and busy incident', () => {
		const all = ['alerts', 'notes', 'timeline', 'custom_fields', 'responders', 'subscribers'];
		const Shown = z.object({
			alerts: z.array(z.looseObject({ id: z.string(), details: z.string(), links: z.array(z.string()) })),
			notes: z.array(z.looseObject({ content: z.string() })),
			log_entries: z.array(z.unknown()),
			subscribers: z.array(z.unknown()),
			incomplete: z.array(z.string()),
		});

		it('is told in full breadth within 2,500 tokens, and what was cut is named', async () => {
			await open();
			const incident = await makeBusyIncident(account);
			const shown = await account.call('get_incident', { incident, include: all });
			assert.ok(tokensIn(JSON.stringify(shown)) < 2500);
			const { alerts, notes, log_entries: entries, subscribers, incomplete } = Shown.parse(shown);
			assert.deepEqual([alerts.length, notes.length, entries.length], [5, 5, 5]);
			const [, start = '', cut = '0'] = /^(.*)… \[(\d+) more characters\]$/.exec(notes[0]?.content ?? '') ?? [];
			assert.equal(start.length + Number(cut), '19: '.length + 3000);
			const people = account.sandbox.store.incident(incident)?.subscribers.length ?? 0;
			assert.match(incomplete.join(), new RegExp(`cut: .*long texts.*${people - subscribers.length} subscribers`));
			assert.match(incomplete.join(), /more alerts: list_incident_alerts/);
		});

		it('leaves links whole or out, and gives more of few parts', async () => {
			await open();
			const incident = await makeBusyIncident(account);
			const Part = Shown.pick({ alerts: true });
			const wide = Part.parse(await account.call('get_incident', { incident, include: all })).alerts;
			const narrow = Part.parse(await account.call('get_incident', { incident, include: 'alerts' })).alerts;
			assert.ok((narrow[0]?.details.length ?? 0) > (wide[0]?.details.length ?? 0));
			const links = new Set(
				account.sandbox.store.alerts
					.of(incident)
					.flatMap(({ body }) => z.object({ contexts: z.array(z.object({ href: z.string() })) }).parse(body).contexts)
					.map(({ href }) => href),
			);
			assert.ok([...wide, ...narrow].every((alert) => alert.links.every((link) => links.has(link))));
			const { subscribers } = Shown.pick({ subscribers: true }).parse(
				await account.call('get_incident', { incident, include: 'subscribers' }),
			);
			assert.equal(subscribers.length, account.sandbox.store.incident(incident)?.subscribers.length);
		});

		it('does not make a list longer than others: titles are cut alike, and the list says so', async () => {
			await open();
			const Listed = z.object({
				incidents: z.array(z.looseObject({ title: z.string(), assignees: z.array(z.string()) })),
				note: z.string().optional(),
			});
			const list = async (input: object = {}) => Listed.parse(await account.call('list_incidents', input));
			assert.equal((await list()).note, undefined);
			await makeWordyIncidents(account, 25);
			const { incidents, note } = await list();
			assert.ok(incidents.every(({ title }) => title.length < 60 && title.endsWith('…')));
			assert.deepEqual(incidents[0]?.assignees.slice(2), ['and 2 more']);
			assert.match(note ?? '', /cut/);
			assert.equal((await list({ fields: ['title', 'assignees'] })).incidents[0]?.assignees.length, 4);
			assert.ok((await list({ limit: 5 })).incidents.every(({ title }) => title.length > 200));
		});
	});

	describe('finding incidents like one', () => {
		const Found = z.object({
			incidents: z.array(z.looseObject({ id: z.string(), title: z.string(), relation: z.string() })),
			returned: z.number(),
			more: z.boolean(),
			outlier: z.string().optional(),
			incomplete: z.array(z.string()).optional(),
			note: z.string().optional(),
		});
		const Ended = z.object({
			resolved_at: z.string(),
			resolved_by: z.string().optional(),
			notes: z.array(z.string()).optional(),
		});
		const find = async (input: unknown) => Found.parse(await account.call('find_related_incidents', input));
		const known = () =>
			account.sandbox.store.incidents.findLast(({ status }) => status !== 'resolved')?.id ??
			assert.fail('none is open');

		it('gives past and related ones and how unusual it is, in one call', async () => {
			await open();
			const result = await find({ incident: known(), limit: 1 });
			assert.ok(result.incidents.some(({ relation }) => relation === 'past'));
			assert.match(result.incomplete?.join() ?? '', /outlier/, 'nothing is known of a routine one');
			assert.equal(result.returned, result.incidents.length);
			const rare = await account.sandbox.trigger({ title: 'Moths eat the backup tapes' });
			assert.match((await find({ incident: rare.id, relations: 'outlier' })).outlier ?? '', /^novel, 1 time/);
		});

		it('relates open incidents whose services need each other, and those that read alike', async () => {
			await open();
			const latency = await account.sandbox.trigger({ title: 'Checkout is slow', service: 'Checkout' });
			const timeouts = await account.sandbox.trigger({ title: 'Gateway timeouts', service: 'Payments Gateway' });
			const alike = await account.sandbox.trigger({ title: 'Pipeline: gateway timeouts', service: 'Data Pipeline' });
			const apart = await account.sandbox.trigger({ title: 'Disk nearly full', service: 'Data Pipeline' });
			const { incidents } = await find({ incident: timeouts.id, relations: 'related' });
			const reason = (id: string) => incidents.find((incident) => incident.id === id)?.reason;
			assert.equal(reason(latency.id), 'service dependency');
			assert.equal(reason(alike.id), 'similar contents');
			assert.ok(!incidents.some(({ id }) => id === apart.id));
		});

		it('says that there are more past ones', async () => {
			await open();
			const { store } = account.sandbox;
			const incident = store.incidents.findLast(({ status }) => status === 'resolved')?.id;
			const all = await find({ incident, relations: ['past'], limit: 100 });
			assert.equal(all.more, false);
			if (all.returned > 1) assert.equal((await find({ incident, relations: ['past'], limit: 1 })).more, true);
		});

		it('finds what reads alike on a plan without it, and says what the plan lacks', async () => {
			await open();
			const { sandbox } = account;
			const before = await sandbox.trigger({ title: 'Moths eat the backup tapes of vault 3' });
			await account.call('add_incident_note', { incident: before.id, note: 'Lavender drove the moths away.' });
			await account.call('resolve_incidents', { incidents: before.id });
			const now = await sandbox.trigger({ title: 'Backup tapes: moths again, 12 of them', service: 'Mobile Push' });
			sandbox.faults.abilityMissing = { match: /past_incidents|related_incidents|outlier/ };
			const { incidents, incomplete, note } = await find({ incident: now.id });
			assert.equal(incidents[0]?.id, before.id);
			assert.equal(incidents[0].relation, 'similar');
			const { resolved_by: by, notes } = Ended.parse(incidents[0]['ended']);
			assert.deepEqual(notes, ['Lavender drove the moths away.']);
			assert.equal(by, 'Maya Okafor');
			assert.match(String(incidents[0]['reason']), /^both say: (?=.*\bmoths\b)(?=.*\btapes\b)/);
			assert.match(incomplete?.join('\n') ?? '', /^past: .*plan[^]*^related: .*plan/m);
			assert.match(
				note ?? '',
				/^similar: compared the titles of \d+ resolved incidents \(of the service since \d{4}-.*, of the account since \d{4}-.*\), and the alerts and notes of the [1-8] closest\.$/,
			);
		});

		it('reads alerts and notes of what reads alike, of all services', async () => {
			await open();
			const { sandbox } = account;
			const one = await sandbox.trigger({ title: 'Payments: rejected', service: 'Mobile Push' });
			await account.call('add_incident_note', {
				incident: one.id,
				note: 'The certificate of the acquirer had expired.',
			});
			const other = await sandbox.trigger({ title: 'Payments: rejected', service: 'Data Pipeline' });
			await account.call('resolve_incidents', { incidents: [one.id, other.id] });
			const now = await sandbox.trigger({ title: 'Payments: rejected', service: 'Storefront CDN' });
			await account.call('add_incident_note', { incident: now.id, note: 'Looks like an acquirer certificate.' });
			const { incidents } = await find({ incident: now.id, relations: 'similar' });
			assert.deepEqual(
				incidents.slice(0, 2).map(({ id }) => id),
				[one.id, other.id],
			);
		});

		it('gives what it has when some of it cannot be read, and says so', async () => {
			await open();
			const { faults } = account.sandbox;
			for (const match of [/notes|alerts|related_change_events/, /GET \/incidents\?/]) {
				faults.dropBefore = { match };
				const { incidents, incomplete } = await find({ incident: known(), relations: ['past', 'similar'] });
				assert.ok(
					incidents.some(({ relation }) => relation === 'past'),
					String(match),
				);
				assert.match(incomplete?.join('\n') ?? '', /^(similar|ended): /m, String(match));
			}
			faults.dropBefore = undefined;
		});

		it('finds nothing alike where no telling word is shared', async () => {
			await open();
			const now = await account.sandbox.trigger({ title: 'Zyzzyva 42' });
			const { incidents, note } = await find({ incident: now.id, relations: 'similar' });
			assert.deepEqual(incidents, []);
			assert.match(note ?? '', /^similar: compared the titles of/);
		});

		it('tells how those ended that PagerDuty finds', async () => {
			await open();
			const { incidents } = await find({ incident: known(), relations: 'past', limit: 10 });
			assert.ok(incidents.length > 0);
			for (const [place, { ended }] of incidents.entries()) {
				if (place >= 5) assert.equal(ended, undefined);
				else assert.match(Ended.parse(ended).resolved_at, /^\d{4}-/);
			}
		});

		it('on a plan without it says so plainly where only that was wanted', async () => {
			await open();
			account.sandbox.faults.abilityMissing = { match: /past|related|outlier/ };
			const relations = ['past', 'related', 'outlier'];
			const failure = await account.fail('find_related_incidents', { incident: known(), relations });
			assert.equal(failure.status, 402);
			assert.match(failure.next ?? '', /plan does not include/);
		});

		it('names the part that could not be read instead of looking complete', async () => {
			await open();
			account.sandbox.faults.abilityMissing = { match: /related_incidents/ };
			const result = await find({ incident: known() });
			assert.match(result.incomplete?.[0] ?? '', /^related: .*plan/);
			account.sandbox.faults.abilityMissing = undefined;
		});

		it('refuses unknown relations and limits', async () => {
			await open();
			assert.match(
				(await account.fail('find_related_incidents', { incident: 'x', relations: ['like'] })).message,
				/past/,
			);
			await account.fail('find_related_incidents', { incident: known(), limit: 0 });
			await account.fail('find_related_incidents', { incident: known(), limit: 101 });
		});
	});

	describe('listing changes', () => {
		const Listed = z.object({
			change_events: z.array(
				z.looseObject({
					id: z.string(),
					summary: z.string(),
					services: z.array(z.string()),
					at: z.string(),
					reason: z.string().optional(),
				}),
			),
			returned: z.number(),
			more: z.boolean(),
			next_cursor: z.string().optional(),
		});
		const list = async (input: unknown = {}) => Listed.parse(await account.call('list_change_events', input));

		it('of the account, newest first, with names of services and a cursor', async () => {
			await open();
			const first = await list({ limit: 5 });
			assert.equal(first.returned, 5);
			assert.ok(first.more);
			const names = new Set([...account.sandbox.store.services.values()].map(({ name }) => name));
			for (const { services } of first.change_events) assert.ok(services.every((name) => names.has(name)));
			const times = first.change_events.map(({ at }) => at);
			assert.deepEqual(times, [...times].sort().reverse());
			const second = await list({ limit: 5, cursor: first.next_cursor });
			assert.ok(second.change_events.every(({ id }) => !first.change_events.some((other) => other.id === id)));
			const other = await account.fail('list_change_events', { service: 'Checkout', cursor: first.next_cursor });
			assert.match(other.message, /other filters/);
		});

		it('of a service, of teams and of a span of time', async () => {
			await open();
			const checkout = await list({ service: 'Checkout' });
			assert.ok(checkout.returned > 0);
			assert.ok(checkout.change_events.every(({ services }) => services.includes('Checkout')));
			const week = await list({ since: '-7d', until: 'now', limit: 100 });
			assert.ok(week.change_events.every(({ at }) => at >= '2026-03-03T10:00:00'));
			const team = await list({ teams: ['Payments'], limit: 100 });
			assert.ok(team.returned < (await list({ limit: 100 })).returned);
		});

		it('related to an incident, with the reason', async () => {
			await open();
			const incident = account.sandbox.store.incidents.findLast(({ title }) => title.startsWith('Checkout p95'));
			const { change_events: events } = await list({ incident: incident?.id });
			assert.ok(events.length > 0);
			assert.equal(events[0]?.reason, 'most recent');
			const both = await account.fail('list_change_events', { incident: incident?.id, since: '-1d' });
			assert.match(both.message, /cannot be combined with other filters/);
		});

		it('refuses more than PagerDuty keeps and what is the wrong way round', async () => {
			await open();
			assert.match((await account.fail('list_change_events', { since: '-91d' })).message, /90 days/);
			assert.match((await account.fail('list_change_events', { since: 'now', until: '-1d' })).message, /before/);
			assert.match((await account.fail('list_change_events', { since: 'yesterday' })).message, /not a moment/);
			assert.deepEqual(account.requests(), []);
		});
	});

	describe('odd records in replies', () => {
		const reply = async (path: RegExp, body: unknown, run: () => Promise<unknown>) => {
			await open({ meanwhile: () => Promise.resolve() });
			const original = globalThis.fetch;
			globalThis.fetch = (input, init) => {
				const url = input instanceof Request ? input.url : String(input);
				return path.test(url) ? Promise.resolve(Response.json(body)) : original(input, init);
			};
			try {
				return await run();
			} finally {
				globalThis.fetch = original;
			}
		};

		it('never fail what is read of past, related and unusual incidents', async () => {
			const incident = { id: 'Q1', title: null, created_at: null };
			const past = {
				past_incidents: [{ incident, score: '12.5' }, { incident: { title: 'gone' } }, null],
				total: null,
				limit: 5,
			};
			const result = await reply(/past_incidents/, past, async () => {
				const { id } = await account.sandbox.trigger();
				return account.call('find_related_incidents', { incident: id, relations: ['past'] });
			});
			assert.deepEqual(z.looseObject({ incidents: z.unknown() }).parse(result)['incidents'], [
				{ id: 'Q1', title: '(no title)', relation: 'past', score: 12.5 },
			]);
			await account.close();
			const related = { related_incidents: [{ incident, relationships: [{ type: 'x' }, { metadata: 'text' }, null] }] };
			const found = await reply(/related_incidents/, related, async () => {
				const { id } = await account.sandbox.trigger();
				return account.call('find_related_incidents', { incident: id, relations: ['related'] });
			});
			assert.equal(z.looseObject({ returned: z.number() }).parse(found).returned, 1);
			await account.close();
			const outlier = { outlier_incident: { incident: { id: 'Q1', occurrence: null }, incident_template: 'text' } };
			const unusual = await reply(/outlier/, outlier, async () => {
				const { id } = await account.sandbox.trigger();
				return account.call('find_related_incidents', { incident: id, relations: ['outlier'] });
			});
			assert.equal(z.looseObject({ outlier: z.string() }).parse(unusual).outlier, 'unknown');
		});

		it('never fail what is read of changes, and hide routing keys', async () => {
			const events = {
				change_events: [
					{
						id: 'C1',
						summary: null,
						services: null,
						links: 'none',
						custom_details: 'plain',
						routing_key: 'a'.repeat(32),
					},
					{ id: 'C2', summary: 'x\u202ey', services: [{ id: 'PGONE' }, {}], links: [{ href: 'javascript:1' }] },
					'text',
				],
				more: false,
			};
			const result = await reply(/change_events/, events, () =>
				account.call('list_change_events', { fields: ['all'] }),
			);
			assert.ok(!JSON.stringify(result).includes('a'.repeat(32)));
			const rows = z
				.array(z.looseObject({ id: z.string() }))
				.parse(z.looseObject({ change_events: z.unknown() }).parse(result).change_events);
			assert.deepEqual(
				rows.map(({ id, summary, services, links, details }) => [id, summary, services, links, details]),
				[
					['C1', '(no summary)', undefined, undefined, 'plain'],
					['C2', 'xy', ['PGONE'], [], undefined],
				],
			);
		});
	});
});
