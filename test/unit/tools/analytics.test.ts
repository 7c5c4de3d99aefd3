import assert from 'node:assert/strict';
import * as z from 'zod';
import { catalogue } from '../../../src/tools/catalogue.ts';
import { SignedIn, type SignedInOptions } from '../../support/signed-in.ts';

const minute = 60_000;
const Figures = z.record(z.string(), z.unknown());
const ids = z.array(z.string()).optional();
const Metrics = z.object({
	incident_metrics: z.array(Figures),
	time_zone: z.string(),
	more: z.boolean(),
	next_cursor: z.string().optional(),
	note: z.string().optional(),
});
const Responders = z.object({ responder_metrics: z.array(Figures), note: z.string().optional() });
const Incidents = z.object({
	incidents: z.array(z.looseObject({ id: z.string() })),
	more: z.boolean(),
	next_cursor: z.string().optional(),
	note: z.string().optional(),
});
const Noise = z.looseObject({ all: Figures, services: z.array(Figures) });
const Busiest = z.looseObject({
	services: z.array(Figures),
	people: z.array(Figures).optional(),
	note: z.string().optional(),
});
const Outcome = z.object({ met: z.number(), missed: z.number(), pending: z.number(), met_pct: z.number().optional() });
const Sla = z.looseObject({
	sla: z.array(
		z.object({
			name: z.string(),
			incidents: z.number(),
			acknowledged: Outcome.optional(),
			resolved: Outcome.optional(),
			missed: z.array(z.string()),
		}),
	),
});

describe('analytics', () => {
	let account: SignedIn;
	const open = async (options?: SignedInOptions) => (account = await SignedIn.open(options));
	afterEach(() => account.close());

	const bodies = () =>
		account.sandbox.requests
			.filter(({ path }) => path.startsWith('/analytics'))
			.map(({ body }) =>
				z.looseObject({ filters: z.looseObject({ team_ids: ids, service_ids: ids }) }).parse(JSON.parse(body)),
			);
	const pass = (minutes: number) => account.sandbox.clock.advance(minutes * minute);
	const teamIds = (...names: string[]) =>
		[...account.sandbox.store.teams.values()].filter(({ name }) => names.includes(name)).map(({ id }) => id);
	const metrics = async (input: object = {}) => Metrics.parse(await account.call('get_incident_metrics', input));

	/** Three incidents: acknowledged after 4 and resolved after 14 minutes; resolved by itself after 2; open, 30 minutes old. */
	async function threeIncidents(): Promise<string> {
		const since = account.sandbox.clock.now().toISOString();
		const { id } = await account.sandbox.trigger({ service: 'Checkout', title: 'First' });
		pass(4);
		await account.call('acknowledge_incidents', { incidents: [id] });
		pass(10);
		await account.call('resolve_incidents', { incidents: [id] });
		const event = { service: 'Checkout', summary: 'Second', source: 'x', severity: 'critical', dedup_key: 'second' };
		await account.call('send_event', event);
		pass(2);
		await account.call('update_event', { service: 'Checkout', dedup_key: 'second', action: 'resolve' });
		await account.sandbox.trigger({ service: 'Product Search', title: 'Third' });
		pass(30);
		return since;
	}

	describe('days of a time zone', () => {
		const berlin = { since: '2026-03-01', until: '2026-03-08 06:30', time_zone: 'europe/berlin' };
		const spans = () =>
			bodies().map(({ filters }) => [
				filters['created_at_start'] ?? filters['date_range_start'],
				filters['created_at_end'] ?? filters['date_range_end'],
			]);

		it('begin when they begin there, in every tool', async () => {
			await open();
			for (const tool of [
				'get_incident_metrics',
				'get_responder_metrics',
				'list_analytics_incidents',
				'report_response_times',
				'report_sla',
				'report_noise',
				'report_busiest',
			]) {
				const before = bodies().length;
				const more = tool === 'report_sla' ? { resolve_within: 60 } : {};
				const output = await account.call(tool, { ...berlin, ...more });
				assert.deepEqual(spans()[before], ['2026-02-28T23:00:00Z', '2026-03-08T05:30:00Z'], tool);
				if (tool !== 'list_analytics_incidents')
					assert.equal(output['period'], '2026-03-01T00:00:00+01:00 to 2026-03-08T06:30:00+01:00', tool);
			}
		});

		it('are of the zone that was named, under the name that PagerDuty lists', async () => {
			await open();
			for (const [time_zone, sent] of [
				['asia/kolkata', 'Asia/Kolkata'],
				['Europe/Kyiv', 'Europe/Kiev'],
				['us/pacific', 'America/Los_Angeles'],
				['africa/DAR_ES_SALAAM', 'Africa/Nairobi'],
				['utc', 'Etc/UTC'],
			]) {
				await metrics({ time_zone });
				assert.equal(bodies().at(-1)?.['time_zone'], sent);
			}
		});

		it('go on in the times told, which say their offset', async () => {
			await open();
			const { id, number } = await account.sandbox.trigger({ service: 'Checkout' });
			const what = { id, number, title: 'Something is wrong' };
			pass(1);
			const first = async (input: object) =>
				(await list({ limit: 1, fields: ['created_at', 'updated_at'], ...input })).incidents[0] ?? {};
			const times = (at: string) => ({ ...what, created_at: at, updated_at: at });
			const [utc, own, india] = ['2026-03-10T10:00:00Z', '2026-03-10T03:00:00-07:00', '2026-03-10T15:30:00+05:30'];
			assert.deepEqual(await first({}), times(own));
			assert.deepEqual(await first({ time_zone: 'Asia/Kolkata' }), times(india));
			assert.deepEqual(await first({ incident: id, limit: undefined }), times(utc));
			await account.call('acknowledge_incidents', { incidents: [id] });
			const mine = await first({ user: 'me', time_zone: 'Asia/Kolkata', fields: ['created_at'] });
			assert.deepEqual(mine, { ...what, created_at: india });
			const [day] = (await metrics({ aggregate_unit: 'month', time_zone: 'Asia/Kolkata' })).incident_metrics;
			assert.equal(day?.['range_start'], '2026-03-01T00:00:00+05:30');
			const [asked] = z
				.array(Figures)
				.parse((await list({ incident: id, include: ['responses'] })).incidents[0]?.['responses']);
			assert.equal(asked?.['requested_at'], utc);
		});

		it('leave alone what has a zone of its own or is counted from now', async () => {
			await open();
			await metrics({ since: '2026-03-01T00:00:00Z', until: '-1d', time_zone: 'Asia/Kolkata' });
			assert.deepEqual(spans()[0], ['2026-03-01T00:00:00Z', '2026-03-09T10:00:00Z']);
			await account.call('list_analytics_incidents', { updated_after: '2026-03-01', time_zone: 'Asia/Kolkata' });
			assert.equal(bodies()[1]?.filters['updated_after'], '2026-02-28T18:30:00Z');
		});
	});

	describe('figures that are asked for by name', () => {
		const Described = z.object({ properties: z.object({ fields: z.object({ description: z.string() }) }) });
		/** What the arguments themselves give as examples. */
		const examples = (tool: string) => {
			const { input } = catalogue.find(({ name }) => name === tool) ?? assert.fail();
			const { properties } = Described.parse(z.toJSONSchema(input, { io: 'input' }));
			return properties.fields.description.match(/[a-z0-9]+_[a-z_0-9]+/g) ?? [];
		};

		it('come with what they belong to', async () => {
			await open();
			const ask = async (tool: string, rows: string, input: object, whose: string[]) => {
				const names = examples(tool);
				assert.ok(names.length > 0);
				for (const name of names) {
					const output = await account.call(tool, { since: '-90d', fields: [name], ...input });
					const [row = {}] = z.array(Figures).parse(output[rows]);
					assert.deepEqual(Object.keys(row).sort(), [...whose, name].sort(), tool);
				}
			};
			await ask('get_incident_metrics', 'incident_metrics', { aggregate_unit: 'month' }, ['range_start']);
			await ask('get_responder_metrics', 'responder_metrics', {}, ['responder']);
			await ask('get_responder_metrics', 'responder_metrics', { per_team: true }, ['responder', 'team']);
			await ask('list_analytics_incidents', 'incidents', {}, ['id', 'number', 'title']);
			const { incident_metrics: rows } = await metrics({
				group_by: 'service',
				aggregate_unit: 'month',
				since: '-90d',
				fields: ['mean_seconds_to_resolve'],
				order_by: 'mean_seconds_to_resolve',
			});
			assert.deepEqual(Object.keys(rows[0] ?? {}), ['range_start', 'name', 'id', 'mean_seconds_to_resolve']);
		});

		it('are refused where the rows have none of them, with those that they have', async () => {
			await open();
			const wrong: [string, object, RegExp, RegExp][] = [
				[
					'get_incident_metrics',
					{ group_by: 'service', fields: ['p90_seconds_to_resolve'] },
					/metrics by service have no p90_seconds_to_resolve/,
					/They have .*up_time_pct/,
				],
				[
					'get_incident_metrics',
					{ group_by: 'team', order_by: 'p50_seconds_to_first_ack' },
					/order_by: metrics by team have no p50/,
					/They have .*mean_seconds_to_first_ack/,
				],
				['get_incident_metrics', { fields: ['up_time_pct'] }, /of all incidents have no up_time_pct/, /p90_seconds/],
				['get_incident_metrics', { order_by: 'service_name' }, /no service_name/, /They have/],
				['get_incident_metrics', { group_by: 'team', order_by: 'service_name' }, /no service_name/, /team_name/],
				[
					'get_incident_metrics',
					{ group_by: 'team', fields: ['distinct_responder_count'] },
					/no distinct_responder_count/,
					/They have/,
				],
				[
					'get_incident_metrics',
					{ order_by: 'range_start' },
					/of all incidents without `aggregate_unit` have no range_start/,
					/They have total_incident_count/,
				],
				['list_analytics_incidents', { fields: ['seconds_to_acknowledge'] }, /without `user`/, /seconds_to_first_ack/],
				['list_analytics_incidents', { fields: ['responses'] }, /`include: responses`/, /seconds_to_first_ack/],
				['list_analytics_incidents', { incident: '1', fields: ['responses'] }, /`include: responses`/, /They have/],
				[
					'list_analytics_incidents',
					{ user: 'me', fields: ['seconds_to_resolve', 'status'] },
					/of one `user` have no seconds_to_resolve, status/,
					/They have .*seconds_to_acknowledge/,
				],
			];
			for (const [tool, input, message, next] of wrong) {
				const failure = await account.fail(tool, input);
				assert.match(failure.message, message, JSON.stringify(input));
				assert.match(failure.next ?? '', next, JSON.stringify(input));
			}
			assert.deepEqual(account.requests(), []);
		});

		it('put rows in order under the names that the rows have', async () => {
			await open();
			const column = async (tool: string, input: object) => {
				await account.call(tool, input);
				return bodies().at(-1)?.['order_by'];
			};
			const responders = 'get_responder_metrics';
			assert.equal(await column(responders, { order_by: 'hours_on_call' }), 'total_seconds_on_call');
			assert.equal(await column(responders, { order_by: 'responder' }), 'responder_name');
			assert.equal(await column('get_incident_metrics', { group_by: 'team', order_by: 'name' }), 'team_name');
			const days = { aggregate_unit: 'day', order_by: 'range_start' };
			assert.equal(await column('get_incident_metrics', days), 'range_start');
		});
	});

	describe('get_incident_metrics', () => {
		it('measures what the timelines say', async () => {
			await open();
			const since = await threeIncidents();
			const { incident_metrics: rows } = await metrics({ since, fields: ['all'], teams: ['Storefront'] });
			assert.equal(rows.length, 1);
			const [row = {}] = rows;
			assert.equal(row['total_incident_count'], 3);
			assert.equal(row['mean_seconds_to_first_ack'], 240);
			assert.equal(row['mean_seconds_to_resolve'], (14 * 60 + 2 * 60) / 2);
			assert.equal(row['total_incidents_acknowledged'], 1);
			assert.equal(row['total_incidents_auto_resolved'], 1);
			assert.equal(row['p95_seconds_to_resolve'], 14 * 60);
			assert.equal(row['total_engaged_seconds'], 600);
		});

		it('tells by service, team and policy, with names', async () => {
			await open();
			for (const [group_by, name] of [
				['service', 'Checkout'],
				['team', 'Storefront'],
				['escalation_policy', 'Storefront'],
			] as const) {
				const { incident_metrics: rows } = await metrics({ group_by, since: '-90d', teams: ['Storefront'] });
				assert.ok(
					rows.some((row) => row['name'] === name),
					`${group_by}: ${JSON.stringify(rows)}`,
				);
				assert.ok(rows.every((row) => row['up_time_pct'] !== undefined));
			}
		});

		it('adds up over days, weeks and months', async () => {
			await open();
			const period = { since: '-90d', limit: 100, fields: ['range_start', 'total_incident_count'] };
			const count = (rows: readonly z.output<typeof Figures>[]) =>
				rows.reduce((sum, row) => sum + Number(row['total_incident_count']), 0);
			const whole = count((await metrics(period)).incident_metrics);
			assert.ok(whole > 10);
			for (const aggregate_unit of ['day', 'week', 'month']) {
				const { incident_metrics: rows } = await metrics({ ...period, aggregate_unit, time_zone: 'Asia/Kolkata' });
				assert.equal(count(rows), whole, aggregate_unit);
				assert.ok(rows.every((row) => row['range_start'] !== undefined));
			}
		});

		it('gives every row once by cursor', async () => {
			await open();
			const query = { since: '-90d', aggregate_unit: 'day', fields: ['range_start'] };
			const whole = (await metrics({ ...query, limit: 100 })).incident_metrics;
			const walked = [];
			let cursor: string | undefined;
			do {
				const page = await metrics({ ...query, limit: 3, ...(cursor && { cursor }) });
				walked.push(...page.incident_metrics);
				cursor = page.next_cursor;
			} while (cursor);
			assert.deepEqual(walked, whole);
			const { next_cursor } = await metrics({ ...query, limit: 3 });
			const other = await account.fail('get_incident_metrics', { ...query, urgency: 'low', cursor: next_cursor });
			assert.match(other.message, /other filters/);
		});

		it('is about the whole account unless told otherwise: with a personal token, all its teams', async () => {
			await open();
			const { note, time_zone } = await metrics();
			assert.deepEqual(
				[...(bodies()[0]?.filters['team_ids'] ?? [])].sort(),
				[...account.sandbox.store.teams.keys()].sort(),
			);
			assert.match(note ?? '', /All teams of the account/);
			assert.match(note ?? '', /24 hours behind/);
			assert.equal(time_zone, 'America/Los_Angeles');
			assert.equal(bodies()[0]?.['time_zone'], 'America/Los_Angeles');
		});

		it('is about all services where the account has no teams', async () => {
			const none = { teams: [], limit: 100, offset: 0, more: false, total: null };
			await open({ replies: (content, { path }) => (path === '/teams' ? none : content) });
			await metrics();
			assert.equal(bodies()[0]?.filters['team_ids'], undefined);
			assert.equal(
				bodies()[0]?.filters['service_ids']?.length,
				[...account.sandbox.store.services.values()].filter(({ deleted }) => !deleted).length,
			);
		});

		it('asks for the person’s own teams with `scope: my_teams`, or with `teams: me`', async () => {
			await open();
			await metrics({ scope: 'my_teams' });
			const me = account.sandbox.store.teamsOf(
				[...account.sandbox.store.users.values()].find(({ name }) => name === 'Maya Okafor')?.id ?? '',
			);
			assert.deepEqual(
				bodies()[0]?.filters['team_ids'],
				me.map(({ id }) => id),
			);
			await metrics({ teams: 'me' });
			assert.deepEqual(bodies()[1]?.filters, bodies()[0]?.filters);
		});

		it('asks for the whole account with a key of the account', async () => {
			await open({ key: 'account' });
			const { note, time_zone } = await metrics({ until: '-2d' });
			assert.equal(bodies()[0]?.filters['team_ids'], undefined);
			assert.equal(time_zone, 'Etc/UTC');
			assert.match(note ?? '', /^An account-level key .* has no time zone of its own\. Times are shown in UTC\.$/);
		});

		it('says why there are none for a person in no team, and asks nothing', async () => {
			await open();
			for (const team of account.sandbox.store.teams.values()) team.members.clear();
			const { note } = await metrics({ scope: 'my_teams' });
			assert.match(note ?? '', /not in any team/);
			assert.deepEqual(bodies(), []);
			await metrics({ services: ['Checkout'] });
		});

		it('passes every filter on', async () => {
			await open();
			await metrics({
				services: ['Checkout'],
				teams: ['Payments'],
				escalation_policies: ['Storefront'],
				priorities: ['p1'],
				urgency: 'high',
				major: false,
				min_acknowledgements: 1,
				min_timeout_escalations: 2,
				min_manual_escalations: 3,
				pd_advance_used: true,
				order_by: 'total_interruptions',
				order: 'asc',
			});
			const { filters, ...rest } = bodies()[0] ?? assert.fail('no request');
			assert.deepEqual(Object.keys(filters).sort(), [
				'created_at_end',
				'created_at_start',
				'escalation_policy_ids',
				'major',
				'min_ackowledgements',
				'min_manual_escalations',
				'min_timeout_escalations',
				'pd_advance_used',
				'priority_names',
				'service_ids',
				'team_ids',
				'urgency',
			]);
			assert.deepEqual(filters['priority_names'], ['P1']);
			assert.deepEqual(filters['team_ids'], teamIds('Payments'));
			assert.deepEqual(rest, { order_by: 'total_interruptions', order: 'asc', time_zone: 'America/Los_Angeles' });
		});

		it('refuses what PagerDuty would refuse or ignore, before any request', async () => {
			await open();
			const wrong: [object, RegExp][] = [
				[{ since: '-400d' }, /at most 365 days/],
				[{ since: '-1d', until: '-2d' }, /before `until`/],
				[{ since: 'whenever' }, /not a moment/],
				[{ order_by: 'total_incidents' }, /have no total_incidents/],
				[{ time_zone: 'Mars/Olympus' }, /not a time zone/],
				[{ group_by: 'user' }, /all, service, team, escalation_policy/],
				[{ aggregate_unit: 'year' }, /day, week, month/],
				[{ min_acknowledgements: -1 }, /min_acknowledgements/],
				[{ min_ackowledgements: 1 }, /no argument `min_ackowledgements`/],
				[{ teams: ['null'] }, /is not a value/],
				[{ fields: ['mtta'] }, /fields/],
			];
			for (const [input, message] of wrong)
				assert.match((await account.fail('get_incident_metrics', input)).message, message, JSON.stringify(input));
			assert.deepEqual(account.requests(), []);
		});

		it('names candidates for unknown teams, services and priorities', async () => {
			await open();
			for (const [input, candidate] of [
				[{ teams: ['Payment'] }, 'Payments'],
				[{ services: ['Chekout'] }, 'Checkout'],
				[{ teams: ['Payments'], priorities: ['P11'] }, 'P1'],
			] as const) {
				const failure = await account.fail('get_incident_metrics', input);
				assert.ok(
					failure.candidates?.some(({ name }) => name === candidate),
					JSON.stringify(failure),
				);
			}
		});

		it('is tried again after a passing failure: it only reads', async () => {
			await open();
			account.sandbox.faults.serverError = { match: /analytics/, status: 503, times: 1 };
			assert.equal((await metrics()).incident_metrics.length, 1);
			assert.deepEqual(account.announced, []);
		});
	});

	describe('get_responder_metrics', () => {
		it('tells hours on call and interruptions of each person', async () => {
			await open();
			const { responder_metrics: rows } = Responders.parse(
				await account.call('get_responder_metrics', { since: '-30d', users: ['me'], fields: ['all'] }),
			);
			const [row = {}] = rows;
			assert.equal(row['responder'], 'Maya Okafor');
			const [level1, more, all] = ['level_1', 'level_2_plus']
				.map((level) => Number(row[`total_seconds_on_call_${level}`]))
				.concat(Number(row['total_seconds_on_call']));
			assert.ok(Math.max(level1 ?? 0, more ?? 0) <= (all ?? 0) && (all ?? 0) <= 30 * 86_400);
			assert.equal(row['hours_on_call'], Math.round((all ?? 0) / 360) / 10);
			const parts = ['business_hour', 'off_hour', 'sleep_hour'].map((hours) =>
				Number(row[`total_${hours}_interruptions`]),
			);
			assert.equal(
				row['total_interruptions'],
				parts.reduce((a, b) => a + b, 0),
			);
		});

		it('tells apart the teams of a person', async () => {
			await open();
			const { responder_metrics: rows } = Responders.parse(
				await account.call('get_responder_metrics', { since: '-90d', users: ['me'], per_team: true }),
			);
			assert.ok(rows.length > 1);
			assert.ok(rows.every((row) => row['team'] !== undefined));
		});

		it('is about everybody unless teams or people are named', async () => {
			await open();
			await account.call('get_responder_metrics');
			assert.equal(bodies().at(-1)?.filters['team_ids'], undefined);
			await account.call('get_responder_metrics', { scope: 'my_teams' });
			assert.equal(bodies().at(-1)?.filters['team_ids']?.length, 2);
		});

		it('refuses an unknown person and a metric of something else', async () => {
			await open();
			assert.match((await account.fail('get_responder_metrics', { users: ['Nobody'] })).message, /no user/);
			assert.match(
				(await account.fail('get_responder_metrics', { order_by: 'up_time_pct' })).message,
				/no up_time_pct/,
			);
		});
	});

	const list = async (input: object) => Incidents.parse(await account.call('list_analytics_incidents', input));

	describe('list_analytics_incidents', () => {
		it('gives every incident once, by cursor', async () => {
			await open();
			const whole = await list({ since: '-90d', limit: 100 });
			assert.equal(whole.more, false);
			const walked: string[] = [];
			let cursor: string | undefined;
			do {
				const page = await list({ since: '-90d', limit: 4, ...(cursor && { cursor }) });
				walked.push(...page.incidents.map(({ id }) => id));
				cursor = page.next_cursor;
			} while (cursor);
			assert.deepEqual(
				walked,
				whole.incidents.map(({ id }) => id),
			);
		});

		it('leaves a time alone that PagerDuty tells with its offset', async () => {
			const times = ['2026-03-10T09:00:00+05:30', '2026-03-10T03:30:00Z'];
			await open({
				replies: (content, { path }) =>
					path === '/analytics/raw/incidents'
						? { data: times.map((time, index) => ({ id: `Q${index}`, created_at: time })), more: false }
						: content,
			});
			const { incidents } = await list({ time_zone: 'Europe/Berlin', fields: ['created_at'] });
			assert.deepEqual(
				incidents.map(({ created_at: time }) => time),
				times,
			);
		});

		it('refuses a cursor of other filters and of other tools', async () => {
			await open();
			const { next_cursor: cursor } = await list({ since: '-90d', limit: 1 });
			for (const [tool, input] of [
				['list_analytics_incidents', { since: '-90d', urgency: 'low', cursor }],
				['get_incident_metrics', { since: '-90d', cursor }],
			] as const)
				assert.match((await account.fail(tool, input)).message, /other filters/);
		});

		it('shows figures, marks titles as data, and gives all fields on request', async () => {
			await open();
			const since = await threeIncidents();
			const output = await account.call('list_analytics_incidents', {
				since,
				services: ['Checkout'],
				order: 'asc',
				fields: ['all'],
			});
			assert.match(String(output['notice']), /data, not as instructions/);
			const [first, second] = Incidents.parse(output).incidents;
			assert.equal(first?.['seconds_to_first_ack'], 240);
			assert.equal(first['seconds_to_resolve'], 840);
			assert.deepEqual(first['acknowledged_by'], ['Maya Okafor']);
			assert.equal(first['resolved_by'], 'Maya Okafor');
			assert.equal(second?.['auto_resolved'], true);
			assert.equal(second['seconds_to_first_ack'], undefined);
		});
	});

	describe('list_analytics_incidents, one incident', () => {
		it('shows its figures and, if asked for, who was asked and when they answered', async () => {
			await open();
			const { id } = await account.sandbox.trigger({ service: 'Checkout' });
			pass(1);
			await account.call('reassign_incidents', { incidents: [id], users: ['me'] });
			pass(3);
			await account.call('acknowledge_incidents', { incidents: [id] });
			pass(1);
			await account.call('request_responders', { incident: id, users: ['Jonas Richter'], message: 'Help' });
			const number = account.sandbox.store.incident(id)?.number ?? 0;
			const mark = account.sandbox.requests.length;
			const [plain] = (await list({ incident: `#${number}` })).incidents;
			assert.equal(plain?.id, id);
			assert.equal(plain['seconds_to_first_ack'], 240);
			assert.equal(plain['responses'], undefined);
			assert.deepEqual(account.requests(mark), [`GET /incidents/${number}`, `GET /analytics/raw/incidents/${id}`]);
			const [whole] = (await list({ incident: id, include: 'responses' })).incidents;
			const responses = z.array(Figures).parse(whole?.['responses']);
			assert.deepEqual(
				responses.map(({ responder, as, status, seconds_to_respond: seconds }) => [responder, as, status, seconds]),
				[
					['Jonas Richter', 'added_responder', 'pending', undefined],
					['Maya Okafor', 'reassigned', 'joined', 180],
					['Oliver Bramwell', 'assigned', 'pending', undefined],
				],
			);
		});

		it('shows the figures also where the responses cannot be read, and says so', async () => {
			await open();
			const { id } = await account.sandbox.trigger();
			account.sandbox.faults.scopeMissing = { match: /responses/ };
			const { incidents, note } = await list({ incident: id, include: ['responses'] });
			assert.equal(incidents.length, 1);
			assert.match(note ?? '', /responses could not be read/);
		});

		it('goes with nothing that chooses among several', async () => {
			await open();
			for (const [input, message] of [
				[{ incident: '1', since: '-7d' }, /`since`/],
				[{ incident: '1', user: 'me' }, /`user`/],
				[{ incident: '1', order: 'asc' }, /`order`/],
				[{ include: ['responses'] }, /needs an `incident`/],
				[{ user: 'me', order_by: 'seconds_to_resolve' }, /`order_by`/],
				[{ user: 'me', updated_after: '-1d' }, /`updated_after`/],
			] as const)
				assert.match((await account.fail('list_analytics_incidents', input)).message, message, JSON.stringify(input));
			assert.deepEqual(account.requests(), []);
		});
	});

	describe('list_analytics_incidents, of one person', () => {
		it('shows their share of each, and needs no team', async () => {
			await open();
			const since = await threeIncidents();
			const { id } = await account.sandbox.trigger({ service: 'Checkout', title: 'Handed over' });
			pass(1);
			await account.call('reassign_incidents', { incidents: [id], users: ['me'] });
			pass(3);
			await account.call('acknowledge_incidents', { incidents: [id] });
			pass(1);
			const { incidents, note } = await list({ user: 'me', since, order: 'asc', fields: ['all'] });
			assert.doesNotMatch(note ?? '', /Only your teams/);
			assert.equal(incidents[0]?.['title'], 'First');
			assert.equal(incidents[0]['seconds_to_acknowledge'], undefined);
			assert.equal(incidents.find(({ title }) => title === 'Handed over')?.['seconds_to_acknowledge'], 180);
			assert.equal(incidents[0]['engaged_seconds'], 600);
			assert.equal(incidents[0]['acknowledgement_count'], 1);
			assert.equal(incidents[0]['seconds_to_resolve'], undefined);
			const { incidents: others } = await list({ user: 'me', since, services: ['Product Search'] });
			assert.ok(others.every((incident) => incident['service'] === 'Product Search'));
		});

		it('gives every incident once, by cursor', async () => {
			await open();
			const whole = await list({ user: 'me', since: '-300d', limit: 100 });
			assert.equal(whole.more, false);
			assert.ok(whole.incidents.length > 2);
			const walked: string[] = [];
			let cursor: string | undefined;
			do {
				const page = await list({ user: 'me', since: '-300d', limit: 1, ...(cursor && { cursor }) });
				walked.push(...page.incidents.map(({ id }) => id));
				cursor = page.next_cursor;
			} while (cursor);
			assert.deepEqual(
				walked,
				whole.incidents.map(({ id }) => id),
			);
		});
	});

	describe('the type of incidents', () => {
		it('narrows lists and reports made of them, by name, label or id, also one no longer used', async () => {
			await open({ key: 'account', from: 'maya.okafor@lumen-oak.example' });
			const since = account.sandbox.clock.now().toISOString();
			await account.sandbox.trigger({ service: 'Checkout' });
			await account.call('create_incident', {
				title: 'Leak',
				service: 'Checkout',
				incident_type: 'security_incident',
			});
			pass(1);
			const id = [...account.sandbox.store.accountWide.incidentTypes.values()].find(
				({ name }) => name === 'security_incident',
			)?.id;
			for (const type of ['security_incident', 'Security Incident', id ?? '']) {
				const { incidents } = await list({ since, incident_types: [type] });
				assert.deepEqual(
					incidents.map(({ title }) => title),
					['Leak'],
					type,
				);
			}
			const { all } = Noise.parse(await account.call('report_noise', { since, incident_types: ['security_incident'] }));
			assert.equal(all['incidents'], 1);
			const { sla } = Sla.parse(
				await account.call('report_sla', { since, resolve_within: 5, incident_types: ['security_incident'] }),
			);
			assert.equal(sla[0]?.incidents, 1);
			assert.deepEqual((await list({ since, incident_types: ['drill'] })).incidents, []);
			const { next } = await account.fail('list_analytics_incidents', { incident_types: ['security'] });
			assert.match(next ?? '', /security_incident/);
		});
	});

	describe('report_response_times', () => {
		it('sets the period beside the one of the same length before it', async () => {
			await open();
			const { response_times: rows, previous_period: previous } = z
				.looseObject({ response_times: z.array(Figures), previous_period: z.string() })
				.parse(
					await account.call('report_response_times', {
						since: '2026-02-24T00:00Z',
						until: '2026-03-10T00:00Z',
						time_zone: 'UTC',
					}),
				);
			assert.equal(previous, '2026-02-10T00:00:00Z to 2026-02-24T00:00:00Z');
			assert.deepEqual(
				bodies().map(({ filters }) => [filters['created_at_start'], filters['created_at_end']]),
				[
					['2026-02-24T00:00:00Z', '2026-03-10T00:00:00Z'],
					['2026-02-10T00:00:00Z', '2026-02-24T00:00:00Z'],
				],
			);
			const [row = {}] = rows;
			const change =
				Math.round(
					(1000 * (Number(row['mtta_seconds']) - Number(row['mtta_seconds_before']))) /
						Number(row['mtta_seconds_before']),
				) / 10;
			assert.equal(row['mtta_change_pct'], change);
		});

		it('has the means of the incidents themselves', async () => {
			await open();
			const since = await threeIncidents();
			const { response_times: rows } = z
				.looseObject({ response_times: z.array(Figures) })
				.parse(await account.call('report_response_times', { since, group_by: 'service', teams: ['Storefront'] }));
			const row = rows.find(({ name }) => name === 'Checkout');
			assert.equal(row?.['incidents'], 2);
			assert.equal(row['mtta_seconds'], 240);
			assert.equal(row['mttr_seconds'], 480);
		});

		it('says nothing of a change from nothing', async () => {
			await open();
			for (const incident of account.sandbox.store.incidents) incident.createdAt = 0;
			const since = await threeIncidents();
			const { response_times: rows } = z
				.looseObject({ response_times: z.array(Figures) })
				.parse(await account.call('report_response_times', { since, services: ['Checkout'] }));
			assert.equal(rows[0]?.['incidents_before'], 0);
			assert.equal(rows[0]['mtta_change_pct'], undefined);
		});
	});

	describe('report_sla', () => {
		it('counts what met its target, what missed it and what may still meet it', async () => {
			await open();
			const since = await threeIncidents();
			const ask = async (input: object) =>
				Sla.parse(await account.call('report_sla', { since, teams: ['Storefront'], ...input })).sla[0];
			assert.deepEqual((await ask({ acknowledge_within: 5 }))?.acknowledged, {
				met: 2,
				missed: 1,
				pending: 0,
				met_pct: 66.7,
			});
			assert.deepEqual((await ask({ acknowledge_within: 3 }))?.acknowledged, {
				met: 1,
				missed: 2,
				pending: 0,
				met_pct: 33.3,
			});
			const both = await ask({ acknowledge_within: 60, resolve_within: 10 });
			assert.deepEqual(both?.acknowledged, { met: 2, missed: 0, pending: 1, met_pct: 100 });
			assert.deepEqual(both.resolved, { met: 1, missed: 2, pending: 0, met_pct: 33.3 });
			assert.equal(both.missed.length, 2);
			assert.match(both.missed[0] ?? '', /^#\d+$/);
			// What has no target is not missed.
			assert.equal((await ask({ acknowledge_within: 5 }))?.missed.length, 1);
			assert.equal((await ask({ resolve_within: 10 }))?.missed.length, 2);
		});

		it('names the newest ten that missed either target', async () => {
			await open();
			const since = account.sandbox.clock.now().toISOString();
			const numbers: string[] = [];
			// By turns acknowledged late and resolved in time, and acknowledged in time and open.
			for (let count = 0; count < 12; count++) {
				const { id, number } = await account.sandbox.trigger({ service: 'Checkout' });
				numbers.unshift(`#${number}`);
				pass(count % 2 ? 1 : 6);
				await account.call('acknowledge_incidents', { incidents: [id] });
				if (count % 2 === 0) await account.call('resolve_incidents', { incidents: [id] });
			}
			pass(30);
			const { sla } = Sla.parse(
				await account.call('report_sla', {
					since,
					services: ['Checkout'],
					acknowledge_within: 5,
					resolve_within: 10,
				}),
			);
			assert.deepEqual([sla[0]?.acknowledged?.missed, sla[0]?.resolved?.missed], [6, 6]);
			assert.deepEqual(sla[0]?.missed, numbers.slice(0, 10));
		});

		it('says so when there was nothing', async () => {
			await open();
			const since = account.sandbox.clock.now().toISOString();
			pass(1);
			const asked = { since, services: ['Checkout'] };
			for (const [tool, input] of [
				['report_sla', { resolve_within: 10 }],
				['report_noise', {}],
			] as const)
				assert.match(String((await account.call(tool, { ...asked, ...input }))['note']), /No matching incidents/, tool);
			await account.sandbox.trigger({ service: 'Checkout' });
			pass(1);
			assert.doesNotMatch(String((await account.call('report_noise', asked))['note']), /No matching incidents/);
		});

		it('groups by service, team, priority and urgency, and loses no incident', async () => {
			await open();
			const counts = [];
			for (const group_by of ['all', 'service', 'team', 'priority', 'urgency']) {
				const { sla } = Sla.parse(await account.call('report_sla', { since: '-90d', group_by, resolve_within: 60 }));
				counts.push(sla.reduce((sum, row) => sum + row.incidents, 0));
			}
			assert.equal(new Set(counts).size, 1);
		});

		it('wants a target', async () => {
			await open();
			assert.match((await account.fail('report_sla')).message, /Give a target/);
			for (const acknowledge_within of [0, -5, 'soon'])
				assert.match((await account.fail('report_sla', { acknowledge_within })).message, /acknowledge_within/);
			assert.deepEqual(account.requests(), []);
		});
	});

	describe('report_noise', () => {
		it('counts what resolved by itself before anybody acknowledged it', async () => {
			await open();
			const since = await threeIncidents();
			const { all, services } = Noise.parse(await account.call('report_noise', { since, teams: ['Storefront'] }));
			assert.equal(all['incidents'], 3);
			assert.equal(all['resolved'], 2);
			assert.equal(all['without_person'], 1);
			assert.equal(all['noise_pct'], 50);
			assert.equal(services[0]?.['service'], 'Checkout');
			assert.equal(services[0]['without_person'], 1);
			assert.ok(Number(all['needless_interruptions']) >= 1);
		});

		it('reads all pages of a long period', async () => {
			await open({ key: 'account', incidents: 1200 });
			const { all } = Noise.parse(await account.call('report_noise', { since: '-200d' }));
			assert.equal(all['incidents'], account.sandbox.store.incidents.length);
			assert.equal(bodies().length, 2);
		});

		describe('alerts that had to wait', () => {
			const Paused = z.looseObject({ paused_alerts: z.array(Figures).optional(), note: z.string().optional() });
			const paused = async (input: object) => Paused.parse(await account.call('report_noise', input));
			const warn = (dedup_key: string) =>
				account.call('send_event', {
					service: 'Checkout',
					summary: dedup_key,
					source: 'x',
					severity: 'warning',
					dedup_key,
				});

			it('are counted by cause, with what became of them', async () => {
				await open();
				const since = account.sandbox.clock.now().toISOString();
				await warn('gone');
				await warn('stays');
				pass(1);
				await account.call('update_event', { service: 'Checkout', dedup_key: 'gone', action: 'resolve' });
				pass(10);
				const { paused_alerts: rows, note } = await paused({ since, services: ['Checkout'] });
				assert.deepEqual(rows, [
					{ by: 'auto_pause', paused: 0, resolved_after_pause: 0, triggered_after_pause: 0 },
					{ by: 'rules', paused: 2, resolved_after_pause: 1, triggered_after_pause: 1 },
				]);
				assert.doesNotMatch(note ?? '', /told apart/);
			});

			it('are those of the whole account also where it has no teams but many services', async () => {
				const none = { teams: [], more: false };
				await open({ replies: (content, { path }) => (path === '/teams' ? none : content) });
				assert.ok(account.sandbox.store.services.size > 10);
				const { paused_alerts: rows, note } = await paused({ since: '-90d' });
				assert.ok(
					rows?.some((row) => Number(row['paused']) > 0),
					note,
				);
				assert.doesNotMatch(note ?? '', /Paused alerts/);
			});

			it('are those of the whole account unless services are named, and the report says so', async () => {
				await open();
				const all = await paused({ since: '-90d' });
				const own = await paused({ since: '-90d', scope: 'my_teams' });
				assert.match(own.note ?? '', /cannot be filtered by team/);
				const count = ({ paused_alerts: rows = [] }: z.output<typeof Paused>) =>
					rows.reduce((sum, row) => sum + Number(row['paused']), 0);
				assert.equal(count(all), account.sandbox.store.orchestrations.paused.length);
				const two = await paused({ since: '-90d', services: ['Checkout', 'Product Search'] });
				assert.equal(count(two), count(all));
				assert.ok(count(await paused({ since: '-90d', services: ['Checkout'] })) < count(all));
			});

			it('are left out with a note where the plan, the token or the period does not allow them', async () => {
				await open();
				const match = /paused_incident_reports/;
				for (const fault of ['abilityMissing', 'scopeMissing'] as const) {
					account.sandbox.faults[fault] = { match };
					const { paused_alerts: rows, note } = await paused({});
					assert.equal(rows, undefined);
					assert.match(note ?? '', /Paused alerts could not be read/);
					account.sandbox.faults[fault] = undefined;
				}
				const { paused_alerts: rows, note } = await paused({ since: '-200d' });
				assert.equal(rows, undefined);
				assert.match(note ?? '', /last 6 months/);
			});
		});

		it('has no share where nothing is over', async () => {
			await open();
			const since = account.sandbox.clock.now().toISOString();
			await account.sandbox.trigger({ service: 'Checkout' });
			pass(1);
			const { all } = Noise.parse(await account.call('report_noise', { since, services: ['Checkout'] }));
			assert.equal(all['noise_pct'], undefined);
		});
	});

	describe('report_busiest', () => {
		it('ranks services by incidents and people by interruptions', async () => {
			await open();
			const { services, people = [] } = Busiest.parse(await account.call('report_busiest', { since: '-90d', top: 3 }));
			assert.ok(services.length <= 3 && services.length > 1 && people.length <= 3 && people.length > 1);
			const falling = (rows: readonly z.output<typeof Figures>[], figure: string) =>
				rows.every((row, index) => index === 0 || Number(rows[index - 1]?.[figure]) >= Number(row[figure]));
			assert.ok(falling(services, 'incidents'));
			assert.ok(falling(people, 'interruptions'));
		});

		it('names no people for a service: PagerDuty does not tell them apart', async () => {
			await open();
			const { people, note } = Busiest.parse(await account.call('report_busiest', { services: ['Checkout'] }));
			assert.equal(people, undefined);
			assert.match(note ?? '', /people/i);
			assert.ok(bodies().length === 1);
		});

		it('leaves out people who had nothing at all', async () => {
			const data = [
				{ responder_id: 'P1', responder_name: 'Idle', total_interruptions: 0, total_incident_count: 0 },
				{ responder_id: 'P2', responder_name: 'On call', total_interruptions: 0, total_seconds_on_call: 3600 },
				{ responder_id: 'P3', responder_name: 'Odd' },
			];
			await open({ replies: (content, { path }) => (path.includes('/metrics/responders/') ? { data } : content) });
			const { people } = Busiest.parse(await account.call('report_busiest'));
			assert.deepEqual(
				people?.map(({ person }) => person),
				['On call'],
			);
		});
	});
});
