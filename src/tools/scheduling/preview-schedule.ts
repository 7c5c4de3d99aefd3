import * as z from 'zod';
import * as schedules from '../../pagerduty/api/schedules.ts';
import { moment } from '../core/arguments.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, wholeList } from '../lists/list.ts';
import { defineTool } from '../core/tool.ts';
import { shiftShape, showShift } from '../schedules/shift-shape.ts';
import { layerOf } from './shared/layers.ts';
import { turnsOfLayers } from '../schedules/read-schedule.ts';
import { planOf } from './shared/plan-of-arguments.ts';
import { mostReportDays } from '../schedules/schedule-report.ts';
import { rotationArguments } from './shared/rotation-arguments.ts';
import { listedZone, parseListedZone } from '../time/listed-zones.ts';
import { joinNotes } from '../text/notes.ts';
import { parseMoment } from '../time/parse-moment.ts';
import { rangeOf, parseSpan } from '../time/range.ts';
import { coveredPercent } from '../time/spans.ts';
import { localZoneNote, localZoneOf } from '../time/local-zone.ts';

const name = 'preview_schedule';
const twoWeeks = 14 * 86_400_000;

const { users, turn, handoff, hours, start } = rotationArguments;

const { limit, cursor } = listArguments(shiftShape);

/** operationId: createSchedulePreview */
export const previewSchedule = defineTool({
	name,
	title: 'Preview a schedule',
	description: 'Shows who would be on call when with a rotation, before it is created. Nothing is saved.',
	example: 'How would a weekly rotation of Maya, Diego and Ethan look in June?',
	toolset: 'scheduling',
	access: 'read',
	operations: { always: ['createSchedulePreview'], sometimes: ['getCurrentUser', 'listUsers'] },
	input: z.strictObject({
		users: users.unwrap(),
		turn,
		handoff,
		hours,
		start,
		time_zone: z.string().max(60).optional().describe("Default: the person's."),
		since: moment('Start of what is shown. Default: `start`.').optional(),
		until: moment('Default: 14 days later, at most 92.').optional(),
		limit,
		cursor,
	}),
	output: z.object({
		shifts: z.array(shiftShape.schema),
		...listEnvelope,
		time_zone: z.string(),
		covered_percent: z.number(),
	}),
	async run(input, context) {
		const position = pageStart(name, input);
		const given =
			input.time_zone === undefined ? undefined : parseListedZone('time_zone', input.time_zone, context.clock.now());
		const local = given ?? (await localZoneOf(undefined, context));
		const zone = listedZone(local.zone, context.clock.now());
		const reading = { asked: context.asked, local, toward: 'ahead' } as const;
		if (input.start !== undefined) parseMoment('start', input.start, reading);
		const range = { since: input.since ?? input.start, until: input.until };
		const span = parseSpan(range, { ...reading, from: 0, to: twoWeeks, maxDays: mostReportDays });
		const plan = await planOf(input, { name: 'Preview', zone, earliest: context.asked }, context);
		const rendered = await schedules.previewSchedule(
			context.pagerduty,
			{ name: 'Preview', time_zone: zone, schedule_layers: [layerOf(plan)] },
			{ ...rangeOf(span), overflow: true },
		);
		const turns = turnsOfLayers(rendered, span);
		const now = context.clock.now().getTime();
		const schedule = { id: '', name: '', kind: 'layers' as const };
		const rows = turns.map((turn) => ({
			...showShift(turn, schedule, zone, now),
			schedule: undefined,
			schedule_id: undefined,
		}));
		const note = joinNotes(given?.note, given ? undefined : localZoneNote(local));
		const list = { ...wholeList(rows, position, input.limit), note };
		const { items, envelope } = listResult(name, shiftShape, input, list);
		return { shifts: items, ...envelope, time_zone: zone, covered_percent: coveredPercent(turns, span) };
	},
	present: presentList(shiftShape),
});
