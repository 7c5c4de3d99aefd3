import * as z from 'zod';
import { listArguments, listEnvelope, listResult, pageStart, presentList, wholeList } from '../lists/list.ts';
import { defineTool } from '../core/tool.ts';
import { defineShape } from '../shapes/shape.ts';
import { inHours } from '../schedules/shift-shape.ts';
import { hoursByPerson } from '../schedules/hours-on-call.ts';
import { mostReportDays, reportArguments, reportSpan, readScheduleReport } from '../schedules/schedule-report.ts';
import { formatIn } from '../time/show-time.ts';

const name = 'get_oncall_hours';
const fourWeeks = 28 * 86_400_000;

/** How much one person is on call, beside the others. */
const hoursShape = defineShape({
	singular: 'person',
	plural: 'people',
	fields: {
		user: z.string(),
		hours: z.number(),
		shifts: z.int(),
		/** Of the hours of all. */
		share_percent: z.number(),
		/** Above (or below) the mean of all. */
		balance_hours: z.number(),
		schedules: z.array(z.string()),
	},
	compact: ['user', 'hours', 'shifts', 'share_percent', 'balance_hours', 'schedules'],
});

const { limit, cursor } = listArguments(hoursShape);

/** operationId: getSchedule, getScheduleV3 */
export const getOncallHours = defineTool({
	name,
	title: 'Show on-call hours per person',
	description: 'Shows the on-call hours of each person in a period, and how even they are. Overlaps count once.',
	example: 'How are on-call hours spread over the Payments team this quarter?',
	toolset: 'oncall',
	access: 'read',
	long: true,
	operations: {
		always: ['listSchedules', 'getSchedule', 'getScheduleV3'],
		sometimes: ['getCurrentUser', 'listTeams', 'listSchedulesV3'],
	},
	input: z.strictObject({
		...reportArguments,
		...reportSpan('Default: 28 days ago.', 'Default: 28 days later, at most 92.'),
		limit,
		cursor,
	}),
	output: z.object({
		people: z.array(hoursShape.schema),
		since: z.string(),
		until: z.string(),
		mean_hours: z.number(),
		schedules: z.array(z.string()),
		...listEnvelope,
	}),
	async run(input, context) {
		const start = pageStart(name, input);
		const reach = { from: -fourWeeks, to: 0, maxDays: mostReportDays };
		const { schedules, span, zone, note } = await readScheduleReport(input, reach, context);
		const duties = hoursByPerson(schedules);
		const all = duties.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
		const mean = duties.length > 0 ? all / duties.length : 0;
		const rows = duties.map(({ user, milliseconds, shifts, schedules: names }) => ({
			user,
			hours: inHours(milliseconds),
			shifts,
			share_percent: all > 0 ? Math.round((milliseconds / all) * 1000) / 10 : 0,
			balance_hours: inHours(milliseconds - mean),
			schedules: [...names],
		}));
		const { items, envelope } = listResult(name, hoursShape, input, {
			...wholeList(rows, start, input.limit),
			note,
		});
		return {
			people: items,
			since: formatIn(span.start, zone),
			until: formatIn(span.end, zone),
			mean_hours: inHours(mean),
			schedules: schedules.map((schedule) => schedule.name),
			...envelope,
		};
	},
	present: presentList(hoursShape),
});
