import * as z from 'zod';
import { listArguments, listEnvelope, listResult, pageStart, presentList, wholeList } from '../lists/list.ts';
import { defineTool } from '../core/tool.ts';
import { defineShape } from '../shapes/shape.ts';
import { inHours } from '../schedules/shift-shape.ts';
import { mostReportDays, reportArguments, reportSpan, readScheduleReport } from '../schedules/schedule-report.ts';
import { coveredPercent, gaps, totalLength } from '../time/spans.ts';
import { formatIn } from '../time/show-time.ts';

const name = 'find_coverage_gaps';
const twoWeeks = 14 * 86_400_000;

/** A time in which nobody is on call on a schedule. */
const gapShape = defineShape({
	singular: 'gap',
	plural: 'gaps',
	fields: {
		schedule: z.string(),
		start: z.string(),
		end: z.string(),
		hours: z.number(),
	},
	compact: ['schedule', 'start', 'end', 'hours'],
});

const { limit, cursor } = listArguments(gapShape);

/** operationId: getSchedule, getScheduleV3 */
export const findCoverageGaps = defineTool({
	name,
	title: 'Find coverage gaps',
	description: 'Finds when nobody is on call on a schedule, and how much is covered.',
	example: 'Is there a gap in our schedules next month?',
	toolset: 'oncall',
	access: 'read',
	long: true,
	operations: {
		always: ['listSchedules', 'getSchedule', 'getScheduleV3'],
		sometimes: ['getCurrentUser', 'listTeams', 'listSchedulesV3'],
	},
	input: z.strictObject({
		...reportArguments,
		...reportSpan('Default: now.', 'Default: 14 days later, at most 92.'),
		min_minutes: z.int().min(1).max(10_080).default(1).describe('Leave out shorter gaps.'),
		limit,
		cursor,
	}),
	output: z.object({
		gaps: z.array(gapShape.schema),
		coverage: z.array(z.object({ schedule: z.string(), covered_percent: z.number(), uncovered_hours: z.number() })),
		...listEnvelope,
	}),
	async run(input, context) {
		const start = pageStart(name, input);
		const reach = { from: 0, to: twoWeeks, maxDays: mostReportDays };
		const { schedules, span, zone, note } = await readScheduleReport(input, reach, context);
		const found = schedules.map((schedule) => ({ schedule, open: gaps(schedule.turns, span) }));
		const rows = found
			.flatMap(({ schedule, open }) => open.map((gap) => ({ ...gap, schedule })))
			.filter((gap) => gap.end - gap.start >= input.min_minutes * 60_000)
			.sort((a, b) => a.start - b.start)
			.map((gap) => ({
				schedule: gap.schedule.name,
				start: formatIn(gap.start, zone),
				end: formatIn(gap.end, zone),
				hours: inHours(gap.end - gap.start),
			}));
		const open = found.some((one) => one.open.length > 0);
		const none = open ? `Only gaps shorter than ${input.min_minutes} minutes.` : 'Somebody is on call all the time.';
		const notes = [...(note ? [note] : []), ...(rows.length === 0 ? [none] : [])];
		const { items, envelope } = listResult(name, gapShape, input, {
			...wholeList(rows, start, input.limit),
			note: notes.join(' '),
		});
		return {
			gaps: items,
			coverage: found.map(({ schedule, open }) => ({
				schedule: schedule.name,
				covered_percent: coveredPercent(schedule.turns, span),
				uncovered_hours: inHours(totalLength(open)),
			})),
			...envelope,
		};
	},
	present: presentList(gapShape),
});
