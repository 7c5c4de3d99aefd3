import type { Call, Reply } from '../server/call.ts';
import { ApiError } from '../server/errors.ts';
import type { JsonObject } from '../json.ts';
import type { ShiftSchedule } from '../model/model.ts';
import type { OnCall } from '../oncalls.ts';
import { page } from '../server/paging.ts';
import type { Route } from '../server/router.ts';
import { required } from '../model/store.ts';
import { day, formatTime } from '../time.ts';
import type { ReplyOptions } from '../replies/options.ts';
import { policyReference, scheduleReference, userReference } from '../replies/references.ts';
import { scheduleUserIds, scheduleJson, shiftScheduleReference, shiftScheduleJson } from '../replies/schedule.ts';
import { policyJson } from '../replies/services-and-policies.ts';
import { userJson } from '../replies/user.ts';
import { renderSchedule } from '../rendering/schedule.ts';
import { findSchedule, findShiftSchedule } from './find-schedule.ts';
import { byName, matches, overlaps } from './find.ts';

const scope = 'schedules.read';

/** Who is on call, and the schedules behind it. */
export const onCallRoutes: readonly Route[] = [
	{ method: 'GET', path: '/oncalls', operationId: 'listOnCalls', scope: 'oncalls.read', handle: listOnCalls },
	{ method: 'GET', path: '/schedules', operationId: 'listSchedules', scope, handle: listSchedules },
	{ method: 'GET', path: '/schedules/{id}', operationId: 'getSchedule', scope, handle: getSchedule },
	{
		method: 'GET',
		path: '/schedules/{id}/users',
		operationId: 'listScheduleUsers',
		scope: 'users.read',
		handle: listUsers,
	},
	{ method: 'GET', path: '/v3/schedules', operationId: 'listSchedulesV3', scope, handle: listShiftSchedules },
	{ method: 'GET', path: '/v3/schedules/{id}', operationId: 'getScheduleV3', scope, handle: getShiftSchedule },
];

/** Now unless told otherwise; shifts further than 90 days ahead are not known. */
function listOnCalls(call: Call): Reply {
	const { query, world, replyOptions } = call;
	const now = world.clock.ms;
	const { since, until } = query.range(replyOptions.zone);
	const start = since ?? Math.min(now, until ?? now);
	const span = { start, end: Math.min(until ?? start, now + 90 * day) };
	const policyIds = query.filter('escalation_policy_ids');
	const userIds = query.filter('user_ids');
	const scheduleIds = query.filter('schedule_ids');
	const policies = byName(world.store.policies.values(), undefined).filter(({ id }) => !policyIds || policyIds.has(id));
	const rows = world.onCall
		.list(policies, span)
		.filter(({ userId }) => !userIds || userIds.has(userId))
		.filter(({ target }) => !scheduleIds || scheduleIds.has(target.type === 'user' ? 'null' : target.id));
	const wanted = query.flag('earliest') ? earliest(rows) : rows;
	return { status: 200, body: page(query, 'oncalls', wanted, (row) => onCallJson(call, row, replyOptions)) };
}

/** The first row of each policy, level and user. */
function earliest(rows: readonly OnCall[]): OnCall[] {
	const first = new Map<string, OnCall>();
	for (const row of [...rows].sort((a, b) => (a.start ?? 0) - (b.start ?? 0))) {
		const key = `${row.policy.id} ${row.level} ${row.userId}`;
		if (!first.has(key)) first.set(key, row);
	}
	return [...first.values()];
}

function onCallJson(call: Call, row: OnCall, replyOptions: ReplyOptions): JsonObject {
	const { world } = call;
	const { include, zone } = replyOptions;
	const layered = include.has('schedules') ? world.store.schedules.get(row.target.id) : undefined;
	const user = required(world.store.users, row.userId);
	return {
		escalation_policy: include.has('escalation_policies')
			? policyJson(world, row.policy)
			: policyReference(world, row.policy),
		escalation_level: row.level,
		schedule: layered
			? scheduleJson(world, layered, { parts: new Set(), span: null, overflow: false, zone, nextFor: null })
			: row.target.type === 'user'
				? null
				: scheduleReference(world, row.target.id),
		user: include.has('users') ? userJson(world, user) : userReference(world, row.userId),
		start: row.start === null ? null : formatTime(row.start, zone),
		end: row.end === null ? null : formatTime(row.end, zone),
	};
}

function listSchedules(call: Call): Reply {
	const { query, world } = call;
	const teams = query.filter('team_ids');
	const schedules = byName(world.store.schedules.values(), undefined)
		.filter(({ name }) => matches(query.text('query'), name))
		.filter(({ teamIds }) => overlaps(teams, teamIds));
	const body = page(query, 'schedules', schedules, (schedule) => {
		const zone = query.zone(schedule.timeZone);
		const { since, until } = query.range(zone);
		// Without a range the parts are listed without entries.
		const span = since === undefined && until === undefined ? null : query.span(zone, world.clock.ms, 14 * day);
		const options = { parts: query.include, span, overflow: query.flag('overflow'), zone, nextFor: nextFor(call) };
		return scheduleJson(world, schedule, options);
	});
	return { status: 200, body };
}

const allParts = new Set(['schedule_layers', 'overrides_subschedule', 'final_schedule']);

function getSchedule(call: Call): Reply {
	const { query, world } = call;
	const schedule = findSchedule(call);
	const zone = query.zone(schedule.timeZone);
	const { since, until } = query.range(zone);
	const span = since === undefined && until === undefined ? null : query.span(zone, world.clock.ms, 14 * day);
	const options = { parts: allParts, span, overflow: query.flag('overflow'), zone, nextFor: nextFor(call) };
	return { status: 200, body: { schedule: scheduleJson(world, schedule, options) } };
}

/** Those on call in the range; without one everybody in the schedule. */
function listUsers(call: Call): Reply {
	const { query, world } = call;
	const schedule = findSchedule(call);
	const { since, until } = query.range(schedule.timeZone);
	const everybody = since === undefined && until === undefined;
	const ids = everybody
		? scheduleUserIds(schedule)
		: renderSchedule(schedule, query.span(schedule.timeZone, world.clock.ms, 14 * day)).final.map(
				({ userId }) => userId,
			);
	const users = [...new Set(ids)].map((id) => userJson(world, required(world.store.users, id)));
	return { status: 200, body: { users } };
}

function listShiftSchedules(call: Call): Reply {
	const { query, world } = call;
	const teams = query.filter('team_ids');
	const schedules = byName(world.store.shiftSchedules.values(), undefined)
		.filter(({ name }) => matches(query.text('query'), name))
		.filter(({ teamIds }) => overlaps(teams, teamIds));
	const toJson = (schedule: ShiftSchedule) => shiftScheduleReference(world, schedule);
	return { status: 200, body: page(query, 'schedules', schedules, toJson, { default: 100, max: 1000 }) };
}

function getShiftSchedule(call: Call): Reply {
	const { query, world } = call;
	const schedule = findShiftSchedule(call);
	const zone = query.zone(schedule.timeZone);
	const span = query.include.has('final_schedule') ? query.span(zone, world.clock.ms, 14 * day) : null;
	const json = shiftScheduleJson(world, schedule, { span, overflow: query.flag('overflow'), zone });
	return { status: 200, body: { schedule: json } };
}

function nextFor(call: Call): string | null {
	const userId = call.query.text('include_next_oncall_for_user');
	if (userId === undefined) return null;
	if (!call.world.store.users.has(userId)) throw new ApiError(400, 'User Not Found', 2001);
	return userId;
}
