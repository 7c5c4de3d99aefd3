import assert from 'node:assert/strict';
import { getIncidentAlert, listIncidentAlerts } from '../../../src/pagerduty/api/alerts.ts';
import { listIncidentRelatedChangeEvents } from '../../../src/pagerduty/api/change-events.ts';
import { getEscalationPolicy, listEscalationPolicies } from '../../../src/pagerduty/api/escalation-policies.ts';
import { getIncident, listIncidents, updateIncident, updateIncidents } from '../../../src/pagerduty/api/incidents.ts';
import { listIncidentLogEntries } from '../../../src/pagerduty/api/log-entries.ts';
import { createIncidentNote, listIncidentNotes } from '../../../src/pagerduty/api/notes.ts';
import { listOnCalls } from '../../../src/pagerduty/api/oncalls.ts';
import type { PagerDutyApi } from '../../../src/pagerduty/http/request.ts';
import { listPriorities } from '../../../src/pagerduty/api/priorities.ts';
import { referenceTo } from '../../../src/pagerduty/api/reference.ts';
import { getScheduleV3, listSchedulesV3 } from '../../../src/pagerduty/api/schedules-v3.ts';
import { getSchedule, listSchedules } from '../../../src/pagerduty/api/schedules.ts';
import { getService, listServices } from '../../../src/pagerduty/api/services.ts';
import { getTeam, listTeams } from '../../../src/pagerduty/api/teams.ts';
import { getCurrentUser, getUser, listUsers } from '../../../src/pagerduty/api/users.ts';
import { FakeApi, json } from './fake-api.ts';

/** Each operation, what it sends, and the name its objects stand under. */
const operations: readonly (readonly [string, (pd: PagerDutyApi) => Promise<unknown>, string, string, unknown?])[] = [
	[
		'listIncidents',
		(pd) => listIncidents(pd, { statuses: ['triggered'] }),
		'GET /incidents?statuses[]=triggered',
		'incidents',
	],
	[
		'getIncident',
		(pd) => getIncident(pd, 'Q1', { include: ['custom_fields'] }),
		'GET /incidents/Q1?include[]=custom_fields',
		'incident',
	],
	[
		'updateIncidents',
		(pd) => updateIncidents(pd, [{ id: 'Q1', status: 'acknowledged' }]),
		'PUT /incidents',
		'incidents',
		{ incidents: [{ id: 'Q1', type: 'incident_reference', status: 'acknowledged' }] },
	],
	[
		'updateIncident',
		(pd) => updateIncident(pd, 'Q1', { assignments: [{ assignee: referenceTo('user', 'P1') }] }),
		'PUT /incidents/Q1',
		'incident',
		{ incident: { type: 'incident_reference', assignments: [{ assignee: { id: 'P1', type: 'user_reference' } }] } },
	],
	['listIncidentNotes', (pd) => listIncidentNotes(pd, 'Q1'), 'GET /incidents/Q1/notes', 'notes'],
	[
		'createIncidentNote',
		(pd) => createIncidentNote(pd, 'Q1', 'Hi'),
		'POST /incidents/Q1/notes',
		'note',
		{ note: { content: 'Hi' } },
	],
	[
		'listIncidentAlerts',
		(pd) => listIncidentAlerts(pd, 'Q1', { limit: 5 }),
		'GET /incidents/Q1/alerts?limit=5',
		'alerts',
	],
	['getIncidentAlert', (pd) => getIncidentAlert(pd, 'Q1', 'A1'), 'GET /incidents/Q1/alerts/A1', 'alert'],
	[
		'listIncidentLogEntries',
		(pd) => listIncidentLogEntries(pd, 'Q1', { time_zone: 'UTC' }),
		'GET /incidents/Q1/log_entries?time_zone=UTC',
		'log_entries',
	],
	[
		'listOnCalls',
		(pd) => listOnCalls(pd, { schedule_ids: ['S1', 'S2'] }),
		'GET /oncalls?schedule_ids[]=S1&schedule_ids[]=S2',
		'oncalls',
	],
	['listServices', (pd) => listServices(pd, { query: 'web' }), 'GET /services?query=web', 'services'],
	['getService', (pd) => getService(pd, 'S1'), 'GET /services/S1', 'service'],
	['listUsers', (pd) => listUsers(pd, { query: 'ada' }), 'GET /users?query=ada', 'users'],
	['getUser', (pd) => getUser(pd, 'P1'), 'GET /users/P1', 'user'],
	['getCurrentUser', (pd) => getCurrentUser(pd), 'GET /users/me', 'user'],
	['listEscalationPolicies', (pd) => listEscalationPolicies(pd), 'GET /escalation_policies', 'escalation_policies'],
	['getEscalationPolicy', (pd) => getEscalationPolicy(pd, 'E1'), 'GET /escalation_policies/E1', 'escalation_policy'],
	['listSchedules', (pd) => listSchedules(pd, { offset: 25 }), 'GET /schedules?offset=25', 'schedules'],
	['getSchedule', (pd) => getSchedule(pd, 'S1', { overflow: false }), 'GET /schedules/S1?overflow=false', 'schedule'],
	['listSchedulesV3', (pd) => listSchedulesV3(pd), 'GET /v3/schedules', 'schedules'],
	[
		'getScheduleV3',
		(pd) => getScheduleV3(pd, 'S1', { include: ['final_schedule'] }),
		'GET /v3/schedules/S1?include[]=final_schedule',
		'schedule',
	],
	['listTeams', (pd) => listTeams(pd), 'GET /teams', 'teams'],
	['getTeam', (pd) => getTeam(pd, 'T1'), 'GET /teams/T1', 'team'],
	['listPriorities', (pd) => listPriorities(pd), 'GET /priorities', 'priorities'],
	[
		'listIncidentRelatedChangeEvents',
		(pd) => listIncidentRelatedChangeEvents(pd, 'Q1', { limit: 3 }),
		'GET /incidents/Q1/related_change_events?limit=3',
		'change_events',
	],
];

/** A record with nothing but an id; who is on call has none of its own. */
const bare = { id: 'X1', user: { id: 'X1' } };

describe('PagerDuty operations', () => {
	for (const [name, call, sent, key, body] of operations) {
		it(`${name} sends ${sent}`, async () => {
			const api = new FakeApi(() => json({ [key]: key.endsWith('s') ? [] : bare }));
			await call(api.person);
			const [{ method, url, body: sentBody } = assert.fail('nothing was sent')] = api.calls;
			assert.equal(`${method} ${url.pathname}${decodeURIComponent(url.search)}`, sent);
			assert.deepEqual(sentBody, body);
			assert.match(api.lines.join('\n'), new RegExp(`${name}:`));
		});

		it(`${name} reads records that hold nothing but an id, null, or the wrong types`, async () => {
			const names = Object.fromEntries(wrong.map((field) => [field, null]));
			const texts = Object.fromEntries(wrong.map((field) => [field, 'text']));
			const numbers = Object.fromEntries(wrong.map((field) => [field, 7]));
			const lists = Object.fromEntries(wrong.map((field) => [field, [null, 5, 'text', {}, []]]));
			const records = [bare, ...[names, texts, numbers, lists].map((fields) => ({ ...fields, ...bare }))];
			for (const record of records) {
				const api = new FakeApi(() => json({ [key]: key.endsWith('s') ? [null, 'odd', {}, record, 5] : record }));
				const found = JSON.stringify(await call(api.person));
				assert.match(found, /"id":"X1"/);
			}
		});
	}
});

/** Every field that any of the schemas reads. */
const wrong = [
	...['type', 'summary', 'self', 'html_url', 'name', 'title', 'description', 'status', 'urgency', 'role', 'email'],
	...['incident_number', 'created_at', 'priority', 'service', 'escalation_policy', 'teams', 'assignments', 'body'],
	...['acknowledgements', 'pending_actions', 'first_trigger_log_entry', 'alert_counts', 'conference_bridge'],
	...['incidents_responders', 'custom_fields', 'resolve_reason', 'is_mergeable', 'incident_type', 'alert_key'],
	...['severity', 'suppressed', 'integration', 'incident', 'agent', 'channel', 'contexts', 'assignees', 'changeset'],
	...['content', 'escalation_level', 'schedule', 'start', 'end', 'escalation_rules', 'num_loops', 'services'],
	...['users', 'schedule_layers', 'final_schedule', 'overrides_subschedule', 'rotations', 'time_zone', 'links'],
	...[
		'custom_details',
		'correlation_reason',
		'integrations',
		'support_hours',
		'incident_urgency_rule',
		'event_details',
	],
	...[
		'contact_methods',
		'auto_resolve_timeout',
		'alert_grouping_parameters',
		'invitation_sent',
		'last_status_change_by',
	],
];
