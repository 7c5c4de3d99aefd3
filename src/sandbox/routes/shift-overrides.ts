import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { ApiError, invalidInput, notFound } from '../server/errors.ts';
import type { ShiftSchedule } from '../model/model.ts';
import { page } from '../server/paging.ts';
import type { OverrideShift, Span } from '../rendering/model.ts';
import { renderShifts } from '../rendering/shifts.ts';
import { byStart } from '../rendering/spans.ts';
import type { Route } from '../server/router.ts';
import { formatTime } from '../time.ts';
import { customShiftJson, overrideShiftJson } from '../replies/schedule.ts';
import { findShiftSchedule } from './find-schedule.ts';
import { requiredSpan, route, shown, timeOf, wholeSecond } from './overrides.ts';

/** Turns of shift-based schedules that somebody else takes over, and single turns of their own. */
export const shiftOverrideRoutes: readonly Route[] = [
	route('GET', '/v3/schedules/{id}/overrides', 'listOverrides', listShifts),
	route('POST', '/v3/schedules/{id}/overrides', 'createOverrides', createShifts),
	route('PUT', '/v3/schedules/{id}/overrides/{override_id}', 'updateOverride', updateShift),
	route('DELETE', '/v3/schedules/{id}/overrides/{override_id}', 'deleteOverride', removeShift),
	route('GET', '/v3/schedules/{id}/custom_shifts', 'listCustomShifts', listCustom),
	route('POST', '/v3/schedules/{id}/custom_shifts', 'createCustomShifts', createCustom),
	route('PUT', '/v3/schedules/{id}/custom_shifts/{custom_shift_id}', 'updateCustomShift', updateCustom),
	route('DELETE', '/v3/schedules/{id}/custom_shifts/{custom_shift_id}', 'deleteCustomShift', removeCustom),
];

function listShifts(call: Call): Reply {
	const { query, world } = call;
	const schedule = findShiftSchedule(call);
	const span = requiredSpan(call, query.zone(schedule.timeZone));
	const found = shown(call, schedule.overrides, span).sort(byStart);
	return { status: 200, body: page(query, 'overrides', found, (item) => overrideShiftJson(world, schedule, item)) };
}

const memberSchema = z.object({ type: z.literal('user_member'), user_id: z.string() });
const shiftCreation = z.object({
	overrides: z
		.array(
			z.object({
				rotation_id: z.string().optional(),
				custom_shift_id: z.string().optional(),
				start_time: z.string(),
				end_time: z.string(),
				overridden_member: memberSchema,
				overriding_member: memberSchema,
			}),
		)
		.min(1),
});

/** All or none. */
function createShifts(call: Call): Reply {
	const { world } = call;
	const schedule = findShiftSchedule(call);
	const made = call.body(shiftCreation).overrides.map((asked, index): OverrideShift => {
		const at = `overrides[${index}]`;
		const source = asked.rotation_id ?? asked.custom_shift_id;
		if (source === undefined || (asked.rotation_id !== undefined && asked.custom_shift_id !== undefined))
			throw fieldError(at, 'must have either rotation_id or custom_shift_id');
		const known = asked.rotation_id === undefined ? (schedule.customShifts ?? []) : schedule.rotations;
		if (!known.some(({ id }) => id === source)) throw notFound();
		const span = futureSpan(call, at, asked.start_time, asked.end_time);
		const overriddenUserId = asked.overridden_member.user_id;
		refuseUnscheduled(schedule, at, { ...span, rotationId: source, overriddenUserId });
		const overridingUserId = asked.overriding_member.user_id;
		if (!world.store.users.has(overridingUserId)) throw fieldError(`${at}.overriding_member`, 'does not exist');
		return { id: world.ids.long(), rotationId: source, ...span, overriddenUserId, overridingUserId };
	});
	schedule.overrides.push(...made);
	return { status: 201, body: { overrides: made.map((item) => overrideShiftJson(world, schedule, item)) } };
}

type Overridden = Pick<OverrideShift, 'start' | 'end' | 'rotationId' | 'overriddenUserId'>;

/** Only whom the rotation or custom shift has can be overridden, not who stands in for them. */
function refuseUnscheduled(
	schedule: ShiftSchedule,
	at: string,
	{ rotationId, overriddenUserId, ...span }: Overridden,
): void {
	const mine = renderShifts({ ...schedule, overrides: [] }, span).filter(
		(shift) => shift.rotationId === rotationId && shift.userId === overriddenUserId,
	);
	if (mine.length === 0) throw fieldError(`${at}.overridden_member`, 'is not scheduled in that time');
}

const shiftChange = z.object({
	override: z.object({
		start_time: z.string().optional(),
		end_time: z.string().optional(),
		overriding_member: memberSchema.optional(),
	}),
});

function updateShift(call: Call): Reply {
	const { world } = call;
	const schedule = findShiftSchedule(call);
	const override = schedule.overrides.find(({ id }) => id === call.param('override_id'));
	if (!override) throw notFound();
	const { overriding_member: member, ...times } = call.body(shiftChange).override;
	const span = changedSpan(call, 'override', override, times, member !== undefined);
	refuseUnscheduled(schedule, 'override', { ...override, ...span });
	if (member && !world.store.users.has(member.user_id))
		throw fieldError('override.overriding_member', 'does not exist');
	Object.assign(override, span, member && { overridingUserId: member.user_id });
	return { status: 200, body: { override: overrideShiftJson(world, schedule, override) } };
}

/** Of what has begun only the end may change, of what is past nothing. */
function changedSpan(
	call: Call,
	what: string,
	{ start, end }: Span,
	times: { readonly start_time?: string | undefined; readonly end_time?: string | undefined },
	another: boolean,
): Span {
	const now = call.world.clock.ms;
	if (end <= now) throw invalidInput(`The ${what} has already ended`);
	if (start <= now && (times.start_time !== undefined || another))
		throw fieldError(what, 'has started: only end_time can be modified');
	const { start_time: from = formatTime(start), end_time: to = formatTime(end) } = times;
	return futureSpan(call, what, from, to);
}

function removeShift(call: Call): Reply {
	const schedule = findShiftSchedule(call);
	const index = schedule.overrides.findIndex(({ id }) => id === call.param('override_id'));
	const override = schedule.overrides[index];
	if (!override) throw notFound();
	endOrRemove(call, schedule.overrides, override, 'override');
	return { status: 204 };
}

function listCustom(call: Call): Reply {
	const { query, world } = call;
	const schedule = findShiftSchedule(call);
	const span = requiredSpan(call, query.zone(schedule.timeZone));
	const found = shown(call, schedule.customShifts ?? [], span);
	return { status: 200, body: page(query, 'custom_shifts', found, (item) => customShiftJson(world, schedule, item)) };
}

const customCreation = z.object({
	custom_shifts: z
		.array(
			z.object({
				start_time: z.string(),
				end_time: z.string(),
				assignments: z.array(z.object({ member: memberSchema })).length(1),
			}),
		)
		.min(1),
});

function createCustom(call: Call): Reply {
	const { world } = call;
	const schedule = findShiftSchedule(call);
	const made = call.body(customCreation).custom_shifts.map(({ start_time, end_time, assignments }, index) => {
		const at = `custom_shifts[${index}]`;
		const userId = assignments[0]?.member.user_id ?? '';
		if (!world.store.users.has(userId)) throw fieldError(`${at}.assignments`, 'user does not exist');
		return { id: world.ids.long(), userId, ...futureSpan(call, at, start_time, end_time) };
	});
	schedule.customShifts = [...(schedule.customShifts ?? []), ...made];
	return { status: 201, body: { custom_shifts: made.map((item) => customShiftJson(world, schedule, item)) } };
}

const customChange = z.object({
	custom_shift: z.object({
		start_time: z.string().optional(),
		end_time: z.string().optional(),
		assignments: z
			.array(z.object({ member: memberSchema }))
			.length(1)
			.optional(),
	}),
});

function updateCustom(call: Call): Reply {
	const { world } = call;
	const schedule = findShiftSchedule(call);
	const shift = schedule.customShifts?.find(({ id }) => id === call.param('custom_shift_id'));
	if (!shift) throw notFound();
	const { assignments, ...times } = call.body(customChange).custom_shift;
	const userId = assignments?.[0]?.member.user_id ?? shift.userId;
	const span = changedSpan(call, 'custom_shift', shift, times, assignments !== undefined);
	if (!world.store.users.has(userId)) throw fieldError('custom_shift.assignments', 'user does not exist');
	Object.assign(shift, span, { userId });
	return { status: 200, body: { custom_shift: customShiftJson(world, schedule, shift) } };
}

function removeCustom(call: Call): Reply {
	const schedule: ShiftSchedule = findShiftSchedule(call);
	const shift = schedule.customShifts?.find(({ id }) => id === call.param('custom_shift_id'));
	if (!shift) throw notFound();
	endOrRemove(call, schedule.customShifts ?? [], shift, 'custom shift');
	return { status: 204 };
}

/** Not begun: gone. Under way: ends now. Past: refused. */
function endOrRemove<T extends Span>(call: Call, items: T[], item: T, what: string): void {
	const now = call.world.clock.ms;
	if (item.end <= now) throw invalidInput(`The ${what} has already ended`);
	if (item.start < now) item.end = wholeSecond(now);
	else items.splice(items.indexOf(item), 1);
}

function futureSpan(call: Call, at: string, from: string, to: string): Span {
	const start = timeOf(from, 'UTC');
	const end = timeOf(to, 'UTC');
	if (start === undefined) throw fieldError(`${at}.start_time`, 'is not a date-time');
	if (end === undefined) throw fieldError(`${at}.end_time`, 'is not a date-time');
	if (end <= start) throw fieldError(`${at}.end_time`, 'must be after start_time');
	if (end <= call.world.clock.ms) throw fieldError(`${at}.end_time`, 'must be in the future');
	return { start: wholeSecond(start), end: wholeSecond(end) };
}

/** Shift-based schedules tell errors by field. */
export function fieldError(field: string, message: string): ApiError {
	return new ApiError(400, 'Invalid Input Provided', 2001, { [field]: [message] });
}
