import * as z from 'zod';
import { referenceTo } from '../../pagerduty/api/reference.ts';
import { createScheduleV3, getScheduleV3, listSchedulesV3, type ScheduleV3 } from '../../pagerduty/api/schedules-v3.ts';
import * as schedules from '../../pagerduty/api/schedules.ts';
import type { Schedule } from '../../pagerduty/api/schedules.ts';
import { freeText, reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { nameOf, quoted } from '../text/names.ts';
import { joinNotes } from '../text/notes.ts';
import { createOnce, lookAgain } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { scheduleShape, showSchedule } from '../schedules/schedule-shape.ts';
import { presentChanged } from '../writes/update.ts';
import { addRotation } from './shared/add-rotation.ts';
import { eventOf } from './shared/event-of-plan.ts';
import { parseListedZone } from '../time/listed-zones.ts';
import { layerOf, type RotationPlan } from './shared/layers.ts';
import { onCallChange } from '../schedules/on-call-change.ts';
import { readOnCallChange } from '../schedules/read-on-call-change.ts';
import { planOf } from './shared/plan-of-arguments.ts';
import { rotationArguments } from './shared/rotation-arguments.ts';

const input = z.strictObject({
	name: reference('Name of the schedule.'),
	kind: z
		.enum(['layers', 'shifts'])
		.default('layers')
		.describe('layers: one person at a time. shifts: several people may be on call at once. Default: layers.'),
	time_zone: z.string().max(60).describe('Such as Europe/Berlin.'),
	description: freeText(1000, 'What it is for.').optional(),
	team: reference('Name or id.').optional(),
	...rotationArguments,
	users: rotationArguments.users.unwrap(),
});

/** operationId: createSchedule; or createScheduleV3, createRotation and createEvent */
export const createSchedule = defineTool({
	name: 'create_schedule',
	title: 'Create a schedule',
	description:
		'Creates an on-call schedule with one rotation. Nobody is paged by it until an escalation policy uses it. set_rotation adds rotations.',
	example: 'Create a weekly schedule for Search with Oliver, Hannah and Sofia.',
	toolset: 'scheduling',
	access: 'administer',
	effect: { destructive: false, idempotent: false },
	operations: {
		always: ['createSchedule', 'createScheduleV3', 'createRotation', 'createEvent'],
		sometimes: [
			'getCurrentUser',
			'listUsers',
			'listTeams',
			'listSchedules',
			'getSchedule',
			'listSchedulesV3',
			'getUser',
			'getScheduleV3',
		],
	},
	input,
	output: z.object({ schedule: scheduleShape.schema, on_call: onCallChange.optional(), note: z.string().optional() }),
	async run(input, context) {
		const { zone, note } = parseListedZone('time_zone', input.time_zone, context.clock.now());
		if (input.all_at_once && input.kind === 'layers') {
			throw new ToolError({
				message: '`all_at_once` is for shift-based schedules: a layer has one person at a time.',
				next: 'Use `kind: shifts`.',
			});
		}
		const [plan, team] = await Promise.all([
			planOf(input, { name: input.kind === 'layers' ? 'Layer 1' : input.name, zone }, context),
			input.team === undefined ? undefined : context.directory.resolve('team', input.team, context),
		]);
		const teamIds = team ? [team.id] : [];
		const schedule = await (input.kind === 'layers' ? createLayered : createShiftBased)(input, plan, teamIds, context);
		context.directory.forget('schedule');
		const now = Math.floor(context.clock.now().getTime() / 1000) * 1000;
		const shown = showSchedule(schedule, input.kind);
		const { on_call: onCall, note: unread } = await readOnCallChange(
			{ known: shown, before: [], now, begins: plan.start },
			context,
		);
		return { schedule: shown, ...(onCall && { on_call: onCall }), note: joinNotes(note, unread) };
	},
	present: presentChanged(scheduleShape),
});

type Input = z.output<typeof input>;

function createLayered(
	{ name, description }: Input,
	plan: RotationPlan,
	teamIds: readonly string[],
	context: ToolContext,
): Promise<Schedule> {
	const { pagerduty } = context;
	return createOnce(
		{
			alike: async () =>
				(await schedules.listSchedules(pagerduty, { query: name, limit: 100 })).items.filter(
					(one) => one.name === name,
				),
			send: () =>
				schedules.createSchedule(pagerduty, {
					name,
					...(description !== undefined && { description }),
					time_zone: plan.zone,
					...(teamIds.length > 0 && { teams: teamIds.map((id) => referenceTo('team', id)) }),
					schedule_layers: [layerOf(plan)],
				}),
			missing: `There is no new schedule ${quoted(name)} now.`,
		},
		context,
	);
}

/** Takes three requests; if a later one fails, says what is there. */
async function createShiftBased(
	{ name, description }: Input,
	plan: RotationPlan,
	teamIds: readonly string[],
	context: ToolContext,
): Promise<ScheduleV3> {
	const { pagerduty } = context;
	const event = eventOf(plan);
	const made = await createOnce(
		{
			alike: async () =>
				(await listSchedulesV3(pagerduty, { query: name, limit: 100 })).items.filter((one) => nameOf(one) === name),
			send: () =>
				createScheduleV3(pagerduty, {
					name,
					...(description !== undefined && { description }),
					time_zone: plan.zone,
					teamIds,
				}),
			missing: `There is no new schedule ${quoted(name)} now.`,
		},
		context,
	);
	// A list holds names only.
	const whole =
		made.time_zone === undefined ? await lookAgain(() => getScheduleV3(pagerduty, made.id), context) : undefined;
	const schedule = typeof whole === 'object' ? whole.found : made;
	try {
		await addRotation(schedule.id, [], event, context);
	} catch (error) {
		if (!(error instanceof ToolError)) throw error;
		context.directory.forget('schedule');
		throw new ToolError(
			{
				...error.failure,
				message: `The schedule ${quoted(name)} (${schedule.id}) was created, but it is empty. ${error.failure.message}`,
				next: 'Look at it with get_schedule; add the rotation with set_rotation, or remove it with delete_schedule.',
			},
			error,
		);
	}
	const names = await Promise.all(
		plan.userIds.map(async (id) => ({ id, summary: (await context.directory.resolve('user', id, context)).name })),
	);
	const blank = {
		type: 'user_reference',
		self: undefined,
		html_url: undefined,
		name: undefined,
		deleted_at: undefined,
	};
	const person = { ...blank, email: undefined, time_zone: undefined, job_title: undefined };
	return { ...schedule, users: names.map((user) => ({ ...person, ...user })) };
}
