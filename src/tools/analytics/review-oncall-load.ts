import * as z from 'zod';
import type { ToolContext } from '../core/context.ts';
import { defineTool } from '../core/tool.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, wholeList } from '../lists/list.ts';
import { partialAnswer } from '../lists/partial-answer.ts';
import { hoursByPerson } from '../schedules/hours-on-call.ts';
import { readPeople } from '../schedules/read-people.ts';
import {
	mostReportDays,
	readScheduleReport,
	reportArguments,
	reportSpan,
	type ScheduleReport,
} from '../schedules/schedule-report.ts';
import { inHours } from '../schedules/shift-shape.ts';
import { hardHoursOf } from '../schedules/sleep.ts';
import { defineShape } from '../shapes/shape.ts';
import { quotedNames } from '../text/names.ts';
import { joinNotes } from '../text/notes.ts';
import { formatIn } from '../time/show-time.ts';
import { totalLength, type Span } from '../time/spans.ts';
import { readInterruptions } from '../schedules/interruptions.ts';
import { findingShape, findingsOf, meanOf, type Load } from './shared/load-findings.ts';
import { lag } from './shared/question.ts';

const name = 'review_oncall_load';
const day = 86_400_000;
const fourWeeks = 28 * day;

/** The most that are told: the others are smaller. */
const mostFindings = 12;

const figures = {
	hours: z.number(),
	nights: z.number(),
	night_hours: z.number(),
	weekend_hours: z.number(),
	interruptions: z.number().optional(),
	sleep_interruptions: z.number().optional(),
};

/** What one person had to bear. */
const loadShape = defineShape({
	singular: 'person',
	plural: 'people',
	fields: {
		user: z.string(),
		...figures,
		/** Without a break. */
		longest_hours: z.number(),
		shifts: z.int(),
		time_zone: z.string(),
		schedules: z.array(z.string()),
		user_id: z.string(),
	},
	always: ['user'],
	compact: [
		'user',
		'hours',
		'nights',
		'night_hours',
		'weekend_hours',
		'longest_hours',
		'interruptions',
		'sleep_interruptions',
		'time_zone',
	],
});

const { fields, limit, cursor } = listArguments(loadShape);

/** operationId: getSchedule, getScheduleV3, listUsers, getAnalyticsMetricsRespondersAll */
export const reviewOncallLoad = defineTool({
	name,
	title: 'Review the on-call load',
	description:
		"Reviews what being on call costs each person beside the mean of all: hours, nights (22 to 8 on the person's own clock, two hours or more on call), weekends, interruptions, and what to change. A night at a weekend counts in both. Takes a request for each schedule and about five more.",
	example: 'Who on Platform is woken most, and how do we make it fairer?',
	toolset: 'analytics',
	access: 'read',
	long: true,
	operations: {
		always: ['listSchedules', 'getSchedule', 'getScheduleV3'],
		sometimes: [
			'getCurrentUser',
			'listTeams',
			'listSchedulesV3',
			'listUsers',
			'getUser',
			'getAnalyticsMetricsRespondersAll',
		],
	},
	input: z.strictObject({
		...reportArguments,
		...reportSpan('Default: 28 days ago.', 'Default: 28 days later, at most 92.'),
		fields,
		limit,
		cursor,
	}),
	output: z.object({
		people: z.array(loadShape.schema),
		mean: z.object(figures).partial(),
		/** What is uneven or too much. */
		findings: z.array(findingShape),
		since: z.string(),
		until: z.string(),
		schedules: z.array(z.string()),
		incomplete: z.array(z.string()).optional(),
		...listEnvelope,
	}),
	async run(input, context) {
		const start = pageStart(name, input);
		const reach = { from: -fourWeeks, to: 0, maxDays: mostReportDays };
		const report = await readScheduleReport(input, reach, context);
		const { schedules, span, zone, note } = report;
		const { loads, shifts, incomplete, unknown } = await readLoads(report, context);
		const rows = loads.map((load) => ({
			user: load.name,
			hours: inHours(load.milliseconds),
			nights: load.nights,
			night_hours: inHours(totalLength(load.atNight)),
			weekend_hours: inHours(load.weekendMilliseconds),
			longest_hours: inHours(load.longest),
			interruptions: load.interruptions,
			sleep_interruptions: load.asleep,
			shifts: shifts.get(load.id) ?? 0,
			time_zone: load.timeZone,
			schedules: [...new Set(load.schedules.map((schedule) => schedule.name))],
			user_id: load.id,
		}));
		const found = findingsOf(loads, span);
		const asked = context.asked.now().getTime();
		const ahead = span.end > asked;
		const disturbed = loads.some(({ interruptions }) => interruptions !== undefined);
		const { items, envelope } = listResult(name, loadShape, input, {
			...wholeList(rows, start, input.limit),
			note: joinNotes(
				note,
				unknown.length > 0 ? `The time zone of ${quotedNames(unknown)} is not known, so ${zone} was used.` : undefined,
				ahead
					? 'Part of the time is still to come: shifts may change, and interruptions are those until now.'
					: undefined,
				disturbed
					? 'Interruptions are those by all incidents of these people, not only by these schedules.'
					: undefined,
				disturbed && span.end > asked - day ? lag : undefined,
				found.length > mostFindings ? `${found.length - mostFindings} smaller findings are left out.` : undefined,
			),
		});
		return {
			people: items,
			mean: meansOf(loads),
			findings: found.slice(0, mostFindings),
			since: formatIn(span.start, zone),
			until: formatIn(span.end, zone),
			schedules: schedules.map((schedule) => schedule.name),
			...(incomplete.length > 0 && { incomplete }),
			...envelope,
		};
	},
	present: presentList(loadShape),
});

async function readLoads({ schedules, span, zone }: ScheduleReport, context: ToolContext) {
	const duties = hoursByPerson(schedules);
	const ids = duties.map(({ userId }) => userId);
	const parts = partialAnswer(['interruptions', 'time zones'], context.signal);
	// A page that goes on asks for the same figures as the first one.
	const past = pastOf(span, context.asked.now().getTime());
	const [people, disturbed] = await Promise.all([
		parts.read('time zones', () => readPeople(new Set(ids), context)),
		past && ids.length > 0 ? parts.read('interruptions', () => readInterruptions(ids, past, context)) : undefined,
	]);
	const zoneOf = (id: string) => people?.get(id)?.timeZone;
	const loads = duties.map((duty): Load => {
		const timeZone = zoneOf(duty.userId) ?? zone;
		const disturbance = disturbed?.get(duty.userId);
		// Who had no duty and does not come was not disturbed; of others PagerDuty did not say.
		const none = disturbed && duty.milliseconds === 0 ? 0 : undefined;
		return {
			id: duty.userId,
			name: people?.get(duty.userId)?.name ?? duty.user,
			timeZone,
			milliseconds: duty.milliseconds,
			...hardHoursOf(duty.spans, timeZone, span),
			longest: Math.max(0, ...duty.spans.map(({ start, end }) => end - start)),
			schedules: duty.bySchedule,
			interruptions: disturbance ? disturbance.interruptions : none,
			asleep: disturbance ? disturbance.asleep : none,
		};
	});
	return {
		loads,
		shifts: new Map(duties.map(({ userId, shifts }) => [userId, shifts])),
		incomplete: parts.incomplete,
		unknown: duties.filter(({ userId }) => zoneOf(userId) === undefined).map(({ user }) => user),
	};
}

/** What of a span is over; undefined if nothing is. */
function pastOf({ start, end }: Span, now: number): Span | undefined {
	return start < now ? { start, end: Math.min(end, now) } : undefined;
}

function meansOf(loads: readonly Load[]) {
	return {
		hours: meanOf(loads, ({ milliseconds }) => inHours(milliseconds)),
		nights: meanOf(loads, ({ nights }) => nights),
		night_hours: meanOf(loads, ({ atNight }) => inHours(totalLength(atNight))),
		weekend_hours: meanOf(loads, ({ weekendMilliseconds }) => inHours(weekendMilliseconds)),
		interruptions: meanOf(loads, ({ interruptions }) => interruptions),
		sleep_interruptions: meanOf(loads, ({ asleep }) => asleep),
	};
}
