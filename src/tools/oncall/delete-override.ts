import * as z from 'zod';
import { deleteCustomShift } from '../../pagerduty/custom-shifts.ts';
import { PagerDutyError } from '../../pagerduty/errors.ts';
import { deleteScheduleOverride, deleteShiftOverride } from '../../pagerduty/overrides.ts';
import { reference } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { findSchedule, type KnownSchedule } from '../scheduling/read-schedule.ts';
import { defineTool } from '../tool.ts';
import { overrideItem, type OverrideItem } from '../views/override.ts';
import { readOverrides } from './read-overrides.ts';

const day = 86_400_000;

/** operationId: deleteScheduleOverride, deleteOverride or deleteCustomShift, after the matching list */
export const deleteOverride = defineTool({
	name: 'delete_override',
	title: 'Remove an override',
	description:
		'Removes an override (or custom shift) from a schedule: the rotation decides again. One under way ends now. Past ones cannot be removed.',
	example: 'Take back the override on Payments Primary for tomorrow.',
	toolset: 'oncall',
	access: 'respond',
	effect: { destructive: true, idempotent: false },
	input: z.strictObject({
		schedule: reference('Name or id.'),
		override: reference('Id, from get_schedule with include overrides.'),
	}),
	output: z.object({
		schedule: z.string(),
		override: overrideItem,
		outcome: z.enum(['deleted', 'ended_now']),
	}),
	async run(input, context) {
		const schedule = await findSchedule(input.schedule, context);
		const now = context.clock.now().getTime();
		const override = await find(schedule, input.override, now, context);
		const begun = Date.parse(override.start ?? '') < now;
		try {
			await remove(schedule, override, context);
		} catch (error) {
			if (!(error instanceof PagerDutyError) || !(error.unclear || error.kind === 'notFound')) throw error;
			const left = await current(schedule, context.clock.now().getTime() + 1000, context);
			if (left.some(({ id }) => id === override.id)) throw error;
		}
		context.changes.announce({ oncall: true });
		const outcome = begun ? ('ended_now' as const) : ('deleted' as const);
		return { schedule: schedule.name, override, outcome };
	},
});

/** What goes on or is still to come; PagerDuty knows the future for years, people plan it for months. */
function current(schedule: KnownSchedule, now: number, context: ToolContext): Promise<OverrideItem[]> {
	return readOverrides(schedule, 'UTC', { start: now, end: now + 365 * day }, context);
}

async function find(schedule: KnownSchedule, id: string, now: number, context: ToolContext): Promise<OverrideItem> {
	const open = await current(schedule, now, context);
	const found = open.find((item) => item.id === id);
	if (found) return found;
	const past = await readOverrides(schedule, 'UTC', { start: now - 365 * day, end: now }, context);
	if (past.some((item) => item.id === id)) {
		throw new ToolError({
			message: 'That override is past: PagerDuty keeps it, and past overrides cannot be deleted.',
			next: 'Nothing needs to be done: it has no effect any more.',
		});
	}
	throw new ToolError({
		message: `${schedule.name} has no override ${id}.`,
		candidates: open.slice(0, 10).map((item) => ({ id: item.id, name: `${item.user} from ${item.start ?? '?'}` })),
		next: 'Look it up with get_schedule and `include: overrides`.',
	});
}

function remove(schedule: KnownSchedule, { id, kind }: OverrideItem, context: ToolContext): Promise<unknown> {
	if (schedule.kind === 'layers') return deleteScheduleOverride(context.pagerduty, schedule.id, id);
	const send = kind === 'custom_shift' ? deleteCustomShift : deleteShiftOverride;
	return send(context.pagerduty, schedule.id, id);
}
