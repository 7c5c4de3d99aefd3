import assert from 'node:assert/strict';
import { overrideRoutes } from '../../src/sandbox/routes/overrides.ts';
import { shiftOverrideRoutes } from '../../src/sandbox/routes/shift-overrides.ts';
import { policyChangeRoutes } from '../../src/sandbox/routes/policy-changes.ts';
import { scheduleChangeRoutes } from '../../src/sandbox/routes/schedule-changes.ts';
import { shiftScheduleChangeRoutes } from '../../src/sandbox/routes/shift-schedule-changes.ts';
import { afterAllPassed } from '../support/all-passed.ts';
import { listAt, objectAt, textAt } from '../support/json-schema.ts';
import type { Exceptions } from '../support/openapi-exceptions.ts';
import { loadOpenApi } from '../support/openapi.ts';
import { SandboxContract } from '../support/sandbox-contract.ts';

const changes = ['createSchedule', 'createSchedulePreview', 'updateSchedule'];
const exceptions: Partial<Exceptions> = {
	replies: [
		{
			operations: [...changes, 'getSchedule'],
			at: '**/schedule_layers/*/end',
			when: 'null',
			reason: 'Null if the layer does not end, says the description; the schema says string.',
		},
		{
			operations: changes,
			at: '**/rendered_coverage_percentage',
			when: 'null',
			reason: 'Null unless since or until are given, says the description; the schema says number.',
		},
	],
	statuses: [
		{
			operations: ['deleteEscalationPolicy'],
			status: 400,
			reason: 'The answer while a service uses the policy; the document forgot it.',
		},
	],
};
const api = loadOpenApi(exceptions);

describe('the sandbox against PagerDuty’s OpenAPI: making schedules and policies', () => {
	let contract: SandboxContract;
	let users: string[];
	beforeEach(async () => {
		contract = await SandboxContract.open(api);
		users = [...contract.sandbox.store.users.keys()];
	});
	afterEach(() => contract.close());

	const user = (index: number) => ({ id: users[index] ?? '', type: 'user_reference' });
	const member = (index: number) => ({ type: 'user_member', user_id: users[index] ?? '' });
	const range = 'since=2026-11-01T00:00:00Z&until=2026-12-01T00:00:00Z';
	const idAt = (body: object, key: string) => textAt(objectAt(body, key), 'id') ?? assert.fail(`no ${key}`);
	const firstId = (body: object, key: string) => textAt(listAt(body, key)[0], 'id') ?? assert.fail(`no ${key}`);

	const layer = (restrictions: readonly object[] = []) => ({
		name: 'Days',
		start: '2026-11-01T00:00:00Z',
		rotation_virtual_start: '2026-11-01T00:00:00Z',
		rotation_turn_length_seconds: 604_800,
		users: [{ user: user(0) }, { user: user(1) }],
		restrictions,
	});
	const schedule = (layers: readonly object[] = [layer()]) => ({
		schedule: { type: 'schedule', name: 'Contract', time_zone: 'Europe/Berlin', schedule_layers: layers },
	});

	it('previews, creates, changes and deletes layered schedules', async () => {
		const daily = { type: 'daily_restriction', start_time_of_day: '08:00:00', duration_seconds: 3600 };
		const weekly = { ...daily, type: 'weekly_restriction', start_day_of_week: 3 };
		await contract.call(200, 'POST', `/schedules/preview?${range}`, { body: schedule([layer([daily, weekly])]) });
		const id = idAt(await contract.call(201, 'POST', '/schedules', { body: schedule() }), 'schedule');
		await contract.call(400, 'POST', '/schedules', { body: schedule() });
		await contract.call(400, 'POST', '/schedules', { body: schedule([]) });
		await contract.call(200, 'PUT', `/schedules/${id}`, { body: schedule([layer([daily])]) });
		await contract.get(`/schedules/${id}?${range}`);
		await contract.call(204, 'DELETE', `/schedules/${id}`);
		await contract.call(404, 'DELETE', `/schedules/${id}`);
		const used = firstId(await contract.get('/schedules?query=payments'), 'schedules');
		await contract.call(400, 'DELETE', `/schedules/${used}`);
	});

	it('makes and removes overrides of layered schedules, some refused inside a 201', async () => {
		const id = firstId(await contract.get('/schedules?query=identity'), 'schedules');
		const path = `/schedules/${id}/overrides`;
		const times = (start: string, end: string) => ({ start, end, user: user(2) });
		await contract.call(201, 'POST', path, {
			body: {
				overrides: [
					times('2026-11-04T10:00:00Z', '2026-11-04T12:00:00Z'),
					times('2026-11-10T10:00:00Z', '2026-11-10T12:00:00Z'),
					times('2026-11-11T10:00:00Z', '2026-11-11T09:00:00Z'),
				],
			},
		});
		const overrides = listAt(await contract.call(201, 'GET', `${path}?${range}&overflow=true`), 'overrides');
		assert.equal(overrides.length, 2);
		const [going, coming] = overrides.map((override) => textAt(override, 'id') ?? '');
		await contract.call(204, 'DELETE', `${path}/${coming ?? ''}`);
		await contract.call(200, 'DELETE', `${path}/${going ?? ''}`);
		await contract.call(404, 'DELETE', `${path}/${coming ?? ''}`);
		await contract.call(400, 'GET', path, { wrong: true });
	});

	const event = {
		name: 'Weeks',
		start_time: { date_time: '2026-11-02T09:00:00+01:00', time_zone: 'Europe/Berlin' },
		end_time: { date_time: '2026-11-09T09:00:00+01:00', time_zone: 'Europe/Berlin' },
		effective_since: '2026-11-04T10:30:00Z',
		recurrence: ['RRULE:FREQ=WEEKLY'],
	};

	it('makes shift-based schedules with rotations, overrides and custom shifts, and deletes them', async () => {
		const body = { schedule: { name: 'Contract shifts', time_zone: 'Europe/Berlin' } };
		const id = idAt(await contract.call(201, 'POST', '/v3/schedules', { body }), 'schedule');
		const base = `/v3/schedules/${id}`;
		await contract.call(200, 'PUT', base, { body: { schedule: { description: 'Changed', time_zone: 'Etc/UTC' } } });
		await contract.call(400, 'PUT', base, { body: { schedule: { description: 'Changed' } } });
		const rotation = idAt(await contract.call(201, 'POST', `${base}/rotations`, { body: {} }), 'rotation');
		const strategy = {
			type: 'rotating_member_assignment_strategy',
			shifts_per_member: 1,
			members: [member(0), member(1)],
		};
		const events = `${base}/rotations/${rotation}/events`;
		const made = await contract.call(201, 'POST', events, {
			body: { event: { ...event, assignment_strategy: strategy } },
		});
		await contract.call(400, 'POST', events, { body: { event: { ...event, assignment_strategy: strategy } } });
		await contract.call(200, 'PUT', `${events}/${idAt(made, 'event')}`, {
			body: { event: { effective_until: '2026-11-30T00:00:00Z' } },
		});
		const next = { ...event, effective_since: '2026-12-01T00:00:00Z', assignment_strategy: strategy };
		const coming = idAt(await contract.call(201, 'POST', events, { body: { event: next } }), 'event');
		await contract.call(200, 'PUT', `${events}/${coming}`, { body: { event: { ...next, name: 'Later' } } });
		await contract.call(204, 'DELETE', `${events}/${coming}`);
		await contract.call(404, 'DELETE', `${events}/${coming}`);
		const empty = idAt(await contract.call(201, 'POST', `${base}/rotations`, { body: {} }), 'rotation');
		await contract.call(204, 'DELETE', `${base}/rotations/${empty}`);
		await contract.call(404, 'DELETE', `${base}/rotations/${empty}`);
		const times = { start_time: '2026-11-05T10:00:00Z', end_time: '2026-11-05T12:00:00Z' };
		const override = {
			type: 'override_shift',
			rotation_id: rotation,
			...times,
			overridden_member: member(0),
			overriding_member: member(3),
		};
		await contract.call(201, 'POST', `${base}/overrides`, { body: { overrides: [override] } });
		// Who stands in already is not whom the rotation has.
		for (const other of [5, 3]) {
			const overrides = [{ ...override, overridden_member: member(other) }];
			await contract.call(400, 'POST', `${base}/overrides`, { body: { overrides } });
		}
		const overrideId = firstId(await contract.get(`${base}/overrides?${range}`), 'overrides');
		const shift = {
			type: 'custom_shift',
			start_time: '2026-12-05T10:00:00Z',
			end_time: '2026-12-05T12:00:00Z',
			assignments: [{ type: 'shift_assignment', member: member(4) }],
		};
		await contract.call(201, 'POST', `${base}/custom_shifts`, { body: { custom_shifts: [shift] } });
		const later = 'since=2026-12-01T00:00:00Z&until=2026-12-31T00:00:00Z';
		const shiftId = firstId(await contract.get(`${base}/custom_shifts?${later}`), 'custom_shifts');
		const part = 'since=2026-12-05T11:00:00Z&until=2026-12-06T00:00:00Z';
		const startIn = async (query: string) =>
			textAt(listAt(await contract.get(`${base}/custom_shifts?${query}`), 'custom_shifts')[0], 'start_time');
		assert.equal(await startIn(part), '2026-12-05T11:00:00Z');
		assert.equal(await startIn(`${part}&overflow=true`), shift.start_time);
		await contract.get(`${base}?include[]=final_schedule&since=2026-11-01T00:00:00Z&until=2026-12-31T00:00:00Z`);
		await contract.call(200, 'PUT', `${base}/overrides/${overrideId}`, {
			body: { override: { end_time: '2026-11-05T11:00:00Z', overriding_member: member(4) } },
		});
		await contract.call(200, 'PUT', `${base}/custom_shifts/${shiftId}`, {
			body: { custom_shift: { start_time: '2026-12-05T09:00:00Z', assignments: shift.assignments } },
		});
		await contract.call(404, 'PUT', `${base}/custom_shifts/NONE`, { body: { custom_shift: {} } });
		await contract.call(204, 'DELETE', `${base}/overrides/${overrideId}`);
		await contract.call(204, 'DELETE', `${base}/custom_shifts/${shiftId}`);
		await contract.call(404, 'DELETE', `${base}/custom_shifts/${shiftId}`);
		await contract.call(204, 'DELETE', base);
	});

	it('creates, changes and deletes escalation policies', async () => {
		const policy = (name: string) => ({
			escalation_policy: {
				type: 'escalation_policy',
				name,
				escalation_rules: [{ escalation_delay_in_minutes: 5, targets: [user(0)] }],
			},
		});
		const path = '/escalation_policies';
		const id = idAt(await contract.call(201, 'POST', path, { body: policy('Contract') }), 'escalation_policy');
		await contract.call(400, 'POST', path, { body: policy('Contract') });
		await contract.call(200, 'PUT', `${path}/${id}`, { body: policy('Contract 2') });
		await contract.call(204, 'DELETE', `${path}/${id}`);
		const used = firstId(await contract.get(`${path}?query=payments`), 'escalation_policies');
		await contract.call(400, 'DELETE', `${path}/${used}`);
	});

	afterAllPassed('covers every route', () => {
		const routes = [
			...overrideRoutes,
			...shiftOverrideRoutes,
			...scheduleChangeRoutes,
			...shiftScheduleChangeRoutes,
			...policyChangeRoutes,
		];
		assert.deepEqual(api.uncovered(routes), []);
	});
	afterAllPassed('needs every exception it makes', () => assert.deepEqual(api.unusedExceptions(), []));
});
