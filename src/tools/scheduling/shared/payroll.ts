import {
	calendarOf,
	dayParts,
	splitByPart,
	type Calendar,
	type DayPart,
	type DayRules,
} from '../../schedules/day-parts.ts';
import type { PersonHours } from '../../schedules/hours-on-call.ts';
import type { KnownPerson } from '../../schedules/read-people.ts';
import type { Span } from '../../time/spans.ts';

/** Hours to a hundredth; the kinds add up to the total. */
export interface PayrollRow {
	readonly user: string;
	readonly email: string;
	readonly timeZone: string;
	readonly shifts: number;
	readonly total: number;
	readonly parts: Readonly<Record<DayPart, number>>;
	readonly schedules: readonly string[];
}

/** One row for each person with any hour, by the wall clock of their own time zone. Sorted by name. */
export function payrollRows(
	duties: readonly PersonHours[],
	workers: ReadonlyMap<string, Pick<KnownPerson, 'name' | 'email' | 'timeZone'>>,
	span: Span,
	rules: DayRules,
	otherwise: string,
): PayrollRow[] {
	const calendars = new Map<string, Calendar>();
	const calendar = (zone: string) => {
		const known = calendars.get(zone) ?? calendarOf(zone, span, rules);
		calendars.set(zone, known);
		return known;
	};
	return duties
		.filter(({ milliseconds }) => milliseconds > 0)
		.map((duty): PayrollRow => {
			const worker = workers.get(duty.userId);
			const timeZone = worker?.timeZone ?? otherwise;
			const exact = splitByPart(duty.spans, calendar(timeZone));
			const parts = { regular: 0, night: 0, weekend: 0, holiday: 0 };
			for (const part of dayParts) parts[part] = hundredths(exact[part] / 3_600_000);
			return {
				user: worker?.name ?? duty.user,
				email: worker?.email ?? '',
				timeZone,
				shifts: duty.shifts,
				total: hundredths(parts.regular + parts.night + parts.weekend + parts.holiday),
				parts,
				schedules: duty.schedules,
			};
		})
		.sort((a, b) => a.user.localeCompare(b.user));
}

/** The sum of the rows, which adds up as a reader would add it. */
export function payrollTotals(rows: readonly PayrollRow[]) {
	const sum = (value: (row: PayrollRow) => number) => hundredths(rows.reduce((all, row) => all + value(row), 0));
	return {
		people: rows.length,
		total_hours: sum(({ total }) => total),
		regular_hours: sum(({ parts }) => parts.regular),
		night_hours: sum(({ parts }) => parts.night),
		weekend_hours: sum(({ parts }) => parts.weekend),
		holiday_hours: sum(({ parts }) => parts.holiday),
	};
}

/** RFC 4180 with a line for each person and the totals. */
export function payrollCsv(
	rows: readonly PayrollRow[],
	period: { readonly start: string; readonly end: string },
): string {
	const totals = payrollTotals(rows);
	const lines = [
		[
			'user',
			'email',
			'time_zone',
			'from',
			'until',
			'shifts',
			'total_hours',
			...dayParts.map((part) => `${part}_hours`),
			'schedules',
		],
		...rows.map((row) => [
			row.user,
			row.email,
			row.timeZone,
			period.start,
			period.end,
			String(row.shifts),
			hours(row.total),
			...dayParts.map((part) => hours(row.parts[part])),
			row.schedules.join('; '),
		]),
		[
			'Total',
			'',
			'',
			period.start,
			period.end,
			String(rows.reduce((sum, { shifts }) => sum + shifts, 0)),
			...[totals.total_hours, totals.regular_hours, totals.night_hours, totals.weekend_hours, totals.holiday_hours].map(
				hours,
			),
			'',
		],
	];
	return lines.map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** A name that looks like a formula would be run by a spreadsheet. */
function cell(text: string): string {
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function hours(value: number): string {
	return value.toFixed(2);
}

function hundredths(value: number): number {
	return Math.round(value * 100) / 100;
}
