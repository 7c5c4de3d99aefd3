import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { changeEventRoutes } from '../../src/sandbox/routes/change-events.ts';
import { incidentRoutes } from '../../src/sandbox/routes/incidents.ts';
import { onCallRoutes } from '../../src/sandbox/routes/oncalls.ts';
import { peopleRoutes } from '../../src/sandbox/routes/people.ts';
import { serviceAndPolicyRoutes } from '../../src/sandbox/routes/services-and-policies.ts';
import { timelineRoutes } from '../../src/sandbox/routes/timeline.ts';
import { afterAllPassed } from '../support/all-passed.ts';
import { isObject, listAt, objectAt, parseJson, textAt, type JsonObject } from '../support/json-schema.ts';
import { loadOpenApi } from '../support/openapi.ts';

interface Options {
	body?: unknown;
	token?: string;
	from?: string;
	headers?: Record<string, string>;
	/** The request itself breaks the contract on purpose. */
	wrong?: boolean;
}

/** The routes looked at here; those of other areas have suites of their own. */
const routes = [
	...incidentRoutes,
	...timelineRoutes,
	...changeEventRoutes,
	...onCallRoutes,
	...serviceAndPolicyRoutes,
	...peopleRoutes,
];

describe('the sandbox against PagerDuty’s OpenAPI', () => {
	const api = loadOpenApi();
	let sandbox: Sandbox;

	beforeEach(async () => {
		sandbox = await startSandbox({ now: () => new Date('2026-11-04T10:30:00Z'), rateLimit: 5000 });
	});
	afterEach(() => sandbox.close());

	/** Sends a request, checks it and its reply, and gives the reply's body. */
	async function call(status: number, method: string, target: string, options: Options = {}): Promise<JsonObject> {
		const [path = '', query = ''] = target.split('?');
		const headers: Record<string, string> = {
			accept: 'application/vnd.pagerduty+json;version=2',
			authorization: `Token token=${options.token ?? sandbox.token}`,
			...(options.from === undefined ? {} : { from: options.from }),
			...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
			...options.headers,
		};
		const body = options.body === undefined ? undefined : JSON.stringify(options.body);
		const reply = await fetch(`${sandbox.url}${target}`, { method, headers, ...(body === undefined ? {} : { body }) });
		const text = await reply.text();
		assert.equal(reply.status, status, `${method} ${target}: ${text.slice(0, 400)}`);
		const operation = api.match(method, path);
		assert.ok(operation, `${method} ${path} is not documented`);
		if (!options.wrong)
			assert.deepEqual(api.checkRequest({ method, path, query, headers, body }), [], `${method} ${target}`);
		if (reply.headers.get('content-type')?.startsWith('application/json') || text === '') {
			const value = text === '' ? undefined : parseJson(text);
			assert.deepEqual(api.checkReply(operation.operationId, status, value), [], `${method} ${target} → ${status}`);
			return isObject(value) ? value : {};
		}
		return {};
	}

	const get = (target: string, options?: Options) => call(200, 'GET', target, options);
	const first = (body: JsonObject, key: string) => objectAt({ item: listAt(body, key)[0] }, 'item');
	const idOf = (object: unknown) => textAt(object, 'id') ?? assert.fail('no id');
	const reference = (id: string) => ({ id, type: 'incident_reference' });
	const everyInclude = (names: string[]) => names.map((name) => `include[]=${name}`).join('&');

	async function openIncident(): Promise<string> {
		return (await sandbox.trigger({ title: 'Contract' })).id;
	}

	describe('incidents', () => {
		const includes = everyInclude([
			'acknowledgers',
			'agents',
			'assignees',
			'conference_bridge',
			'escalation_policies',
			'first_trigger_log_entries',
			'priorities',
			'services',
			'teams',
			'users',
		]);

		it('are listed', async () => {
			await get('/incidents');
			await get('/incidents?date_range=all&limit=100&total=true');
			await get(`/incidents?statuses[]=triggered&statuses[]=acknowledged&limit=100&${includes}`);
			await get('/incidents?urgencies[]=high&sort_by=urgency:desc,created_at:asc&time_zone=Asia/Kolkata');
		});

		it('are given one by one, with all that can be included', async () => {
			const incidents = listAt(await get('/incidents?date_range=all&limit=100'), 'incidents');
			assert.equal(incidents.length, 98);
			for (const incident of incidents) await get(`/incidents/${idOf(incident)}?${includes}&include[]=custom_fields`);
			await get(`/incidents/${String(objectAt({ item: incidents[0] }, 'item')['incident_number'])}`);
		});

		it('are created', async () => {
			const service = first(await get('/services'), 'services');
			const priority = first(await get('/priorities'), 'priorities');
			await call(201, 'POST', '/incidents', {
				body: {
					incident: {
						type: 'incident',
						title: 'Opened by hand',
						service: { id: idOf(service), type: 'service_reference' },
						priority: { id: idOf(priority), type: 'priority_reference' },
						urgency: 'low',
						incident_key: 'contract-1',
						body: { type: 'incident_body', details: 'In words' },
						conference_bridge: { conference_number: '+1-555-0100', conference_url: 'https://meet.example.com/1' },
					},
				},
			});
			const me = objectAt(await get('/users/me'), 'user');
			await call(201, 'POST', '/incidents', {
				token: sandbox.accountToken,
				from: textAt(me, 'email') ?? '',
				body: {
					incident: {
						type: 'incident',
						title: 'Mine',
						service: { id: idOf(service), type: 'service_reference' },
						assignments: [{ assignee: { id: idOf(me), type: 'user_reference' } }],
					},
				},
			});
			await call(400, 'POST', '/incidents', {
				body: { incident: { type: 'incident', title: 'x', service: { id: 'PNOSUCH', type: 'service_reference' } } },
			});
			await call(400, 'POST', '/incidents', { wrong: true, body: { incident: { type: 'incident' } } });
		});

		it('are changed one by one', async () => {
			const id = await openIncident();
			const change = (incident: JsonObject) =>
				call(200, 'PUT', `/incidents/${id}`, { body: { incident: { type: 'incident_reference', ...incident } } });
			await change({ status: 'acknowledged' });
			await call(201, 'POST', `/incidents/${id}/snooze`, { body: { duration: 3600 } });
			await change({ title: 'Another title', urgency: 'low', priority: 'P3' });
			await change({ urgency: 'high', escalation_level: 2 });
			const policy = first(await get('/escalation_policies'), 'escalation_policies');
			await change({ escalation_policy: { id: idOf(policy), type: 'escalation_policy_reference' } });
			const me = objectAt(await get('/users/me'), 'user');
			await change({ assignments: [{ assignee: { id: idOf(me), type: 'user_reference' } }] });
			const services = listAt(await get('/services'), 'services');
			await change({ service: { id: idOf(services[1]), type: 'service_reference' } });
			await change({ status: 'resolved', resolution: 'Restarted' });
			await change({ status: 'triggered' });
			await call(404, 'PUT', '/incidents/QNOSUCH', { body: { incident: { type: 'incident', status: 'resolved' } } });
			await call(400, 'PUT', `/incidents/${id}`, {
				body: { incident: { type: 'incident', escalation_level: 99 } },
			});
			await get(`/incidents/${id}/log_entries?limit=100&include[]=channels`);
		});

		it('are changed in bulk', async () => {
			const ids = [await openIncident(), await openIncident()];
			const all = (status: string) => ids.map((id) => ({ ...reference(id), status }));
			await call(200, 'PUT', '/incidents', { body: { incidents: all('acknowledged') } });
			await call(200, 'PUT', '/incidents', { body: { incidents: all('resolved') } });
			await call(400, 'PUT', '/incidents', { body: { incidents: all('resolved') } });
			await call(400, 'PUT', '/incidents', { body: { incidents: [{ ...reference('QNOSUCH'), status: 'resolved' }] } });
			const many = Array.from({ length: 251 }, () => ({ ...reference(ids[0] ?? ''), status: 'resolved' }));
			await call(413, 'PUT', '/incidents', { body: { incidents: many } });
		});

		it('are merged', async () => {
			const [target, source] = [await openIncident(), await openIncident()];
			await call(200, 'PUT', `/incidents/${target}/merge`, { body: { source_incidents: [reference(source)] } });
			await get(`/incidents/${source}`);
			await call(400, 'PUT', `/incidents/${source}/merge`, { body: { source_incidents: [reference(target)] } });
			await call(404, 'PUT', `/incidents/${target}/merge`, { body: { source_incidents: [reference('QNOSUCH')] } });
		});

		it('are snoozed only when acknowledged', async () => {
			const id = await openIncident();
			await call(400, 'POST', `/incidents/${id}/snooze`, { body: { duration: 60 } });
			await call(400, 'POST', `/incidents/${id}/snooze`, { wrong: true, body: { duration: 0 } });
			await call(404, 'POST', '/incidents/QNOSUCH/snooze', { body: { duration: 60 } });
		});

		it('refuse filters that make no sense', async () => {
			await call(400, 'GET', '/incidents?statuses[]=open', { wrong: true });
			await call(400, 'GET', '/incidents?since=2025-01-01T00:00:00Z&until=2026-01-01T00:00:00Z');
			await call(400, 'GET', '/incidents?limit=100&offset=9901');
		});

		it('have changes that may have caused them', async () => {
			const incidents = listAt(await get('/incidents?date_range=all&limit=100'), 'incidents');
			for (const incident of incidents) {
				const path = `/incidents/${idOf(incident)}`;
				await get(`${path}/related_change_events?limit=5`);
			}
			await call(404, 'GET', '/incidents/QNOSUCH/related_change_events');
		});
	});

	describe('timelines', () => {
		it('have alerts, notes and log entries', async () => {
			const incidents = listAt(await get('/incidents?date_range=all&limit=100'), 'incidents');
			const all = everyInclude(['incidents', 'services', 'channels', 'teams']);
			const alertIncludes = everyInclude(['services', 'first_trigger_log_entries', 'incidents']);
			for (const incident of incidents) {
				const path = `/incidents/${idOf(incident)}`;
				const alerts = listAt(await get(`${path}/alerts?${alertIncludes}&sort_by=created_at:desc`), 'alerts');
				for (const alert of alerts) await get(`${path}/alerts/${idOf(alert)}`);
				await get(`${path}/notes`);
				await get(`${path}/log_entries?limit=100&${all}`);
			}
			await call(404, 'GET', '/incidents/QNOSUCH/notes');
			await call(404, 'GET', `/incidents/${await openIncident()}/alerts/QNOSUCH`);
		});

		it('take notes', async () => {
			const id = await openIncident();
			await call(200, 'POST', `/incidents/${id}/notes`, { body: { note: { content: 'Looking' } } });
			await call(400, 'POST', `/incidents/${id}/notes`, { body: { note: { content: ' ' } } });
			await call(404, 'POST', '/incidents/QNOSUCH/notes', { body: { note: { content: 'x' } } });
		});

		it('can be read across the account', async () => {
			const change = { incident: { type: 'incident_reference', title: 'Another title' } };
			await call(200, 'PUT', `/incidents/${await openIncident()}`, { body: change });
			const entries = listAt(await get('/log_entries?limit=100&is_overview=true'), 'log_entries');
			for (const entry of entries.slice(0, 20)) await get(`/log_entries/${idOf(entry)}?include[]=channels`);
			await get('/log_entries?limit=100&since=2026-11-01T00:00:00Z&time_zone=Europe/Berlin');
			await call(404, 'GET', '/log_entries/RNOSUCH');
		});

		it('have changes beside them', async () => {
			await get('/change_events?limit=100&since=2026-10-01T00:00:00Z&until=2026-11-01T00:00:00Z');
			const [change] = listAt(await get('/change_events'), 'change_events');
			await get(`/change_events/${idOf(change)}`);
			await call(404, 'GET', '/change_events/PNOSUCH');
			await call(400, 'GET', '/change_events?since=2026-10-01T00:00:00%2B02:00');
			const service = first(await get('/services'), 'services');
			await get(`/services/${idOf(service)}/change_events`);
			await call(404, 'GET', '/services/PNOSUCH/change_events');
		});
	});

	describe('on-call', () => {
		it('is listed', async () => {
			await get('/oncalls?limit=100');
			const includes = everyInclude(['escalation_policies', 'users', 'schedules']);
			await get(`/oncalls?since=2026-11-04T00:00:00Z&until=2026-11-18T00:00:00Z&earliest=true&${includes}`);
			await call(400, 'GET', '/oncalls?since=2026-11-04T00:00:00Z&until=2026-11-01T00:00:00Z');
		});

		it('comes from schedules', async () => {
			const parts = everyInclude(['schedule_layers', 'overrides_subschedule', 'final_schedule']);
			const range = 'since=2026-10-20T00:00:00Z&until=2026-11-20T00:00:00Z';
			const schedules = listAt(await get(`/schedules?${parts}&${range}`), 'schedules');
			await get('/schedules?query=payments');
			const me = objectAt(await get('/users/me'), 'user');
			for (const schedule of schedules) {
				await get(`/schedules/${idOf(schedule)}?${range}&overflow=true`);
				await get(`/schedules/${idOf(schedule)}?include_next_oncall_for_user=${idOf(me)}`);
				await get(`/schedules/${idOf(schedule)}/users?${range}`);
			}
			await call(404, 'GET', '/schedules/PNOSUCH');
			await call(404, 'GET', '/schedules/PNOSUCH/users');
		});

		it('comes from shift-based schedules', async () => {
			const schedules = listAt(await get('/v3/schedules'), 'schedules');
			for (const schedule of schedules) {
				await get(
					`/v3/schedules/${idOf(schedule)}?include[]=final_schedule&since=2026-10-20T00:00:00Z&until=2026-11-20T00:00:00Z`,
				);
				await get(`/v3/schedules/${idOf(schedule)}`);
				await call(400, 'GET', `/schedules/${idOf(schedule)}`);
			}
			const layered = first(await get('/schedules'), 'schedules');
			await call(400, 'GET', `/v3/schedules/${idOf(layered)}`);
			await call(404, 'GET', '/v3/schedules/PNOSUCH');
		});
	});

	describe('settings and people', () => {
		it('services', async () => {
			const includes = everyInclude([
				'escalation_policies',
				'teams',
				'integrations',
				'auto_pause_notifications_parameters',
			]);
			const services = listAt(await get(`/services?limit=100&${includes}&sort_by=name:desc`), 'services');
			for (const service of services) await get(`/services/${idOf(service)}`);
			await call(404, 'GET', '/services/PNOSUCH');
		});

		it('escalation policies', async () => {
			const includes = everyInclude(['services', 'teams', 'targets', 'escalation_rule_assignment_strategies']);
			const policies = listAt(await get(`/escalation_policies?${includes}`), 'escalation_policies');
			for (const policy of policies) {
				await get(`/escalation_policies/${idOf(policy)}?${includes}`);
			}
			const target = { id: idOf(first(await get('/users'), 'users')), type: 'user_reference' };
			const strategy = { escalation_rule_assignment_strategy: { type: 'round_robin' } };
			const rules = [{ escalation_delay_in_minutes: 5, targets: [target], ...strategy }];
			const turns = { type: 'escalation_policy', name: 'In turn', escalation_rules: rules };
			await call(201, 'POST', '/escalation_policies', { body: { escalation_policy: turns } });
			await call(404, 'GET', '/escalation_policies/PNOSUCH');
		});

		it('users', async () => {
			const includes = everyInclude(['contact_methods', 'notification_rules', 'teams', 'subdomains']);
			const users = listAt(await get(`/users?limit=100&${includes}`), 'users');
			for (const user of users) await get(`/users/${idOf(user)}`);
			await get(`/users/me?${includes}`);
			await call(404, 'GET', '/users/PNOSUCH');
			await call(400, 'GET', '/users/me', { token: sandbox.accountToken });
		});

		it('teams', async () => {
			const teams = listAt(await get('/teams?query=a'), 'teams');
			for (const team of teams) {
				await get(`/teams/${idOf(team)}?include[]=privileges`);
				await get(`/teams/${idOf(team)}/members`);
				await get(`/teams/${idOf(team)}/members?include[]=users`);
			}
			await call(404, 'GET', '/teams/PNOSUCH');
			await call(404, 'GET', '/teams/PNOSUCH/members');
		});
	});

	describe('refusals', () => {
		it('of keys', async () => {
			await call(401, 'GET', '/incidents', { token: 'nonsense' });
			sandbox.faults.unauthorizedJson = { times: 1 };
			await call(401, 'GET', '/incidents');
			await call(403, 'PUT', '/incidents', { token: sandbox.readOnlyToken, body: { incidents: [] } });
			sandbox.faults.scopeMissing = { times: 1 };
			await call(403, 'GET', '/incidents');
			sandbox.faults.abilityMissing = { times: 1 };
			await call(402, 'GET', '/teams');
		});

		it('of senders', async () => {
			const body = { incidents: [] };
			await call(400, 'PUT', '/incidents', { token: sandbox.accountToken, body });
			await call(400, 'PUT', '/incidents', { token: sandbox.accountToken, from: 'nobody@example.com', body });
		});

		it('of too many requests', async () => {
			sandbox.faults.rateLimited = { times: 1 };
			await call(429, 'GET', '/incidents');
		});
	});

	afterAllPassed('covers every route', () => assert.deepEqual(api.uncovered(routes), []));
	afterAllPassed('needs every exception it makes', () => assert.deepEqual(api.unusedExceptions(), []));
});
