import * as z from 'zod';
import { referenceTo } from '../../pagerduty/reference.ts';
import { updateScheduleV3 } from '../../pagerduty/schedules-v3.ts';
import { getSchedule, updateSchedule as update } from '../../pagerduty/schedules.ts';
import { freeText, reference } from '../arguments.ts';
import { ToolError } from '../failure.ts';
import { defineTool } from '../tool.ts';
import { scheduleView, toScheduleView } from '../views/schedule.ts';
import { presentChanged, requireChange } from '../write.ts';
import { asInput } from './layers.ts';
import { findSchedule } from './read-schedule.ts';
import { parseZone } from './zones.ts';

/** operationId: updateSchedule after getSchedule, because PagerDuty replaces all of it; or updateScheduleV3 */
export const updateSchedule = defineTool({
	name: 'update_schedule',
	title: 'Change a schedule',
	description:
		'Changes name, description, time zone or team of a schedule; what is not given stays, rotations included (set_rotation changes those).',
	example: 'Add Lena to the rotation of Payments Primary.',
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
		const changed = async () => {
			if (known.kind === 'shifts')
				return toScheduleView(await updateScheduleV3(pagerduty, known.id, changes), known.kind);
			const team = given.team === undefined ? undefined : await directory.resolve('team', given.team, context);
			const current = asInput(await getSchedule(pagerduty, known.id));
			const teams = team ? [referenceTo('team', team.id)] : current.teams;
			return toScheduleView(await update(pagerduty, known.id, { ...current, ...changes, teams }), known.kind);
		};
		const schedule = await changed();
		directory.forget('schedule');
		context.changes.announce({ oncall: true });
		return { schedule };
	},
	present: presentChanged(scheduleView, ['description']),
});
