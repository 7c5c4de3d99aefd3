import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { ApiError, invalidInput, notFound } from '../server/errors.ts';
import type { JsonObject } from '../json.ts';
import type { Span } from '../rendering/model.ts';
import { byStart, clip } from '../rendering/spans.ts';
import type { Route } from '../server/router.ts';
import { parseTime, second } from '../time.ts';
import { overrideJson } from '../replies/schedule.ts';
import { findSchedule } from './find-schedule.ts';

const read = 'schedules.read';
const write = 'schedules.write';

/** Turns of layered schedules that somebody else takes over. */
export const overrideRoutes: readonly Route[] = [
	route('GET', '/schedules/{id}/overrides', 'listScheduleOverrides', list),
	route('POST', '/schedules/{id}/overrides', 'createScheduleOverride', create),
	route('DELETE', '/schedules/{id}/overrides/{override_id}', 'deleteScheduleOverride', remove),
];

/** A route of schedules, with the scope that its method needs. */
export function route(method: Route['method'], path: string, operationId: string, handle: Route['handle']): Route {
	return { method, path, operationId, scope: method === 'GET' ? read : write, handle };
}

/** PagerDuty answers this list with 201. */
function list(call: Call): Reply {
	const schedule = findSchedule(call);
	const zone = call.query.zone(schedule.timeZone);
	const span = requiredSpan(call, zone);
	const touching = schedule.overrides.filter(({ start, end }) => start < span.end && end > span.start);
	if (call.query.flag('editable')) {
		const editable = touching.filter(({ end }) => end > call.world.clock.ms);
		return { status: 201, body: { overrides: editable.map(({ id }) => ({ id })) } };
	}
	const overrides = shown(call, touching, span).sort(byStart);
	return { status: 201, body: { overrides: overrides.map((item) => overrideJson(call.world, item, zone)) } };
}

const creation = z.object({
	overrides: z
		.array(z.object({ start: z.unknown().optional(), end: z.unknown().optional(), user: z.unknown().optional() }))
		.min(1),
});

/** Each override is taken or refused by itself; the reply is 201 all the same. */
function create(call: Call): Reply {
	const { world } = call;
	const schedule = findSchedule(call);
	const now = world.clock.ms;
	const body = call.body(creation).overrides.map((asked): JsonObject => {
		const start = timeOf(asked.start, schedule.timeZone);
		const end = timeOf(asked.end, schedule.timeZone);
		const userId = z.object({ id: z.string() }).safeParse(asked.user).data?.id;
		const errors = [
			...(start === undefined ? ['Start is invalid'] : []),
			...(end === undefined ? ['End is invalid'] : []),
			...(userId === undefined || !world.store.users.has(userId) ? ['User not found'] : []),
			...(start !== undefined && end !== undefined && end <= start ? ['Override must end after its start'] : []),
			...(end !== undefined && end <= now ? ['Override must end in the future'] : []),
		];
		if (errors.length > 0 || start === undefined || end === undefined || userId === undefined)
			return { status: 400, errors, override: asked };
		const override = { id: world.ids.incident(), userId, start: wholeSecond(start), end: wholeSecond(end) };
		schedule.overrides.push(override);
		return { status: 201, override: overrideJson(world, override, schedule.timeZone) };
	});
	return { status: 201, body };
}

/** A past one stays; one under way ends now (200). */
function remove(call: Call): Reply {
	const schedule = findSchedule(call);
	const now = call.world.clock.ms;
	const index = schedule.overrides.findIndex(({ id }) => id === call.param('override_id'));
	const override = schedule.overrides[index];
	if (!override) throw notFound();
	if (override.end <= now)
		throw new ApiError(400, 'Override cannot be removed', 5003, ['Cannot remove a past override']);
	if (override.start < now) {
		override.end = wholeSecond(now);
		return { status: 200 };
	}
	schedule.overrides.splice(index, 1);
	return { status: 204 };
}

/** Cut at the edges of `span` unless `overflow` is asked for. */
export function shown<T extends Span>(call: Call, items: readonly T[], span: Span): T[] {
	if (!call.query.flag('overflow')) return clip(items, span);
	return items.filter(({ start, end }) => start < span.end && end > span.start);
}

/** `since`..`until`, both of which must be there. */
export function requiredSpan(call: Call, zone: string): Span {
	const { since, until } = call.query.range(zone);
	if (since === undefined) throw invalidInput("Since can't be blank");
	if (until === undefined) throw invalidInput("Until can't be blank");
	return { start: since, end: until };
}

/** The milliseconds of a text that is a time. */
export function timeOf(value: unknown, zone: string): number | undefined {
	return typeof value === 'string' ? parseTime(value, zone) : undefined;
}

/** As PagerDuty keeps times. */
export function wholeSecond(ms: number): number {
	return Math.floor(ms / second) * second;
}
