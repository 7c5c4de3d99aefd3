import assert from 'node:assert/strict';
import { readIncidentMetrics, readResponderMetrics } from '../../../src/pagerduty/api/analytics.ts';
import {
	readAnalyticsIncident,
	readAnalyticsIncidents,
	readIncidentResponses,
	readResponderIncidents,
} from '../../../src/pagerduty/api/analytics-incidents.ts';
import { getOrchestrationPath, listEventOrchestrations } from '../../../src/pagerduty/api/event-orchestrations.ts';
import { listExtensions } from '../../../src/pagerduty/api/extensions.ts';
import { listIncidentWorkflowTriggers } from '../../../src/pagerduty/api/incident-workflows.ts';
import { getLogEntry, listLogEntries } from '../../../src/pagerduty/api/log-entries.ts';
import { listNotifications } from '../../../src/pagerduty/api/notifications.ts';
import { getPausedIncidentReportCounts } from '../../../src/pagerduty/api/paused-incident-reports.ts';
import {
	showAnalyticsIncident,
	showResponderIncident,
	showResponse,
} from '../../../src/tools/analytics/shared/analytics-incident-shape.ts';
import { showExtension } from '../../../src/tools/automation/shared/extension-shape.ts';
import { showIncidentMetrics } from '../../../src/tools/shapes/incident-metrics.ts';
import { showLogEntry } from '../../../src/tools/events/shared/log-entry-shape.ts';
import { showNotification } from '../../../src/tools/events/shared/notification-shape.ts';
import { showRules } from '../../../src/tools/events/shared/orchestration-shape.ts';
import { showResponderMetrics } from '../../../src/tools/analytics/shared/responder-metrics-shape.ts';
import { failure, FakeApi, inTurn, json, watch } from './fake-api.ts';

const filters = { created_at_start: '2026-01-01T00:00:00Z', created_at_end: '2026-02-01T00:00:00Z' };
const range = { date_range_start: '2026-01-01T00:00:00Z', date_range_end: '2026-02-01T00:00:00Z' };
const answering = (content: unknown) => new FakeApi(() => json(content)).person;

describe('odd records', () => {
	it('of metrics hide nothing: nulls, numbers as text, unknown names, rows that are none', async () => {
		const data = [
			null,
			'text',
			{ service_id: 'PS', service_name: null, total_incident_count: '3', mean_seconds_to_engage: null, new_metric: 1 },
			{ team_name: 'A\u202Eb', up_time_pct: 99.5 },
		];
		const rows = await readIncidentMetrics(answering({ data }), 'service', { filters });
		assert.deepEqual(
			rows.map(showIncidentMetrics).map(({ name, total_incident_count: count, up_time_pct: up }) => [name, count, up]),
			[
				['PS', 3, undefined],
				['Ab', undefined, 99.5],
			],
		);
		assert.deepEqual(await readIncidentMetrics(answering({ data: null }), 'all', { filters }), []);
	});

	it('of responders have a name even without one', async () => {
		const data = [{ responder_id: 7, total_seconds_on_call: 5400 }, {}];
		const rows = await readResponderMetrics(answering({ data }), true, { filters: range });
		assert.deepEqual(
			rows.map(showResponderMetrics).map(({ responder, hours_on_call: hours }) => [responder, hours]),
			[
				['7', 1.5],
				['unknown', undefined],
			],
		);
	});

	it('of incidents with figures leave the others as they are', async () => {
		const created_at = '2026-02-31T00:00:00';
		const data = [
			{ id: 'Q1', created_at, acknowledged_user_names: null, incident_number: '12' },
			{ description: 'no id' },
			5,
		];
		const page = await readAnalyticsIncidents(answering({ data, more: true, last: 'Q1' }), { filters, limit: 2 });
		assert.equal(page.next_cursor, 'Q1');
		const [row] = page.items.map((incident) => showAnalyticsIncident(incident, 'UTC'));
		assert.equal(page.items.length, 1);
		assert.deepEqual([row?.number, row?.title, row?.acknowledged_by, row?.created_at], [12, '', undefined, created_at]);
		const last = await readAnalyticsIncidents(answering({ data, more: true, last: '' }), { filters, limit: 2 });
		assert.equal(last.next_cursor, undefined);
	});

	it('of one incident or one person, such as a single response that is no list, are shown as far as they go', async () => {
		const responses = { responder_id: 7, response_status: 'accepted', time_to_respond_seconds: '180' };
		const read = await readIncidentResponses(answering({ incident_id: 'Q1', responses }), 'Q1');
		assert.deepEqual(
			read.map(showResponse).map(({ responder, status, seconds_to_respond: seconds }) => [responder, status, seconds]),
			[['7', 'accepted', 180]],
		);
		assert.deepEqual(await readIncidentResponses(answering({ responses: null }), 'Q1'), []);
		const data = [{ incident_id: 'Q1', incident_description: 30, total_off_hour_interruptions: '2' }, {}, null];
		const page = await readResponderIncidents(answering({ data, last: 'Q1' }), 'P1', { filters, limit: 3 });
		assert.equal(page.next_cursor, 'Q1');
		const [row] = page.items.map((incident) => showResponderIncident(incident, 'UTC'));
		assert.deepEqual([page.items.length, row?.title, row?.off_hour_interruptions], [1, '30', 2]);
		const last = await readResponderIncidents(answering({ data, last: 'Q1' }), 'P1', { filters, limit: 4 });
		assert.equal(last.next_cursor, undefined);
		await failure(readAnalyticsIncident(answering({}), 'Q1'));
		await failure(readAnalyticsIncident(answering({ data: {} }), 'Q1'));
	});

	it('of one incident may stand alone or under `data`', async () => {
		const incident = { id: 'Q1', description: 'Down' };
		for (const content of [incident, { time_zone: 'Etc/UTC', data: incident }])
			assert.equal((await readAnalyticsIncident(answering(content), 'Q1')).description, 'Down');
	});

	it('of notifications, triggers and extensions hide no others', async () => {
		const notifications = [{ id: 'N1', type: 'new', user: null }, null, {}];
		const range = { since: '2026-01-01', until: '2026-02-01' };
		const told = await listNotifications(answering({ notifications }), range);
		assert.deepEqual(
			told.items.map(showNotification).map(({ channel, user }) => [channel, user]),
			[['new', undefined]],
		);
		const triggers = [{ trigger_type: 'new', services: null, workflow: 'text' }, 5];
		assert.equal((await listIncidentWorkflowTriggers(answering({ triggers }))).items.length, 1);
		const extensions = [{ id: 'E1', endpoint_url: 'no address', extension_schema: null }, {}];
		const [extension] = (await listExtensions(answering({ extensions }))).items.map(showExtension);
		assert.deepEqual([extension?.name, extension?.url, extension?.services], ['E1', '(not an address)', undefined]);
		const counts = { paused_count: '3' };
		const query = { since: range.since, until: range.until };
		const paused = await getPausedIncidentReportCounts(answering({ paused_incident_reporting_counts: counts }), query);
		assert.deepEqual([paused.paused_count, paused.triggered_after_pause_count], [3, undefined]);
	});

	it('of the log, such as a channel without type or a deleted incident, are shown as far as they go', async () => {
		const log_entries = [{ id: 'R1', type: 'new_log_entry', channel: { details: { a: 1 } }, incident: null }, null];
		const { items } = await listLogEntries(answering({ log_entries }), {});
		const [row] = items.map((entry) => showLogEntry(entry, 100));
		assert.deepEqual(
			[row?.event, row?.channel, row?.incident, row?.raw_event],
			['new', undefined, undefined, '{"details":{"a":1}}'],
		);
		await failure(getLogEntry(answering({}), 'R1'));
	});

	it('of orchestrations are shown; rules that cannot be read are never replaced', async () => {
		const { items } = await listEventOrchestrations(answering({ orchestrations: [{ id: 'x', team: null }, {}] }));
		assert.equal(items.length, 1);
		const sets = [
			{
				id: 'start',
				rules: [
					{ conditions: null, actions: null },
					{ conditions: [{}], actions: { a: 1 } },
				],
			},
		];
		const path = await getOrchestrationPath(answering({ orchestration_path: { sets } }), 'router', 'x');
		assert.deepEqual(
			showRules(path, new Map()).map(({ conditions, actions }) => [conditions, actions]),
			[
				[[], undefined],
				[[], '{"a":1}'],
			],
		);
		const odd = await getOrchestrationPath(answering({ orchestration_path: { sets: 'text' } }), 'router', 'x');
		assert.equal(odd.sets, undefined);
	});
});

it('analytics are asked again after a passing failure, though they are POSTs', async () => {
	const fake = new FakeApi(
		inTurn(
			() => json({}, 503),
			() => json({ data: [] }),
		),
	);
	const read = watch(readIncidentMetrics(fake.person, 'team', { filters }));
	await fake.clock.advance(5000);
	assert.deepEqual(read.value, []);
	assert.equal(fake.calls.length, 2);
});
