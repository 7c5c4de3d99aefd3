import assert from 'node:assert/strict';
import { renderLayer } from '../../../src/sandbox/rendering/layers.ts';
import type { Layer, Restriction, ScheduleV2, Shift } from '../../../src/sandbox/rendering/model.ts';
import { renderSchedule } from '../../../src/sandbox/rendering/schedule.ts';
import { coverage } from '../../../src/sandbox/rendering/spans.ts';

const at = (iso: string) => Date.parse(iso);
const span = (start: string, end: string) => ({ start: at(start), end: at(end) });
const day = 24 * 3600;

function layer(start: string, turnSeconds: number, userIds: string[], restrictions: Restriction[] = []): Layer {
	const time = at(start);
	return { id: 'L', name: 'L', start: time, end: null, rotationVirtualStart: time, turnSeconds, userIds, restrictions };
}

function daily(startTimeOfDay: string, hours: number): Restriction {
	return { type: 'daily_restriction', startTimeOfDay, durationSeconds: hours * 3600, startDayOfWeek: null };
}

function weekly(startDayOfWeek: number, startTimeOfDay: string, hours: number): Restriction {
	return { type: 'weekly_restriction', startTimeOfDay, durationSeconds: hours * 3600, startDayOfWeek };
}

/** `A 2026-…Z 2026-…Z` */
const show = (shifts: readonly Shift[]) =>
	shifts.map(({ userId, start, end }) =>
		[userId, ...[start, end].map((ms) => new Date(ms).toISOString().replace(':00.000Z', 'Z'))].join(' '),
	);

describe('rendering of a layer', () => {
	it('hands over at the same wall-clock time in spring (Berlin, 29 March 2026)', () => {
		const week = layer('2026-03-16T08:00Z', 7 * day, ['A', 'B', 'C']);
		assert.deepEqual(show(renderLayer(week, 'Europe/Berlin', span('2026-03-16T00:00Z', '2026-04-10T00:00Z'))), [
			'A 2026-03-16T08:00Z 2026-03-23T08:00Z',
			'B 2026-03-23T08:00Z 2026-03-30T07:00Z',
			'C 2026-03-30T07:00Z 2026-04-06T07:00Z',
			'A 2026-04-06T07:00Z 2026-04-10T00:00Z',
		]);
	});

	it('hands over at the same wall-clock time in autumn (Los Angeles, 1 November 2026)', () => {
		const days = layer('2026-10-30T16:00Z', day, ['A', 'B']);
		assert.deepEqual(show(renderLayer(days, 'America/Los_Angeles', span('2026-10-31T00:00Z', '2026-11-03T00:00Z'))), [
			'A 2026-10-31T00:00Z 2026-10-31T16:00Z',
			'B 2026-10-31T16:00Z 2026-11-01T17:00Z',
			'A 2026-11-01T17:00Z 2026-11-02T17:00Z',
			'B 2026-11-02T17:00Z 2026-11-03T00:00Z',
		]);
	});

	it('keeps half days at eight o’clock (Sydney, 4 October 2026: an eleven-hour night)', () => {
		const halves = layer('2026-10-02T22:00Z', day / 2, ['A', 'B']);
		assert.deepEqual(show(renderLayer(halves, 'Australia/Sydney', span('2026-10-03T00:00Z', '2026-10-04T20:00Z'))), [
			'A 2026-10-03T00:00Z 2026-10-03T10:00Z',
			'B 2026-10-03T10:00Z 2026-10-03T21:00Z',
			'A 2026-10-03T21:00Z 2026-10-04T09:00Z',
			'B 2026-10-04T09:00Z 2026-10-04T20:00Z',
		]);
	});

	it('gives nights of nine and of seven hours (Berlin, October and March)', () => {
		const nights = layer('2026-01-01T00:00Z', 365 * day, ['A'], [daily('22:00:00', 8)]);
		const render = (start: string, end: string) => show(renderLayer(nights, 'Europe/Berlin', span(start, end)));
		assert.deepEqual(render('2026-10-24T12:00Z', '2026-10-26T12:00Z'), [
			'A 2026-10-24T20:00Z 2026-10-25T05:00Z',
			'A 2026-10-25T21:00Z 2026-10-26T05:00Z',
		]);
		assert.deepEqual(render('2026-03-28T12:00Z', '2026-03-29T12:00Z'), ['A 2026-03-28T21:00Z 2026-03-29T04:00Z']);
	});

	it('knows zones of half an hour and without clock changes (Kolkata)', () => {
		const office = layer(
			'2026-03-01T18:30Z',
			7 * day,
			['A', 'B'],
			[weekly(1, '09:00:00', 10), weekly(2, '09:00:00', 10)],
		);
		assert.deepEqual(show(renderLayer(office, 'Asia/Kolkata', span('2026-03-02T00:00Z', '2026-03-16T00:00Z'))), [
			'A 2026-03-02T03:30Z 2026-03-02T13:30Z',
			'A 2026-03-03T03:30Z 2026-03-03T13:30Z',
			'B 2026-03-09T03:30Z 2026-03-09T13:30Z',
			'B 2026-03-10T03:30Z 2026-03-10T13:30Z',
		]);
	});

	it('drops an hour that does not exist (Los Angeles, 8 March 2026, 02:30)', () => {
		const hours = layer('2026-03-01T00:00Z', 30 * day, ['A'], [daily('02:30:00', 1)]);
		assert.deepEqual(show(renderLayer(hours, 'America/Los_Angeles', span('2026-03-07T08:00Z', '2026-03-10T00:00Z'))), [
			'A 2026-03-07T10:30Z 2026-03-07T11:30Z',
			'A 2026-03-09T09:30Z 2026-03-09T10:30Z',
		]);
	});

	it('counts turns through restrictions and over the edge of the week', () => {
		const weekends = layer('2026-05-04T00:00Z', 7 * day, ['A', 'B'], [weekly(5, '18:00:00', 62)]);
		assert.deepEqual(show(renderLayer(weekends, 'Etc/UTC', span('2026-05-08T00:00Z', '2026-05-19T00:00Z'))), [
			'A 2026-05-08T18:00Z 2026-05-11T00:00Z',
			'B 2026-05-11T00:00Z 2026-05-11T08:00Z',
			'B 2026-05-15T18:00Z 2026-05-18T00:00Z',
			'A 2026-05-18T00:00Z 2026-05-18T08:00Z',
		]);
	});

	it('begins and ends with the layer, and can rotate from before its start', () => {
		const late = {
			...layer('2026-05-01T00:00Z', day, ['A', 'B']),
			start: at('2026-05-02T12:00Z'),
			end: at('2026-05-03T06:00Z'),
		};
		assert.deepEqual(show(renderLayer(late, 'Etc/UTC', span('2026-05-01T00:00Z', '2026-05-09T00:00Z'))), [
			'B 2026-05-02T12:00Z 2026-05-03T00:00Z',
			'A 2026-05-03T00:00Z 2026-05-03T06:00Z',
		]);
	});
});

describe('rendering of a schedule', () => {
	const schedule = (layers: Layer[], overrides: Shift[] = []): ScheduleV2 => ({
		id: 'S',
		name: 'S',
		timeZone: 'Etc/UTC',
		layers,
		overrides: overrides.map((shift, index) => ({ id: `O${index}`, ...shift })),
	});
	const base = layer('2026-05-01T00:00Z', 7 * day, ['A', 'B']);
	const days = layer('2026-05-01T00:00Z', 7 * day, ['C', 'A'], [daily('09:00:00', 8)]);

	it('lets the later layer win, then overrides, the last one first', () => {
		const shifts = [
			{ ...span('2026-05-02T10:00Z', '2026-05-02T14:00Z'), userId: 'D' },
			{ ...span('2026-05-02T12:00Z', '2026-05-02T20:00Z'), userId: 'E' },
		];
		const { final } = renderSchedule(schedule([base, days], shifts), span('2026-05-02T00:00Z', '2026-05-03T00:00Z'));
		assert.deepEqual(show(final), [
			'A 2026-05-02T00:00Z 2026-05-02T09:00Z',
			'C 2026-05-02T09:00Z 2026-05-02T10:00Z',
			'D 2026-05-02T10:00Z 2026-05-02T12:00Z',
			'E 2026-05-02T12:00Z 2026-05-02T20:00Z',
			'A 2026-05-02T20:00Z 2026-05-03T00:00Z',
		]);
	});

	it('joins what one person has in a row', () => {
		const { final } = renderSchedule(schedule([base, days]), span('2026-05-09T00:00Z', '2026-05-10T00:00Z'));
		assert.deepEqual(show(final), [
			'B 2026-05-09T00:00Z 2026-05-09T09:00Z',
			'A 2026-05-09T09:00Z 2026-05-09T17:00Z',
			'B 2026-05-09T17:00Z 2026-05-10T00:00Z',
		]);
		const same = renderSchedule(
			schedule([base], [{ ...span('2026-05-09T10:00Z', '2026-05-09T12:00Z'), userId: 'B' }]),
			span('2026-05-09T00:00Z', '2026-05-10T00:00Z'),
		);
		assert.deepEqual(show(same.final), ['B 2026-05-09T00:00Z 2026-05-10T00:00Z']);
	});

	it('leaves gaps empty and says how much is covered', () => {
		const day2 = span('2026-05-02T00:00Z', '2026-05-03T00:00Z');
		const { final } = renderSchedule(schedule([days]), day2);
		assert.deepEqual(show(final), ['C 2026-05-02T09:00Z 2026-05-02T17:00Z']);
		assert.equal(coverage(final, day2), 33.3);
	});

	it('cuts entries at the edges, or shows them whole with overflow', () => {
		const window = span('2026-05-09T10:00Z', '2026-05-09T14:00Z');
		assert.deepEqual(show(renderSchedule(schedule([base]), window).final), ['B 2026-05-09T10:00Z 2026-05-09T14:00Z']);
		assert.deepEqual(show(renderSchedule(schedule([base]), window, true).final), [
			'B 2026-05-08T00:00Z 2026-05-15T00:00Z',
		]);
	});
});
