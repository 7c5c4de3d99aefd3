import assert from 'node:assert/strict';
import { alert } from '../../../src/pagerduty/api/alerts.ts';
import { changeEvent } from '../../../src/pagerduty/api/change-events.ts';
import { incident } from '../../../src/pagerduty/api/incident.ts';
import { logEntry } from '../../../src/pagerduty/api/log-entries.ts';
import { onCall } from '../../../src/pagerduty/api/oncalls.ts';
import { scheduleV3 } from '../../../src/pagerduty/api/schedules-v3.ts';
import { schedule } from '../../../src/pagerduty/api/schedules.ts';
import { service } from '../../../src/pagerduty/api/services.ts';
import { user } from '../../../src/pagerduty/api/users.ts';

const ada = { id: 'P1', type: 'user_reference', summary: 'Ada', self: null, html_url: null };

describe('PagerDuty objects', () => {
	it('reads an incident', () => {
		const read = incident.parse({
			id: 'Q1',
			incident_number: 42,
			title: 'Disk full',
			status: 'acknowledged',
			urgency: 'high',
			assignments: [{ at: '2026-01-05T09:00:00Z', assignee: ada }],
			acknowledgements: [{ at: '2026-01-05T09:01:00Z', acknowledger: ada }],
			priority: { id: 'PR1', summary: 'P1', name: 'P1' },
			alert_counts: { all: 3, triggered: 2, resolved: 1 },
		});
		assert.equal(read.title, 'Disk full');
		assert.equal(read.assignments?.[0]?.assignee.summary, 'Ada');
		assert.equal(read.assignments[0].assignee.html_url, undefined);
		assert.equal(read.acknowledgements?.[0]?.at, '2026-01-05T09:01:00Z');
		assert.equal(read.priority?.name, 'P1');
		assert.deepEqual(read.alert_counts, { all: 3, triggered: 2, resolved: 1 });
		assert.equal(read.teams, undefined, 'what was not sent is not known to be empty');
		assert.deepEqual(incident.parse({ id: 'Q1', teams: [] }).teams, []);
	});

	it('reads numbers that are texts, texts that are numbers, and flags that are texts', () => {
		const read = incident.parse({ id: 7, incident_number: '42', title: 404, is_mergeable: 'true' });
		assert.deepEqual([read.id, read.incident_number, read.title, read.is_mergeable], ['7', 42, '404', true]);
		assert.equal(incident.parse({ id: 'Q1', incident_number: 'many' }).incident_number, undefined);
		assert.equal(incident.parse({ id: 'Q1', incident_number: '' }).incident_number, undefined);
	});

	it('needs an id', () => {
		for (const odd of [{}, { id: null }, { id: '' }, { id: {} }, null, 'Q1', []]) {
			assert.equal(incident.safeParse(odd).success, false);
		}
	});

	it('keeps states and roles that nobody knows yet', () => {
		assert.equal(incident.parse({ id: 'Q1', status: 'suspended' }).status, 'suspended');
		assert.equal(user.parse({ id: 'P1', role: 'wizard' }).role, 'wizard');
	});

	it('leaves out an assignment to nobody', () => {
		const read = incident.parse({ id: 'Q1', assignments: [{ at: 'x', assignee: null }, { assignee: ada }] });
		assert.deepEqual(
			read.assignments?.map(({ assignee }) => assignee.id),
			['P1'],
		);
	});

	it('reads an alert’s body that is plain text as its details', () => {
		assert.equal(alert.parse({ id: 'A1', body: 'disk full' }).body?.details, 'disk full');
		assert.deepEqual(alert.parse({ id: 'A1', body: { details: { disk: '/dev/sda' }, contexts: null } }).body, {
			details: { disk: '/dev/sda' },
			contexts: undefined,
		});
		assert.equal(alert.parse({ id: 'A1', alert_key: null, body: null }).body, undefined);
	});

	it('reads the assignees of an entry and its channel', () => {
		const read = logEntry.parse({
			id: 'R1',
			type: 'assign_log_entry',
			assignees: [ada, {}],
			channel: { type: 'api', details: { any: ['thing'] }, service_key: 'a secret' },
		});
		assert.deepEqual(
			read.assignees?.map(({ id }) => id),
			['P1'],
		);
		assert.deepEqual(read.channel, { type: 'api', details: { any: ['thing'] } });
	});

	it('reads permanent duty without schedule, start and end', () => {
		const read = onCall.parse({ user: ada, schedule: null, start: null, end: null, escalation_level: 1 });
		assert.deepEqual([read.schedule, read.start, read.end], [undefined, undefined, undefined]);
	});

	it('reads turns of both kinds of schedule', () => {
		const entries = [{ user: ada, start: 'a', end: 'b' }];
		const layered = schedule.parse({ id: 'S1', final_schedule: { rendered_schedule_entries: entries } });
		assert.equal(layered.final_schedule?.rendered_schedule_entries[0]?.user?.id, 'P1');
		const assignments = [{ start_time: 'a', end_time: 'b', member: { type: 'user_member', user_id: 'P1' } }];
		const shifts = scheduleV3.parse({ id: 'S2', final_schedule: { computed_shift_assignments: assignments } });
		assert.equal(shifts.final_schedule?.computed_shift_assignments[0]?.member?.user_id, 'P1');
	});

	it('drops what lets anybody act: integration keys, routing keys, calendar links', () => {
		const secret = 'not-for-anybody';
		const read = [
			service.parse({ id: 'S1', integrations: [{ id: 'I1', integration_key: secret, integration_email: secret }] }),
			changeEvent.parse({ id: 'C1', routing_key: secret }),
			user.parse({
				id: 'P1',
				http_cal_url: secret,
				web_cal_url: secret,
				contact_methods: [{ id: 'M1', address: secret }],
			}),
			logEntry.parse({ id: 'R1', channel: { service_key: secret } }),
		];
		assert.doesNotMatch(JSON.stringify(read), new RegExp(secret));
	});
});
