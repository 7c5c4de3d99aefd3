import { PagerDutyError } from '../../pagerduty/errors.ts';
import { getScheduleV3, type ScheduleV3 } from '../../pagerduty/schedules-v3.ts';
import { getSchedule, type Schedule } from '../../pagerduty/schedules.ts';
import type { ToolContext } from '../context.ts';
import type { Entry } from '../directory.ts';
import { nameOf } from '../names.ts';
import { byStart, clip, join, type Span } from './spans.ts';
import { isoOf, isZone } from './zones.ts';

/** PagerDuty has two scheduling systems. */
type ScheduleKind = 'layers' | 'shifts';

/** A schedule that is known by name. */
export interface KnownSchedule {
	readonly id: string;
	readonly name: string;
	readonly kind: ScheduleKind;
}

/** Somebody on call. */
export interface Turn extends Span {
	readonly userId: string;
	readonly user: string;
	/** Where it comes from in a shift-based schedule. */
	readonly rotationId?: string | undefined;
	readonly customShiftId?: string | undefined;
	readonly overrideId?: string | undefined;
}

/** A schedule with who is on call in the end: layers, overrides and all. */
export interface RenderedSchedule extends KnownSchedule {
	readonly timeZone: string;
	readonly url: string | undefined;
	/** Sorted by start and cut at the edges of the asked span. Of a shift-based schedule several may be at the same time. */
	readonly turns: readonly Turn[];
	readonly layered?: Schedule;
	readonly shiftBased?: ScheduleV3;
}

export function knownSchedule({ id, name, type }: Entry): KnownSchedule {
	return { id, name, kind: type?.startsWith('schedule_v3') ? 'shifts' : 'layers' };
}

/** The schedule that `reference` names. */
export async function findSchedule(reference: string, context: ToolContext): Promise<KnownSchedule> {
	return knownSchedule(await context.directory.resolve('schedule', reference, context));
}

/** One request, but for people who stand in for somebody of another schedule. operationId: getSchedule, getScheduleV3 */
export async function readSchedule(known: KnownSchedule, span: Span, context: ToolContext): Promise<RenderedSchedule> {
	if (known.kind === 'shifts') return readShifts(known, span, context);
	try {
		return await readLayers(known, span, context);
	} catch (error) {
		// PagerDuty's answer when the schedule is of the other kind.
		if (error instanceof PagerDutyError && error.status === 400) return readShifts(known, span, context);
		throw error;
	}
}

/** On whose wall clock a schedule is. operationId: getSchedule, getScheduleV3 */
export async function timeZoneOf(known: KnownSchedule, context: ToolContext): Promise<string> {
	const read = known.kind === 'shifts' ? getScheduleV3 : getSchedule;
	return zoneOf(await read(context.pagerduty, known.id));
}

async function readLayers(known: KnownSchedule, span: Span, context: ToolContext): Promise<RenderedSchedule> {
	const range = { since: isoOf(span.start), until: isoOf(span.end) };
	const layered = await getSchedule(context.pagerduty, known.id, range);
	return { ...describe(layered, 'layers'), turns: turnsOfLayers(layered, span), layered };
}

/** Who is on call in a rendered layered schedule. Entries without times or without a person are left out. */
export function turnsOfLayers(schedule: Schedule, span: Span): Turn[] {
	const turns = (schedule.final_schedule?.rendered_schedule_entries ?? []).flatMap((entry) => {
		const times = spanOf(entry.start, entry.end ?? isoOf(span.end));
		return times && entry.user ? [{ ...times, userId: entry.user.id, user: nameOf(entry.user) }] : [];
	});
	return join(clip(turns, span).sort(byStart), (a, b) => a.userId === b.userId);
}

async function readShifts(known: KnownSchedule, span: Span, context: ToolContext): Promise<RenderedSchedule> {
	const shiftBased = await getScheduleV3(context.pagerduty, known.id, {
		since: isoOf(span.start),
		until: isoOf(span.end),
		include: ['final_schedule'],
	});
	const turns = (shiftBased.final_schedule?.computed_shift_assignments ?? []).flatMap((shift) => {
		const times = spanOf(shift.start_time, shift.end_time);
		const userId = shift.member?.user_id;
		if (!times || userId === undefined) return [];
		const { rotation_id: rotationId, shift_id: customShiftId, override_id: overrideId } = shift.source ?? {};
		return [{ ...times, userId, rotationId, customShiftId, overrideId }];
	});
	const names = await namesOfUsers(
		turns.map(({ userId }) => userId),
		shiftBased,
		context,
	);
	const named = clip(turns, span).map((turn) => ({ ...turn, user: names.get(turn.userId) ?? turn.userId }));
	return { ...describe(shiftBased, 'shifts'), turns: named.sort(byStart), shiftBased };
}

/** People who only stand in are not among the schedule's users. */
async function namesOfUsers(
	ids: readonly string[],
	{ users }: ScheduleV3,
	context: ToolContext,
): Promise<ReadonlyMap<string, string>> {
	const names = new Map(users?.map((user) => [user.id, nameOf(user)]));
	const missing = [...new Set(ids)].filter((id) => !names.has(id));
	await Promise.all(missing.map(async (id) => names.set(id, await nameOfUser(id, context))));
	return names;
}

/** The id itself for somebody who is gone. */
async function nameOfUser(id: string, context: ToolContext): Promise<string> {
	try {
		return (await context.directory.resolve('user', id, context)).name;
	} catch (error) {
		if (context.signal.aborted) throw error;
		return id;
	}
}

function describe(schedule: Schedule | ScheduleV3, kind: ScheduleKind): Omit<RenderedSchedule, 'turns'> {
	return { id: schedule.id, name: nameOf(schedule), kind, timeZone: zoneOf(schedule), url: schedule.html_url };
}

function zoneOf({ time_zone: zone }: Schedule | ScheduleV3): string {
	return zone && isZone(zone) ? zone : 'UTC';
}

export function spanOf(start: string | undefined, end: string | undefined): Span | undefined {
	const span = { start: Date.parse(start ?? ''), end: Date.parse(end ?? '') };
	return span.start < span.end ? span : undefined;
}
