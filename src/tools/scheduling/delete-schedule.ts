import * as z from 'zod';
import { deleteScheduleV3, getScheduleV3 } from '../../pagerduty/api/schedules-v3.ts';
import * as schedules from '../../pagerduty/api/schedules.ts';
import { reference } from '../core/arguments.ts';
import { confirmArgument, deleteConfirmed, openIncidentsOfPoliciesCheck } from '../writes/deletion.ts';
import { ToolError } from '../core/failure.ts';
import { namesOf, quoted, quotedNames } from '../text/names.ts';
import { readIfPossible } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { onCallAround, onCallChange, turnsFrom } from '../schedules/on-call-change.ts';
import { readScheduleAroundNow } from '../schedules/read-on-call-change.ts';
import { findSchedule } from '../schedules/read-schedule.ts';
import { inEnglish, inTurn, said } from '../text/said.ts';
import { saidTime } from '../time/show-time.ts';

/** operationId: deleteSchedule after getSchedule, or deleteScheduleV3 after getScheduleV3 */
export const deleteSchedule = defineTool({
	name: 'delete_schedule',
	title: 'Delete a schedule',
	description:
		'Deletes a schedule with its rotations and overrides for good, unless an escalation policy still uses it. The person is told who is on call, and agrees first.',
	example: 'Delete the schedule of the old importer.',
	toolset: 'scheduling',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration'],
	operations: {
		always: ['listSchedules', 'deleteSchedule', 'deleteScheduleV3'],
		sometimes: ['getSchedule', 'getScheduleV3', 'listSchedulesV3'],
	},
	input: z.strictObject({ schedule: reference('Name or id.'), confirm: confirmArgument('schedule') }),
	output: z.object({ deleted: z.string(), id: z.string(), on_call: onCallChange }),
	async run(input, context) {
		const { pagerduty, directory } = context;
		const known = await findSchedule(input.schedule, context);
		const { id, name } = known;
		const { now, rendered } = await readScheduleAroundNow(known, context);
		const { kind, turns } = rendered;
		const read = () => (kind === 'shifts' ? getScheduleV3(pagerduty, id) : schedules.getSchedule(pagerduty, id));
		const policies = (rendered.layered ?? rendered.shiftBased)?.escalation_policies ?? [];
		if (policies.length > 0) {
			const check = openIncidentsOfPoliciesCheck(
				policies.map((policy) => policy.id),
				context,
			);
			const incidents = await readIfPossible(check.find, context);
			const also = incidents === undefined ? '' : ` PagerDuty also keeps it while they have ${inEnglish(incidents)}.`;
			throw new ToolError({
				message: `${quoted(name)} cannot be deleted because these escalation policies use it: ${quotedNames(namesOf(policies))}.${also}`,
				next: 'Take it out of these first, with update_escalation_policy.',
			});
		}
		const span = { start: now, end: now };
		const onCall = onCallAround({ before: turns, after: [], now, known: span, zone: rendered.timeZone });
		const [next] = turnsFrom(now + 1, turns, rendered.span, rendered.timeZone);
		const told = [
			...(onCall.before.length > 0 ? [said`on call on it now: ${quotedNames(onCall.before)}`] : []),
			...(next ? [said`next on call on it: ${quoted(next.user)} from ${saidTime(next.start, rendered.timeZone)}`] : []),
		];
		const find = () => Promise.resolve(told.length > 0 ? inTurn(told, '; ') : undefined);
		await deleteConfirmed(
			{
				noun: 'schedule',
				question: (named) => said`Delete the schedule ${named} for good?`,
				id,
				name,
				confirm: input.confirm,
				checks: [{ what: said`who is on call`, find }],
				send: () => (kind === 'shifts' ? deleteScheduleV3 : schedules.deleteSchedule)(pagerduty, id),
				read,
			},
			context,
		);
		directory.forget('schedule');
		context.changes.announce({ oncall: true });
		return { deleted: name, id, on_call: onCall };
	},
});
