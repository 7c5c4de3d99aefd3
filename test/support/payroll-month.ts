import type { DayRules } from '../../src/tools/schedules/day-parts.ts';
import { hoursByPerson } from '../../src/tools/schedules/hours-on-call.ts';
import { payrollCsv, payrollRows } from '../../src/tools/scheduling/shared/payroll.ts';
import type { RenderedSchedule } from '../../src/tools/schedules/read-schedule.ts';

export const payrollRules: DayRules = {
	nightStart: '22:00',
	nightEnd: '06:00',
	weekend: new Set([6, 7]),
	holidays: new Set(['2026-03-17', '2026-10-26', '2026-12-25']),
};

const zones = ['Europe/Berlin', 'America/Los_Angeles', 'Asia/Kolkata', 'Australia/Sydney', 'Asia/Tokyo', 'UTC'];
const month = { start: Date.parse('2026-03-01'), end: Date.parse('2026-04-01') };
const turnMs = 3 * 3_600_000;

/** The payroll of March 2026 for 20 schedules and 60 people in six zones, from rendered turns of three hours. */
export function payrollMonth() {
	const workers = new Map(
		Array.from({ length: 60 }, (_, index) => {
			const name = `p${index}`;
			return [name, { name, email: `${name}@example.com`, timeZone: zones[index % zones.length] }] as const;
		}),
	);
	const schedules = Array.from({ length: 20 }, (_, number): RenderedSchedule => ({
		id: `s${number}`,
		name: `s${number}`,
		kind: 'layers',
		timeZone: 'UTC',
		local: { zone: 'UTC' },
		span: month,
		url: undefined,
		turns: Array.from({ length: 31 * 8 }, (_, turn) => {
			const user = `p${(number * 3 + (turn % 3)) % 60}`;
			const start = month.start + turn * turnMs;
			return { start, end: start + turnMs, user, userId: user };
		}),
	}));
	const rows = payrollRows(hoursByPerson(schedules), workers, month, payrollRules, 'UTC');
	return { rows, csv: payrollCsv(rows, { start: 'a', end: 'b' }) };
}
