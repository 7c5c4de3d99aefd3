import * as z from 'zod';
import { referenceTo } from '../../pagerduty/reference.ts';
import { getScheduleV3, updateScheduleV3, type ScheduleV3 } from '../../pagerduty/schedules-v3.ts';
import { getSchedule, updateSchedule as update, type Schedule } from '../../pagerduty/schedules.ts';
import { freeText, reference } from '../arguments.ts';
import { ToolError } from '../failure.ts';
import { defineTool } from '../tool.ts';
import { scheduleView, toScheduleView } from '../views/schedule.ts';
import { presentChanged, requireChange, sentOnce, shows } from '../write.ts';
import { asInput } from './layers.ts';
import { findSchedule } from './read-schedule.ts';
import { parseZone } from './zones.ts';

/** operationId: updateSchedule after getSchedule, because PagerDuty replaces all of it; or updateScheduleV3 */
export const updateSchedule = defineTool({
	name: 'update_schedule',
	title: 'Change a schedule',
	description:
		'Changes name, description, time zone or team of a schedule; what is not given stays, rotations included (set_rotation changes those).',
	example: 'Rename Payments Primary to Payments and move it to Berlin time.',
	toolset: 'scheduling',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	input: z.strictObject({
		schedule: reference('Name or id.'),
		name: z.string().max(255).optional(),
		description: freeText(1000, 'What it is for.').optional(),
		time_zone: z.string().max(60).optional(),
		team: reference('Name or id; layered schedules only.').optional(),
	}),
	output: z.object({ schedule: scheduleView.schema }),
	async run({ schedule: asked, ...given }, context) {
		requireChange(given, ['name', 'description', 'time_zone', 'team']);
		const zone = given.time_zone === undefined ? undefined : parseZone('time_zone', given.time_zone);
		const { pagerduty, directory } = context;
		const known = await findSchedule(asked, context);
		const changes = {
			...(given.name !== undefined && { name: given.name }),
			...(given.description !== undefined && { description: given.description }),
			...(zone && { time_zone: zone }),
		};
		if (known.kind === 'shifts' && given.team !== undefined)
			throw new ToolError({ message: 'PagerDuty does not let the team of a shift-based schedule be changed.' });
		const changed = async (): Promise<Schedule | ScheduleV3> => {
			if (known.kind === 'shifts') {
				return sentOnce(
					() => updateScheduleV3(pagerduty, known.id, changes),
					async () => changedTo(changes, await getScheduleV3(pagerduty, known.id)),
				);
			}
			const team = given.team === undefined ? undefined : await directory.resolve('team', given.team, context);
			const current = asInput(await getSchedule(pagerduty, known.id));
			const all = { ...changes, ...(team && { teams: [referenceTo('team', team.id)] }) };
			return sentOnce(
				() => update(pagerduty, known.id, { ...current, ...all }),
				async () => changedTo(all, await getSchedule(pagerduty, known.id)),
			);
		};
		const schedule = toScheduleView(await changed(), known.kind);
		directory.forget('schedule');
		context.changes.announce({ oncall: true });
		return { schedule };
	},
	present: presentChanged(scheduleView, ['description']),
});

/** The schedule, if it has the changes. */
function changedTo<T extends Schedule | ScheduleV3>(changes: object, schedule: T): T | undefined {
	return shows(schedule, changes) ? schedule : undefined;
}
