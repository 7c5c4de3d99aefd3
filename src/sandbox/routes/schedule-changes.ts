import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { ApiError, invalidInput, notFound } from '../server/errors.ts';
import type { Schedule } from '../model/model.ts';
import type { Layer } from '../rendering/model.ts';
import type { Route } from '../server/router.ts';
import { day, minute, parseTime } from '../time.ts';
import { isListedTimeZone } from '../time-zones.ts';
import { scheduleJson } from '../replies/schedule.ts';
import type { World } from '../model/world.ts';
import { findSchedule } from './find-schedule.ts';
import { lacksTeams } from './policy-changes.ts';

const scope = 'schedules.write';

/** Making and changing layered schedules. */
export const scheduleChangeRoutes: readonly Route[] = [
	{ method: 'POST', path: '/schedules', operationId: 'createSchedule', scope, handle: create },
	{ method: 'POST', path: '/schedules/preview', operationId: 'createSchedulePreview', scope, handle: preview },
	{ method: 'PUT', path: '/schedules/{id}', operationId: 'updateSchedule', scope, handle: update },
	{ method: 'DELETE', path: '/schedules/{id}', operationId: 'deleteSchedule', scope, handle: remove },
];

const reference = z.object({ id: z.string() });
const restriction = z.object({
	type: z.enum(['daily_restriction', 'weekly_restriction']),
	start_time_of_day: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, 'is invalid'),
	duration_seconds: z.int().min(1),
	start_day_of_week: z.int().min(1).max(7).nullish(),
});
const layer = z.object({
	id: z.string().optional(),
	name: z.string().nullish(),
	start: z.string(),
	end: z.string().nullish(),
	rotation_virtual_start: z.string(),
	rotation_turn_length_seconds: z
		.int()
		.min(3600, 'must be at least one hour')
		.max((365 * day) / 1000, 'must be at most one year'),
	users: z.array(z.object({ user: reference })).min(1, "can't be blank"),
	restrictions: z.array(restriction).nullish(),
});
const body = z.object({
	schedule: z.object({
		name: z.string().optional(),
		description: z.string().nullish(),
		time_zone: z.string(),
		teams: z.array(reference).nullish(),
		schedule_layers: z.array(layer).optional(),
	}),
});
type Asked = z.infer<typeof body>['schedule'];

function create(call: Call): Reply {
	const { world } = call;
	const asked = call.body(body).schedule;
	if (!asked.name) throw invalidInput("Name can't be blank");
	checkName(world, asked.name, undefined);
	const schedule = made(world, asked, world.ids.short());
	world.store.schedules.set(schedule.id, schedule);
	return { status: 201, body: { schedule: jsonOf(call, schedule, false) } };
}

/** Renders what is asked and keeps nothing. */
function preview(call: Call): Reply {
	const asked = call.body(body).schedule;
	return { status: 200, body: { schedule: jsonOf(call, made(call.world, asked, call.world.ids.short()), true) } };
}

/** What is not named is emptied or reset; a layer that is not named ends now, because layers cannot be taken away. */
function update(call: Call): Reply {
	const { world } = call;
	const schedule = findSchedule(call);
	const asked = call.body(body).schedule;
	if (asked.name !== undefined) checkName(world, asked.name, schedule.id);
	const { name, description, timeZone, teamIds, layers } = made(world, asked, schedule.id);
	for (const item of asked.schedule_layers ?? [])
		if (item.id !== undefined && !schedule.layers.some(({ id }) => id === item.id))
			throw invalidInput('Layer does not belong to this schedule');
	const now = world.clock.ms;
	const left = schedule.layers
		.filter(({ id }) => !layers.some((kept) => kept.id === id))
		.map((old) => ({ ...old, end: Math.min(old.end ?? now, now) }));
	Object.assign(schedule, {
		name: name || schedule.name,
		description,
		timeZone,
		teamIds,
		layers: [...left, ...layers.map((item) => asBegun(item, schedule.layers, now))],
	});
	return { status: 200, body: { schedule: jsonOf(call, schedule, false) } };
}

function remove(call: Call): Reply {
	const { store } = call.world;
	const { id } = findSchedule(call);
	refuseUsed(call.world, id);
	store.schedules.delete(id);
	return { status: 204 };
}

/** 400 while an escalation policy or an open incident's copy of one names the schedule. */
export function refuseUsed({ store }: World, id: string): void {
	const names = (rules: readonly { targets: readonly { id: string }[] }[]) =>
		rules.some(({ targets }) => targets.some((target) => target.id === id));
	if ([...store.policies.values()].some(({ rules }) => names(rules)))
		throw invalidInput("Schedule can't be deleted if it's being used by escalation policies");
	if (store.incidents.some(({ status, policy }) => status !== 'resolved' && names(policy.rules)))
		throw invalidInput(
			"Schedule can't be deleted if it's being used by an escalation policy snapshot with open incidents",
		);
}

/** Names of schedules are unique in the account. */
function checkName({ store }: World, name: string, except: string | undefined): void {
	const taken = [...store.schedules.values()].some((other) => other.id !== except && other.name === name);
	if (taken) throw invalidInput('Name has already been taken');
}

function made(world: World, asked: Asked, id: string): Schedule {
	if (!isListedTimeZone(asked.time_zone)) throw invalidInput('time zone is not a valid tzinfo identifier');
	if (!asked.schedule_layers?.length) throw invalidInput('Schedule must have at least one layer');
	if (asked.teams && !world.store.abilities.includes('teams')) throw lacksTeams();
	const teamIds = (asked.teams ?? []).map((team) => team.id);
	if (teamIds.some((team) => !world.store.teams.has(team))) throw notFound();
	const old = world.store.schedules.get(id);
	return {
		id,
		name: asked.name ?? '',
		description: asked.description ?? null,
		timeZone: asked.time_zone,
		teamIds,
		layers: asked.schedule_layers.map((item, index) =>
			madeLayer(
				world,
				item,
				index,
				asked.time_zone,
				old?.layers.find((layer) => layer.id === item.id),
			),
		),
		overrides: old?.overrides ?? [],
	};
}

function madeLayer(
	world: World,
	asked: z.infer<typeof layer>,
	index: number,
	zone: string,
	old: Layer | undefined,
): Layer {
	const time = (name: string, text: string) => {
		const at = parseTime(text, zone);
		if (at === undefined) throw invalidInput(`Layer ${name} is invalid`);
		return at;
	};
	const userIds = asked.users.map(({ user }) => user.id);
	if (userIds.some((user) => !world.store.users.has(user))) throw new ApiError(400, 'User Not Found', 2001);
	return {
		id: asked.id ?? world.ids.short(),
		name: asked.name ?? `Layer ${index + 1}`,
		start: time('start', asked.start),
		// Only null takes an end away.
		end: asked.end ? time('end', asked.end) : asked.end === null ? null : (old?.end ?? null),
		rotationVirtualStart: wholeMinute(time('rotation virtual start', withoutOffset(asked.rotation_virtual_start))),
		turnSeconds: asked.rotation_turn_length_seconds,
		userIds,
		restrictions: (asked.restrictions ?? []).map((item) => {
			if (item.type === 'weekly_restriction' && !item.start_day_of_week)
				throw invalidInput("Restriction start day of week can't be blank");
			refuseEndless(item);
			return {
				type: item.type,
				startTimeOfDay: item.start_time_of_day,
				durationSeconds: item.duration_seconds,
				startDayOfWeek: item.type === 'weekly_restriction' ? (item.start_day_of_week ?? 1) : null,
			};
		}),
	};
}

/** A layer goes on since it began, but is told to begin now. One that is over stays as it is. */
function asBegun(layer: Layer, before: readonly Layer[], now: number): Layer {
	const old = before.find(({ id }) => id === layer.id);
	if (!old || layer.start > now) return layer;
	const start = Math.min(old.start, layer.start);
	if (old.end !== null && old.end <= now)
		return { ...layer, start, ...(old.saved !== undefined && { saved: old.saved }) };
	return { ...layer, start, saved: now };
}

/** PagerDuty takes the clock of this time for UTC, whatever its offset. */
function withoutOffset(time: string): string {
	return time.replace(/[+-]\d\d:?\d\d$/, 'Z');
}

function wholeMinute(ms: number): number {
	return Math.floor(ms / minute) * minute;
}

/** A restriction that is as long as its day or week. */
function refuseEndless({ type, duration_seconds: seconds }: z.infer<typeof restriction>): void {
	const kind = type === 'weekly_restriction' ? 'weekly' : 'daily';
	if (seconds * 1000 < (kind === 'weekly' ? 7 : 1) * day) return;
	throw new ApiError(400, 'Invalid Schedule', 3001, {
		[`rotation_layers.${kind}_restrictions.duration_seconds`]: [
			'Please use a shorter duration or just turn the recurrence off.',
		],
	});
}

const parts = new Set(['schedule_layers', 'overrides_subschedule', 'final_schedule']);

function jsonOf(call: Call, schedule: Schedule, rendered: boolean) {
	const { query, world } = call;
	const zone = query.zone(schedule.timeZone);
	const span = rendered ? query.span(zone, world.clock.ms, 14 * day) : null;
	return scheduleJson(world, schedule, { parts, span, overflow: query.flag('overflow'), zone, nextFor: null });
}
