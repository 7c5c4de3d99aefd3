import assert from 'node:assert/strict';
import { analyticsRoutes } from '../../src/sandbox/routes/analytics.ts';
import { afterAllPassed } from '../support/all-passed.ts';
import { listAt, textAt } from '../support/json-schema.ts';
import type { Exceptions } from '../support/openapi-exceptions.ts';
import { loadOpenApi } from '../support/openapi.ts';
import { SandboxContract } from '../support/sandbox-contract.ts';

const nothing = 'Null where there is nothing to measure, says the prose or PagerDuty’s example; the schema forgets it.';
const exceptions: Partial<Exceptions> = {
	replies: [
		...[
			'mean_seconds_to_engage',
			'mean_seconds_to_mobilize',
			'mean_seconds_to_first_ack',
			'mean_seconds_to_resolve',
			'mean_time_to_acknowledge_seconds',
			'seconds_to_engage',
			'seconds_to_mobilize',
			'seconds_to_first_ack',
			'seconds_to_resolve',
			'resolved_by_user_id',
			'resolved_by_user_name',
			'responded_at',
			'time_to_respond_seconds',
			...[50, 75, 90, 95].flatMap((p) => [`p${p}_seconds_to_first_ack`, `p${p}_seconds_to_resolve`]),
		].map((name) => ({ operations: '*', at: `**/${name}`, when: 'null', reason: nothing }) as const),
		{ operations: '*', at: '**/responder_id', when: 'text', reason: 'An id like all others; the schema says integer.' },
	],
};
const api = loadOpenApi(exceptions);

describe('the sandbox against PagerDuty’s OpenAPI: analytics', () => {
	let contract: SandboxContract;
	let team: string;
	beforeEach(async () => {
		contract = await SandboxContract.open(api);
		team = [...contract.sandbox.store.teams.keys()][0] ?? assert.fail('no team');
	});
	afterEach(() => contract.close());

	const metrics = '/analytics/metrics';
	const ask = (path: string, body: object, token = contract.sandbox.accountToken) =>
		contract.call(200, 'POST', path, { body, token });
	const year = { created_at_start: '2026-01-01T00:00:00Z', created_at_end: '2026-11-05T00:00:00Z' };

	it('gives metrics of incidents by all groupings and units', async () => {
		for (const group of ['all', 'services', 'teams', 'escalation_policies']) {
			const path = `${metrics}/incidents/${group}`;
			assert.ok(listAt(await ask(path, { filters: year }), 'data').length > 0);
			for (const aggregate_unit of ['day', 'week', 'month'])
				await ask(path, { filters: year, aggregate_unit, time_zone: 'Europe/Berlin', order: 'asc' });
			await ask(path, { filters: { ...year, urgency: 'low', major: false, min_ackowledgements: 99 } });
		}
	});

	it('gives metrics of responders', async () => {
		const filters = { date_range_start: '2026-10-01T00:00:00Z', date_range_end: '2026-11-01T00:00:00Z' };
		for (const path of ['all', 'teams'])
			assert.ok(listAt(await ask(`${metrics}/responders/${path}`, { filters }), 'data').length > 0);
	});

	it('gives incidents with their figures, by cursor', async () => {
		const first = await ask('/analytics/raw/incidents', { filters: year, limit: 3, order: 'asc' });
		const ids = listAt(first, 'data').map((row) => textAt(row, 'id') ?? '');
		const second = await ask('/analytics/raw/incidents', {
			filters: year,
			limit: 3,
			order: 'asc',
			starting_after: ids[2],
		});
		assert.ok(listAt(second, 'data').every((row) => !ids.includes(textAt(row, 'id') ?? '')));
		await ask('/analytics/raw/incidents', { filters: year, limit: 1000, order_by: 'seconds_to_resolve' });
		await ask('/analytics/raw/incidents', { filters: { ...year, priority_names: ['P9'] } });
		await contract.get(`/analytics/raw/incidents/${ids[0] ?? ''}`);
	});

	it('tells who was asked to respond, and what one person had to do with incidents', async () => {
		const { store } = contract.sandbox;
		const { id, assignments } = store.incidents.findLast((one) => one.assignments.length > 0) ?? assert.fail();
		assert.ok(listAt(await contract.get(`/analytics/raw/incidents/${id}/responses`), 'responses').length > 0);
		await contract.call(404, 'GET', '/analytics/raw/incidents/QNONE/responses');
		const path = `/analytics/raw/responders/${assignments[0]?.userId ?? ''}/incidents`;
		const first = await ask(path, { filters: year, limit: 2, order: 'asc', time_zone: 'Europe/Berlin' });
		const ids = listAt(first, 'data').map((row) => textAt(row, 'incident_id') ?? '');
		const second = await ask(path, { filters: year, limit: 2, order: 'asc', starting_after: ids[1] });
		assert.ok(listAt(second, 'data').every((row) => !ids.includes(textAt(row, 'incident_id') ?? '')));
		await ask(path, { filters: { ...year, incident_type_ids: [...store.accountWide.incidentTypes.keys()] } });
		await contract.call(404, 'POST', '/analytics/raw/responders/PNONE/incidents', { body: { filters: year } });
	});

	it('asks personal keys for teams or services', async () => {
		const token = contract.sandbox.token;
		await contract.call(400, 'POST', `${metrics}/incidents/all`, { body: { filters: year }, token });
		await ask(`${metrics}/incidents/all`, { filters: { ...year, team_ids: [team] } }, token);
	});

	it('refuses more than a year, the wrong order of times and an unknown cursor', async () => {
		for (const created_at_start of ['2025-01-01T00:00:00Z', '2026-12-01T00:00:00Z']) {
			const body = { filters: { ...year, created_at_start } };
			await contract.call(400, 'POST', `${metrics}/incidents/all`, { body, token: contract.sandbox.accountToken });
		}
		const body = { filters: year, starting_after: 'QNONE' };
		await contract.call(400, 'POST', '/analytics/raw/incidents', { body, token: contract.sandbox.accountToken });
	});

	afterAllPassed('covers every route', () => assert.deepEqual(api.uncovered(analyticsRoutes), []));
	afterAllPassed('needs every exception it makes', () => assert.deepEqual(api.unusedExceptions(), []));
});
