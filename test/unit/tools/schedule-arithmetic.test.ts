import assert from 'node:assert/strict';
import { calendarOf, dayParts, splitByPart, type DayRules } from '../../../src/tools/schedules/day-parts.ts';
import { hoursByPerson } from '../../../src/tools/schedules/hours-on-call.ts';
import { payrollCsv, payrollRows, payrollTotals } from '../../../src/tools/scheduling/shared/payroll.ts';
import type { RenderedSchedule } from '../../../src/tools/schedules/read-schedule.ts';
import { clip, gaps, intersect, joinNeighbours, totalLength, union, type Span } from '../../../src/tools/time/spans.ts';
import { payrollMonth, payrollRules } from '../../support/payroll-month.ts';

/** The same numbers in each run. */
function seeded(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

const quarter = 15 * 60_000;

const rules = payrollRules;

describe('spans', () => {
	const random = seeded(7);
	const spans = (count: number): Span[] =>
		Array.from({ length: count }, () => {
			const start = random(60);
			return { start, end: start + random(12) };
		});
	const moments = (items: readonly Span[]) =>
		new Set(items.flatMap(({ start, end }) => Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i)));

	it('lose no moment and count none twice, however they overlap', () => {
		for (let round = 0; round < 500; round++) {
			const items = spans(random(9));
			const span = { start: random(30), end: 31 + random(40) };
			const joined = union(items);
			assert.deepEqual(moments(joined), moments(items));
			assert.equal(totalLength(joined), moments(items).size);
			for (const [index, item] of joined.entries()) assert.ok(index === 0 || joined[index - 1]!.end < item.start);
			const open = gaps(items, span);
			assert.equal(totalLength(open) + totalLength(union(clip(items, span))), span.end - span.start);
			assert.deepEqual(intersect(open, items), []);
			const windows = spans(3);
			const inside = moments(intersect(joined, windows));
			assert.deepEqual(inside, new Set([...moments(joined)].filter((moment) => moments(windows).has(moment))));
		}
	});

	it('are joined only where they touch and belong together', () => {
		const items = [
			{ start: 0, end: 1, who: 'a' },
			{ start: 1, end: 2, who: 'a' },
			{ start: 2, end: 3, who: 'b' },
			{ start: 4, end: 5, who: 'b' },
		];
		assert.deepEqual(
			joinNeighbours(items, (a, b) => a.who === b.who).map(({ start, end }) => [start, end]),
			[
				[0, 2],
				[2, 3],
				[4, 5],
			],
		);
	});
});

describe('kinds of time', () => {
	const zones = [
		'Europe/Berlin',
		'Europe/London',
		'America/Los_Angeles',
		'America/New_York',
		'America/Sao_Paulo',
		'America/St_Johns',
		'Asia/Kolkata',
		'Asia/Kathmandu',
		'Asia/Tokyo',
		'Africa/Cairo',
		'Africa/Casablanca',
		'Australia/Sydney',
		'Australia/Lord_Howe',
		'Pacific/Chatham',
		'Pacific/Kiritimati',
		'Antarctica/Troll',
		'UTC',
	];

	/** What a wall clock shows, asked of the platform and not of the library under test. */
	function clock(zone: string) {
		const format = new Intl.DateTimeFormat('en-GB', {
			timeZone: zone,
			hourCycle: 'h23',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			weekday: 'short',
		});
		return (at: number, { nightStart, nightEnd, weekend, holidays }: DayRules) => {
			const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
			const date = `${part.get('year')}-${part.get('month')}-${part.get('day')}`;
			const time = `${part.get('hour')}:${part.get('minute')}`;
			const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part.get('weekday') ?? '') + 1;
			if (holidays.has(date)) return 'holiday';
			if (weekend.has(day)) return 'weekend';
			const night =
				nightStart > nightEnd ? time >= nightStart || time < nightEnd : time >= nightStart && time < nightEnd;
			return night ? 'night' : 'regular';
		};
	}

	for (const zone of zones) {
		it(`are those of the wall clock in ${zone}, every quarter of an hour, clock changes included`, () => {
			const random = seeded(zone.length * 31);
			const kindAt = clock(zone);
			// Weeks in which clocks change somewhere: March, April, September to November.
			for (const week of [
				'2026-03-06',
				'2026-03-27',
				'2026-04-03',
				'2026-04-24',
				'2026-09-25',
				'2026-10-23',
				'2026-10-30',
			]) {
				const start = Date.parse(week) + random(96) * quarter;
				const span = { start, end: start + (96 * 4 + random(96)) * quarter };
				for (const own of [
					rules,
					{ ...rules, nightStart: '02:30', nightEnd: '02:45' },
					{ ...rules, nightStart: '00:00', nightEnd: '05:00', weekend: new Set([5]) },
					{ ...rules, nightStart: '01:00', nightEnd: '01:00' },
				]) {
					const expected = { regular: 0, night: 0, weekend: 0, holiday: 0 };
					for (let at = span.start; at < span.end; at += quarter) expected[kindAt(at, own)] += quarter;
					assert.deepEqual(splitByPart([span], calendarOf(zone, span, own)), expected, `${week} ${own.nightStart}`);
				}
			}
		});
	}

	it('add up to the whole, however the time is cut', () => {
		const random = seeded(3);
		const span = { start: Date.parse('2026-03-01'), end: Date.parse('2026-04-01') };
		for (const zone of zones) {
			const calendar = calendarOf(zone, span, rules);
			assert.equal(totalLength(calendar), span.end - span.start);
			assert.deepEqual(union(calendar), [span]);
			const cuts = [span.start, span.end, ...Array.from({ length: 20 }, () => span.start + random(31 * 86_400) * 1000)];
			const sorted = cuts.sort((a, b) => a - b);
			const pieces = sorted.slice(1).map((end, index) => ({ start: sorted[index]!, end }));
			assert.deepEqual(splitByPart(pieces, calendar), splitByPart([span], calendar));
			const whole = splitByPart([span], calendar);
			assert.equal(
				dayParts.reduce((sum, part) => sum + whole[part], 0),
				span.end - span.start,
			);
		}
	});

	it('count the hour that comes twice, and not the one that is left out', () => {
		const night = (day: string) => ({
			start: Date.parse(`${day}T00:00:00+01:00`),
			end: Date.parse(`${day}T12:00:00+01:00`),
		});
		const only = { ...rules, weekend: new Set<number>() };
		// Berlin, 29 March: 00:00 to 06:00 is five hours; 25 October: seven, one of them before midnight in winter time.
		const spring = night('2026-03-29');
		assert.equal(splitByPart([spring], calendarOf('Europe/Berlin', spring, only)).night, 5 * 3_600_000);
		const autumn = { start: Date.parse('2026-10-25T00:00:00+02:00'), end: Date.parse('2026-10-25T12:00:00+01:00') };
		assert.equal(splitByPart([autumn], calendarOf('Europe/Berlin', autumn, only)).night, 7 * 3_600_000);
	});
});

describe('payroll', () => {
	const span = { start: Date.parse('2026-03-01'), end: Date.parse('2026-04-01') };
	const schedule = (name: string, turns: readonly (Span & { user: string })[]): RenderedSchedule => ({
		id: name,
		name,
		kind: 'layers',
		timeZone: 'UTC',
		local: { zone: 'UTC' },
		url: undefined,
		span,
		turns: turns.map((turn) => ({ ...turn, userId: turn.user })),
	});
	const worker = (name: string, timeZone: string | undefined) => ({ name, email: `${name}@example.com`, timeZone });

	it('counts a person on two schedules at once only once', () => {
		const hour = (start: number, end: number, user: string) => ({
			start: span.start + start * 3_600_000,
			end: span.start + end * 3_600_000,
			user,
		});
		const duties = hoursByPerson([
			schedule('one', [hour(0, 10, 'ann'), hour(10, 20, 'bob')]),
			schedule('two', [hour(5, 15, 'ann')]),
		]);
		assert.deepEqual(
			duties.map(({ user, milliseconds, shifts, schedules }) => [user, milliseconds / 3_600_000, shifts, schedules]),
			[
				['ann', 15, 2, ['one', 'two']],
				['bob', 10, 1, ['one']],
			],
		);
	});

	it('adds up, row by row and in all, for a month, 20 schedules and 60 people', () => {
		const { rows, csv } = payrollMonth();
		assert.equal(rows.length, 60);
		const totals = payrollTotals(rows);
		assert.equal(totals.total_hours, 20 * 31 * 24);
		assert.equal(
			totals.regular_hours + totals.night_hours + totals.weekend_hours + totals.holiday_hours,
			totals.total_hours,
		);
		assert.equal(csv.trimEnd().split('\r\n').length, 62);
	});

	it('is CSV that no name can break, nor run', () => {
		const names = ['=cmd()', 'Ann "A", B', '+1', 'two\nlines'];
		const duties = hoursByPerson([
			schedule(
				'x',
				names.map((user, index) => ({ start: span.start + index, end: span.start + index + 1, user })),
			),
		]);
		const rows = payrollRows(duties, new Map(names.map((name) => [name, worker(name, undefined)])), span, rules, 'UTC');
		const csv = payrollCsv(rows, { start: 'a', end: 'b' });
		assert.match(csv, /^'=cmd\(\)/m);
		assert.match(csv, /"Ann ""A"", B"/);
		assert.match(csv, /"two\nlines"/);
		assert.match(csv, /^'\+1/m);
	});
});
