import * as z from 'zod';
import { previewSchedule as preview } from '../../pagerduty/schedules.ts';
import { moment } from '../arguments.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, wholeList } from '../list.ts';
import { defineTool } from '../tool.ts';
import { shiftView, toShiftView } from '../views/shift.ts';
import { layerOf } from './layers.ts';
import { turnsOfLayers } from './read-schedule.ts';
import { readPlan } from './read-plan.ts';
import { maxDays } from './report-arguments.ts';
import { rotationArguments } from './rotation-plan.ts';
import { gaps, total } from './spans.ts';
import { parseListedZone } from './listed-zones.ts';
import { isoOf, parseSpan } from './zones.ts';

const name = 'preview_schedule';
const twoWeeks = 14 * 86_400_000;

const { users, turn, handoff, hours, start } = rotationArguments;

const { limit, cursor } = listArguments(shiftView);

/** operationId: createSchedulePreview */
export const previewSchedule = defineTool({
	name,
	title: 'Preview a schedule',
	description: 'Shows who would be on call when with a rotation, before it is created. Nothing is saved.',
	example: 'How would a weekly rotation of Maya, Diego and Ethan look in June?',
	toolset: 'scheduling',
	access: 'read',
	input: z.strictObject({
		users: users.unwrap(),
		turn,
		handoff,
		hours,
		start,
		time_zone: z.string().max(60).default('Etc/UTC'),
		since: moment('Default: `start`.').optional(),
		until: moment('Default: 14 days later; at most 92.').optional(),
		limit,
		cursor,
	}),
	output: z.object({
		shifts: z.array(shiftView.schema),
		...listEnvelope,
		covered_percent: z.number(),
	}),
	async run(input, context) {
		const { zone, note } = parseListedZone('time_zone', input.time_zone, context.clock.now());
		const range = { since: input.since ?? input.start, until: input.until };
		const span = parseSpan(range, context.asked, { from: 0, to: twoWeeks, maxDays, zone });
		const position = pageStart(name, input);
		const plan = await readPlan(input, { name: 'Preview', zone, earliest: context.asked }, context);
		const rendered = await preview(
			context.pagerduty,
			{ name: 'Preview', time_zone: zone, schedule_layers: [layerOf(plan)] },
			{ since: isoOf(span.start), until: isoOf(span.end) },
		);
		const turns = turnsOfLayers(rendered, span);
		const now = context.clock.now().getTime();
		const schedule = { id: '', name: '', kind: 'layers' as const };
		const rows = turns.map((turn) => ({
			...toShiftView(turn, schedule, zone, now),
			schedule: undefined,
			schedule_id: undefined,
		}));
		const { items, envelope } = listResult(name, shiftView, input, {
			...wholeList(rows, position, input.limit),
			note,
		});
		const open = total(gaps(turns, span)) / (span.end - span.start);
		return { shifts: items, ...envelope, covered_percent: Math.floor((1 - open) * 1000) / 10 };
	},
	present: presentList(shiftView),
});
