import * as z from 'zod';
import { keywords, moment, reference } from '../core/arguments.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, wholeList } from '../lists/list.ts';
import { nameOf } from '../text/names.ts';
import { joinNotes } from '../text/notes.ts';
import { partialAnswer } from '../lists/partial-answer.ts';
import { findSchedule, readSchedule, readScheduleZone } from '../schedules/read-schedule.ts';
import { showRotations, rotationSchema } from '../schedules/rotation-shape.ts';
import { isLocal } from '../time/parse-moment.ts';
import { parseSpan } from '../time/range.ts';
import { formatIn } from '../time/show-time.ts';
import { coveredPercent, gaps } from '../time/spans.ts';
import { localZoneNote, localZoneOf } from '../time/local-zone.ts';
import { defineTool } from '../core/tool.ts';
import { overrideSchema } from './shared/override-shape.ts';
import { scheduleShape, showSchedule } from '../schedules/schedule-shape.ts';
import { inHours, shiftShape, showShift } from '../schedules/shift-shape.ts';
import { readOverrides } from './shared/read-overrides.ts';

const name = 'get_schedule';
const twoWeeks = 14 * 86_400_000;
const ownFields = shiftShape.compact.filter((field) => field !== 'schedule');

/** operationId: getSchedule or getScheduleV3; listScheduleOverrides, or listOverrides and listCustomShifts */
export const getSchedule = defineTool({
	name,
	title: 'Show a schedule',
	description: 'Shows a schedule and who is on call when, with overrides, in its own time zone.',
	example: 'Show next week’s shifts of Payments Primary.',
	toolset: 'oncall',
	access: 'read',
	operations: {
		always: ['listSchedules'],
		sometimes: [
			'getSchedule',
			'listScheduleOverrides',
			'getScheduleV3',
			'listOverrides',
			'listCustomShifts',
			'listSchedulesV3',
		],
	},
	input: z.strictObject({
		schedule: reference('Name or id.'),
		since: moment('Default: now.').optional(),
		until: moment('Default: 14 days later, at most 92.').optional(),
		time_zone: z.string().max(60).optional().describe("Default: the schedule's."),
		include: keywords(['rotations', 'overrides', 'gaps', 'people'], 'What else to show.').optional(),
		...listArguments(shiftShape),
	}),
	output: z.object({
		schedule: scheduleShape.schema.extend({ coverage_percent: z.number().optional() }),
		shifts: z.array(shiftShape.schema),
		...listEnvelope,
		rotations: z.array(rotationSchema).optional(),
		overrides: z.array(overrideSchema).optional(),
		/** When nobody is on call. */
		gaps: z.array(z.object({ start: z.string(), end: z.string(), hours: z.number() })).optional(),
		/** Who takes turns. */
		people: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
	}),
	async run(input, context) {
		const asked = input.time_zone === undefined ? undefined : await localZoneOf(input.time_zone, context);
		const start = pageStart(name, input);
		const known = await findSchedule(input.schedule, context);
		const needsZone = [input.since, input.until].some(isLocal);
		const read = asked ?? (needsZone ? await readScheduleZone(known, context) : { zone: 'UTC' });
		const span = parseSpan(input, { asked: context.asked, local: read, from: 0, to: twoWeeks, maxDays: 92 });
		const rendered = await readSchedule(known, span, context);
		const local = asked ?? rendered.local;
		const { zone } = local;
		const now = context.clock.now().getTime();
		const shifts = rendered.turns.map((turn) => showShift(turn, rendered, zone, now));
		const parts = partialAnswer(input.include, context.signal);
		const overrides = await parts.read('overrides', () => readOverrides(rendered, zone, span, context));
		const rows = {
			...wholeList(shifts, start, input.limit),
			note: joinNotes(parts.incomplete[0], localZoneNote(local)),
		};
		const { items, envelope } = listResult(name, shiftShape, input, rows);
		const schedule = rendered.layered ?? rendered.shiftBased;
		return {
			schedule: {
				...(schedule ? showSchedule(schedule, rendered.kind) : known),
				coverage_percent: coveredPercent(rendered.turns, span),
			},
			shifts: items,
			...envelope,
			...(input.include?.includes('rotations') && { rotations: showRotations(rendered, zone, now) }),
			...(overrides && { overrides }),
			...(input.include?.includes('gaps') && {
				gaps: gaps(rendered.turns, span).map(({ start, end }) => ({
					start: formatIn(start, zone),
					end: formatIn(end, zone),
					hours: inHours(end - start),
				})),
			}),
			...(input.include?.includes('people') &&
				schedule?.users && { people: schedule.users.map((user) => ({ id: user.id, name: nameOf(user) })) }),
		};
	},
	present(output, input) {
		const { schedule, rotations, overrides, gaps, people, ...list } = output;
		const { id, name, kind, time_zone, escalation_policies, teams, url, coverage_percent } = schedule;
		return {
			schedule: { id, name, kind, time_zone, coverage_percent, escalation_policies, teams, url },
			// Each line would only repeat the schedule's name.
			...presentList(shiftShape)(list, { ...input, fields: input.fields ?? ownFields }),
			...(rotations && { rotations }),
			...(overrides && { overrides }),
			...(gaps && { gaps }),
			...(people && { people }),
		};
	},
});
