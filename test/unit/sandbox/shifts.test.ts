import assert from 'node:assert/strict';
import type { RotationEvent, ScheduleV3 } from '../../../src/sandbox/rendering/model.ts';
import { renderShifts } from '../../../src/sandbox/rendering/shifts.ts';

const at = (iso: string) => Date.parse(iso);
const span = (start: string, end: string) => ({ start: at(start), end: at(end) });

function event(given: Partial<RotationEvent>): RotationEvent {
	return {
		id: 'E',
		name: 'E',
		timeZone: 'Europe/Berlin',
		start: '2026-10-19T09:00:00',
		end: '2026-10-19T17:00:00',
		effectiveSince: at('2026-10-01T00:00Z'),
		effectiveUntil: null,
		recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=MO,WE'],
		strategy: { type: 'rotating_member_assignment_strategy', shiftsPerMember: 2, userIds: ['A', 'B'] },
		...given,
	};
}

const schedule = (...events: RotationEvent[]): ScheduleV3 => ({
	id: 'S',
	name: 'S',
	timeZone: 'Europe/Berlin',
	rotations: events.map((item, index) => ({ id: `R${index}`, events: [item] })),
	overrides: [],
});

const show = (shifts: ReturnType<typeof renderShifts>) =>
	shifts.map(({ userId, start, end }) =>
		[userId, ...[start, end].map((ms) => new Date(ms).toISOString().slice(5, 16))].join(' '),
	);

describe('rendering of a shift-based schedule', () => {
	it('rotates after so many shifts and keeps wall-clock times (Berlin, 25 October 2026)', () => {
		assert.deepEqual(show(renderShifts(schedule(event({})), span('2026-10-19T00:00Z', '2026-11-03T00:00Z'))), [
			'A 10-19T07:00 10-19T15:00',
			'A 10-21T07:00 10-21T15:00',
			'B 10-26T08:00 10-26T16:00',
			'B 10-28T08:00 10-28T16:00',
			'A 11-02T08:00 11-02T16:00',
		]);
	});

	it('counts from the first occurrence even when that is in the middle of a week', () => {
		const wednesday = event({ start: '2026-10-21T09:00:00', end: '2026-10-21T17:00:00' });
		assert.deepEqual(
			show(renderShifts(schedule(wednesday), span('2026-10-19T00:00Z', '2026-11-03T00:00Z'))).map((text) =>
				text.slice(0, 7),
			),
			['A 10-21', 'A 10-26', 'B 10-28', 'B 11-02'],
		);
	});

	it('puts several people on call at once', () => {
		const everybody = event({ strategy: { type: 'every_member_assignment_strategy', userIds: ['A', 'B'] } });
		const nights = event({
			start: '2026-10-19T16:00:00',
			end: '2026-10-20T09:00:00',
			recurrence: ['RRULE:FREQ=DAILY;INTERVAL=2'],
		});
		assert.deepEqual(show(renderShifts(schedule(everybody, nights), span('2026-10-19T00:00Z', '2026-10-20T00:00Z'))), [
			'A 10-19T07:00 10-19T15:00',
			'B 10-19T07:00 10-19T15:00',
			'A 10-19T14:00 10-20T00:00',
		]);
	});

	it('shows whole shifts with overflow', () => {
		const window = span('2026-10-19T10:00Z', '2026-10-19T11:00Z');
		assert.deepEqual(show(renderShifts(schedule(event({})), window, true)), ['A 10-19T07:00 10-19T15:00']);
		assert.deepEqual(show(renderShifts(schedule(event({})), window)), ['A 10-19T10:00 10-19T11:00']);
	});

	it('replaces the overridden person for the time of the override', () => {
		const overridden = schedule(event({}));
		overridden.overrides.push({
			id: 'O',
			rotationId: 'R0',
			overriddenUserId: 'A',
			overridingUserId: 'C',
			...span('2026-10-19T10:00Z', '2026-10-19T12:00Z'),
		});
		const shifts = renderShifts(overridden, span('2026-10-19T00:00Z', '2026-10-20T00:00Z'));
		assert.deepEqual(show(shifts), [
			'A 10-19T07:00 10-19T10:00',
			'C 10-19T10:00 10-19T12:00',
			'A 10-19T12:00 10-19T15:00',
		]);
		assert.equal(shifts[1]?.overrideId, 'O');
	});

	it('ends with the event', () => {
		const ended = event({ effectiveUntil: at('2026-10-20T00:00Z') });
		assert.equal(renderShifts(schedule(ended), span('2026-10-19T00:00Z', '2026-11-19T00:00Z')).length, 1);
	});
});
