import * as z from 'zod';
import { reference } from '../core/arguments.ts';
import { onCallChange } from '../schedules/on-call-change.ts';
import { readScheduleAroundNow, readOnCallChange } from '../schedules/read-on-call-change.ts';
import { findSchedule } from '../schedules/read-schedule.ts';
import { quoted } from '../text/names.ts';
import { saidTime } from '../time/show-time.ts';
import { defineTool } from '../core/tool.ts';
import { overrideSchema } from './shared/override-shape.ts';
import { findOverride, removeOverride } from './shared/existing-overrides.ts';
import { said } from '../text/said.ts';

/** operationId: deleteScheduleOverride, deleteOverride or deleteCustomShift, after the matching list */
export const deleteOverride = defineTool({
	name: 'delete_override',
	title: 'Remove an override',
	description:
		'Removes an override or custom shift from a schedule, so that the rotation decides again. One under way ends now; past ones cannot be removed.',
	example: 'Take back the override on Payments Primary for tomorrow.',
	toolset: 'oncall',
	access: 'respond',
	effect: { destructive: true, idempotent: false },
	consent: ['off-call'],
	operations: {
		always: ['listSchedules', 'deleteScheduleOverride', 'deleteOverride', 'deleteCustomShift'],
		sometimes: [
			'listScheduleOverrides',
			'getSchedule',
			'listOverrides',
			'listCustomShifts',
			'getScheduleV3',
			'getUser',
			'listSchedulesV3',
		],
	},
	input: z.strictObject({
		schedule: reference('Name or id.'),
		override: reference('Id. get_schedule shows it with `include: overrides`.'),
	}),
	output: z.object({
		schedule: z.string(),
		override: overrideSchema,
		outcome: z.enum(['deleted', 'ended_now']),
		on_call: onCallChange.optional(),
		note: z.string().optional(),
	}),
	async run(input, context) {
		const schedule = await findSchedule(input.schedule, context);
		const [{ override }, { now, rendered }] = await Promise.all([
			findOverride(schedule, input.override, context),
			readScheduleAroundNow(schedule, context),
		]);
		const [start, end] = [override.start, override.end].map((time) => time && saidTime(time, rendered.timeZone));
		const span = start && end && said`${start} to ${end}`;
		const who = said`${quoted(override.user)} on ${quoted(schedule.name)}`;
		await context.consent.require(['off-call'], () => ({
			question: span
				? said`Remove the override of ${who} (${span})? The rotation decides again who is on call.`
				: said`Remove the override of ${who}? The rotation decides again who is on call.`,
			yes: said`Remove it`,
			no: said`Keep it`,
			ids: [schedule.id, override.id],
		}));
		const outcome = await removeOverride(schedule, override, context);
		context.changes.announce({ oncall: true });
		const done = { known: schedule, before: rendered.turns, now };
		const { on_call: onCall, note } = await readOnCallChange(done, context);
		return { schedule: schedule.name, override, outcome, ...(onCall && { on_call: onCall }), note };
	},
});
