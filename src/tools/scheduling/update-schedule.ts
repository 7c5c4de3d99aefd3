import * as z from 'zod';
import { referenceTo } from '../../pagerduty/api/reference.ts';
import { getScheduleV3, updateScheduleV3, type ScheduleV3 } from '../../pagerduty/api/schedules-v3.ts';
import * as schedules from '../../pagerduty/api/schedules.ts';
import type { Schedule } from '../../pagerduty/api/schedules.ts';
import { agreementArgument, changesText, requireAgreement, type Consequence } from '../writes/agreement.ts';
import { freeText, naming, reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { quoted } from '../text/names.ts';
import { joinNotes } from '../text/notes.ts';
import { sendOnce } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { scheduleShape, showSchedule } from '../schedules/schedule-shape.ts';
import { presentChanged, requireChange, hasValues } from '../writes/update.ts';
import { consequenceOf, effectOf } from './shared/effect.ts';
import { scheduleInput, layerInput } from './shared/layers.ts';
import { listedZone, parseListedZone } from '../time/listed-zones.ts';
import { onCallChange } from '../schedules/on-call-change.ts';
import { onCallOfLayers } from './shared/on-call-at.ts';
import { readScheduleAroundNow, readOnCallChange } from '../schedules/read-on-call-change.ts';
import { findSchedule, type RenderedSchedule } from '../schedules/read-schedule.ts';
import { said } from '../text/said.ts';

const input = z.strictObject({
	schedule: reference('Name or id.'),
	name: reference('New name.').optional(),
	description: freeText(1000, 'What it is for.').optional(),
	time_zone: z.string().max(60).optional().describe('Such as Europe/Berlin.'),
	team: naming(reference('Name or id of its team. For layered schedules only.'), 'team').optional(),
	confirm: agreementArgument,
});

/** operationId: updateSchedule after getSchedule, because PagerDuty replaces all of it; or updateScheduleV3 */
export const updateSchedule = defineTool({
	name: 'update_schedule',
	title: 'Change a schedule',
	description:
		'Changes name, description, time zone or team of a schedule; what is not given stays, rotations included. The person is told if a new time zone changes who is on call now, and agrees first. set_rotation changes rotations.',
	example: 'Rename Payments Primary to Payments and move it to Berlin time.',
	toolset: 'scheduling',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration', 'off-call'],
	operations: {
		always: ['listSchedules', 'updateSchedule', 'updateScheduleV3'],
		sometimes: ['listTeams', 'getSchedule', 'getScheduleV3', 'listSchedulesV3'],
	},
	input,
	output: z.object({ schedule: scheduleShape.schema, on_call: onCallChange.optional(), note: z.string().optional() }),
	async run({ schedule: asked, confirm, ...given }, context) {
		requireChange(given, ['name', 'description', 'time_zone', 'team']);
		const { pagerduty, directory } = context;
		const zone =
			given.time_zone === undefined ? undefined : parseListedZone('time_zone', given.time_zone, context.clock.now());
		const known = await findSchedule(asked, context);
		if (known.kind === 'shifts' && given.team !== undefined)
			throw new ToolError({ message: 'PagerDuty does not let the team of a shift-based schedule be changed.' });
		const team = given.team === undefined ? undefined : await directory.resolve('team', given.team, context);
		const changes = {
			...(given.name !== undefined && { name: given.name }),
			...(given.description !== undefined && { description: given.description }),
			...(zone && { time_zone: zone.zone }),
			...(team && { teams: [referenceTo('team', team.id)] }),
		};
		const { now, rendered } = await readScheduleAroundNow(known, context);
		const there = rendered.layered ?? rendered.shiftBased;
		if (there && changedTo(changes, asTaken(there, context))) {
			const note = joinNotes(zone?.note, 'Nothing changed: it was already like this.');
			return { schedule: showSchedule(there, rendered.kind), note };
		}
		await requireAgreement(
			{
				question: async () =>
					said`Change the schedule ${quoted(known.name)}: ${await changesText(input.shape, given, context)}?`,
				ids: [known.id],
				consequence: zone && (await movedTo(zone.zone, rendered, now, context)),
				confirm,
			},
			context,
		);
		const missing = 'The schedule does not show the change now.';
		const changed = async (): Promise<Schedule | ScheduleV3> => {
			if (!rendered.layered) {
				const time_zone = listedZone(rendered.timeZone, context.clock.now());
				return sendOnce(
					{
						send: () => updateScheduleV3(pagerduty, known.id, { time_zone, ...changes }),
						find: async () => {
							const after = await getScheduleV3(pagerduty, known.id);
							return changedTo(changes, asTaken(after, context)) && after;
						},
						missing,
					},
					context,
				);
			}
			const all = { ...scheduleInput(rendered.layered, context.clock.now()), ...changes };
			return sendOnce(
				{
					send: () => schedules.updateSchedule(pagerduty, known.id, all),
					find: async () => changedTo(changes, await schedules.getSchedule(pagerduty, known.id)),
					missing,
				},
				context,
			);
		};
		const schedule = showSchedule(await changed(), rendered.kind);
		directory.forget('schedule');
		context.changes.announce({ oncall: true });
		const done = { known: rendered, before: rendered.turns, now };
		const { on_call: onCall, note } = await readOnCallChange(done, context);
		return { schedule, ...(onCall && { on_call: onCall }), note: joinNotes(zone?.note, note) };
	},
	present: presentChanged(scheduleShape, ['description']),
});

/** The schedule, if it has the changes. */
function changedTo<T extends Schedule | ScheduleV3>(changes: object, schedule: T): T | undefined {
	return hasValues(schedule, changes) ? schedule : undefined;
}

/** With the time zone as PagerDuty takes it: it tells Etc/UTC as UTC. */
function asTaken<T extends Schedule | ScheduleV3>(schedule: T, { clock }: ToolContext): T {
	return { ...schedule, time_zone: schedule.time_zone && listedZone(schedule.time_zone, clock.now()) };
}

/** In another time zone hours are other hours; events of shift-based schedules have zones of their own. */
async function movedTo(
	zone: string,
	rendered: RenderedSchedule,
	now: number,
	context: ToolContext,
): Promise<Consequence> {
	const { timeZone, layered } = rendered;
	const layers = (layered?.schedule_layers ?? []).toReversed().map(layerInput);
	const duty = {
		last: onCallOfLayers(layers, now - 1, timeZone),
		otherwise: onCallOfLayers(layers, now, timeZone),
		then: onCallOfLayers(layers, now, zone),
	};
	return consequenceOf(await effectOf(duty, { at: now, now, named: [] }, context), rendered);
}
