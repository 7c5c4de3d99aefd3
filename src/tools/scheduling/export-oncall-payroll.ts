import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { keywords, moment } from '../core/arguments.ts';
import { ToolError } from '../core/failure.ts';
import { defineTool } from '../core/tool.ts';
import type { DayRules } from '../schedules/day-parts.ts';
import { hoursByPerson } from '../schedules/hours-on-call.ts';
import { payrollCsv, payrollRows, payrollTotals } from './shared/payroll.ts';
import { readPeople } from '../schedules/read-people.ts';
import { mostReportDays, reportArguments, readScheduleReport } from '../schedules/schedule-report.ts';
import { formatIn } from '../time/show-time.ts';
import { quoted, quotedNames } from '../text/names.ts';

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const input = z.strictObject({
	...reportArguments,
	since: moment('Start, such as 2026-03-01.'),
	until: moment('End, not included, such as 2026-04-01; at most 92 days.'),
	night_start: z
		.string()
		.max(8)
		.default('22:00')
		.describe("Start of the night, in each person's time zone. Default: 22:00."),
	night_end: z
		.string()
		.max(8)
		.default('06:00')
		.describe('End of the night. The same time as `night_start` means no night hours. Default: 06:00.'),
	weekend_days: keywords(weekdays, 'Days that count as the weekend. Default: saturday and sunday.').default([
		'saturday',
		'sunday',
	]),
	holidays: z.array(z.string().max(10)).max(100).optional().describe('Dates of holidays, such as 2026-12-25.'),
});
type Input = z.output<typeof input>;

/** operationId: getSchedule, getScheduleV3, listUsers */
export const exportOncallPayroll = defineTool({
	name: 'export_oncall_payroll',
	title: 'Export on-call hours for payroll',
	description:
		"Exports each person's on-call hours as CSV, split into regular, night, weekend and holiday hours by the person's own time zone. Each hour counts once: holiday before weekend before night; overlapping shifts count once.",
	example: 'Make the on-call payroll for October, with night and weekend hours.',
	toolset: 'scheduling',
	access: 'read',
	long: true,
	operations: {
		always: ['listSchedules', 'getSchedule', 'getScheduleV3'],
		sometimes: ['listSchedulesV3', 'listTeams', 'listUsers'],
	},
	input,
	output: z.object({
		csv: z.string(),
		people: z.int(),
		total_hours: z.number(),
		regular_hours: z.number(),
		night_hours: z.number(),
		weekend_hours: z.number(),
		holiday_hours: z.number(),
		schedules: z.array(z.string()),
		note: z.string().optional(),
	}),
	async run(input, context) {
		const rules = rulesOf(input);
		const reach = { from: 0, to: 0, maxDays: mostReportDays };
		const { schedules, span, zone, note } = await readScheduleReport(input, reach, context);
		const duties = hoursByPerson(schedules);
		const paid = duties.filter(({ milliseconds }) => milliseconds > 0);
		const workers = await readPeople(new Set(paid.map(({ userId }) => userId)), context);
		const rows = payrollRows(duties, workers, span, rules, zone);
		const unknown = paid.filter(({ userId }) => workers.get(userId)?.timeZone === undefined);
		const future = span.end > context.clock.now().getTime();
		const notes = [
			...(note ? [note] : []),
			...(unknown.length > 0
				? [`The time zone of ${quotedNames(unknown.map(({ user }) => user))} is not known, so ${zone} was used.`]
				: []),
			...(future ? ['Part of the time is still to come: shifts may change.'] : []),
		];
		return {
			csv: payrollCsv(rows, { start: formatIn(span.start, zone), end: formatIn(span.end, zone) }),
			...payrollTotals(rows),
			schedules: schedules.map((schedule) => schedule.name),
			...(notes.length > 0 && { note: notes.join(' ') }),
		};
	},
});

function rulesOf({ night_start, night_end, weekend_days, holidays = [] }: Input): DayRules {
	return {
		nightStart: timeOf('night_start', night_start),
		nightEnd: timeOf('night_end', night_end),
		weekend: new Set(weekend_days.map((day) => weekdays.indexOf(day) + 1)),
		holidays: new Set(holidays.map(dateOf)),
	};
}

function timeOf(argument: string, text: string): string {
	const time = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
	if (!time)
		throw new ToolError({ message: `${argument}: ${quoted(text)} is not a time of day.`, next: 'Use e.g. 22:00.' });
	return `${(time[1] ?? '').padStart(2, '0')}:${time[2] ?? '00'}`;
}

function dateOf(text: string): string {
	try {
		if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString();
	} catch {
		// Told below.
	}
	throw new ToolError({ message: `holidays: ${quoted(text)} is not a date.`, next: 'Use e.g. 2026-12-25.' });
}
