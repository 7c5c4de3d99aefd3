import { getScheduleV3, type ScheduleV3 } from '../../pagerduty/api/schedules-v3.ts';
import { personReference } from '../../pagerduty/api/reference.ts';
import { getSchedule, type Schedule } from '../../pagerduty/api/schedules.ts';
import type { PageQuery } from '../../pagerduty/api/paging.ts';
import { listUsers } from '../../pagerduty/api/users.ts';
import type { ToolContext } from '../core/context.ts';
import type { Entry } from '../core/directory.ts';
import { nameOfId } from '../names/name-of-id.ts';
import { nameOf, quoted } from '../text/names.ts';
import { layersOrShifts } from './shift-based.ts';
import { byStart, clip, joinNeighbours, type Span } from '../time/spans.ts';
import { isoOf } from '../time/iso.ts';
import { localZone, type LocalZone } from '../time/zones.ts';

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
	/** Of a layered schedule, which names no id: whether it is an override, wholly or in part. */
	readonly overridden?: true;
	/** From when to when it really is, if the asked span holds only a part of it. */
	readonly whole?: Span | undefined;
}

/** A schedule with who is on call in the end: layers, overrides and all. */
export interface RenderedSchedule extends KnownSchedule {
	/** Its own, by which times about it are read. */
	readonly local: LocalZone;
	readonly timeZone: string;
	readonly url: string | undefined;
	/** What was asked for. */
	readonly span: Span;
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
	return ofEitherKind(
		known,
		() => readLayers(known, span, context),
		() => readShifts(known, span, context),
	);
}

/** Asks for a schedule by its kind, and by the other one where there is no such layered schedule. */
export async function ofEitherKind<T>(
	{ kind }: KnownSchedule,
	layers: () => Promise<T>,
	shifts: () => Promise<T>,
): Promise<T> {
	return kind === 'shifts' ? shifts() : layersOrShifts(layers, shifts);
}

/** The wall clock of a schedule. operationId: getSchedule, getScheduleV3 */
export async function readScheduleZone(known: KnownSchedule, { pagerduty }: ToolContext): Promise<LocalZone> {
	const { id } = known;
	const schedule = await ofEitherKind<Schedule | ScheduleV3>(
		known,
		() => getSchedule(pagerduty, id),
		() => getScheduleV3(pagerduty, id),
	);
	return zoneOfSchedule(schedule);
}

async function readLayers(known: KnownSchedule, span: Span, context: ToolContext): Promise<RenderedSchedule> {
	const range = { since: isoOf(span.start), until: isoOf(span.end) };
	// Without overflow a shift that is cut looks like a short one.
	const layered = await getSchedule(context.pagerduty, known.id, { ...range, overflow: true });
	return { ...describe(layered, 'layers', span), turns: turnsOfLayers(layered, span), layered };
}

/** Who is on call in a rendered layered schedule. Entries without times or without a person are left out. */
export function turnsOfLayers(schedule: Schedule, span: Span): Turn[] {
	const turns = (schedule.final_schedule?.rendered_schedule_entries ?? []).flatMap((entry) => {
		const times = spanOf(entry.start, entry.end ?? isoOf(span.end));
		return times && entry.user ? [{ ...times, userId: entry.user.id, user: nameOf(entry.user) }] : [];
	});
	const overrides = (schedule.overrides_subschedule?.rendered_schedule_entries ?? []).flatMap(
		({ user, start, end }) => {
			const times = spanOf(start, end ?? isoOf(span.end));
			return times && user ? [{ ...times, userId: user.id }] : [];
		},
	);
	const isOverride = (turn: Turn) =>
		overrides.some(({ userId, start, end }) => userId === turn.userId && start < turn.end && turn.start < end);
	const joined = joinNeighbours(turns.sort(byStart), (a, b) => a.userId === b.userId);
	return inside(
		joined.map((turn): Turn => (isOverride(turn) ? { ...turn, overridden: true } : turn)),
		span,
	);
}

/** What of the turns is inside `span`. Those that reach out of it know how long they are. */
function inside<T extends Omit<Turn, 'whole'>>(turns: readonly T[], span: Span): (T & Pick<Turn, 'whole'>)[] {
	return clip(
		turns.map((turn) => {
			const { start, end } = turn;
			return start < span.start || end > span.end ? { ...turn, whole: { start, end } } : turn;
		}),
		span,
	);
}

async function readShifts(known: KnownSchedule, span: Span, context: ToolContext): Promise<RenderedSchedule> {
	const shiftBased = await getScheduleV3(context.pagerduty, known.id, {
		since: isoOf(span.start),
		until: isoOf(span.end),
		overflow: true,
		include: ['final_schedule'],
	});
	const turns = (shiftBased.final_schedule?.computed_shift_assignments ?? []).flatMap((shift) => {
		const times = spanOf(shift.start_time, shift.end_time);
		const userId = shift.member?.user_id;
		if (!times || userId === undefined) return [];
		const { rotation_id: rotationId, shift_id: customShiftId, override_id: overrideId } = shift.source ?? {};
		return [{ ...times, userId, rotationId, customShiftId, overrideId }];
	});
	const members = membersOf(shiftBased, span);
	const names = await namesOfUsers([...members, ...turns.map(({ userId }) => userId)], shiftBased, context);
	const named = turns.map((turn) => ({ ...turn, user: names.get(turn.userId) ?? turn.userId }));
	return {
		...describe(shiftBased, 'shifts', span),
		turns: inside(named, span).sort(byStart),
		shiftBased: { ...shiftBased, users: usersNamed(shiftBased.users, members, names) },
	};
}

/** Who takes turns in rotations that have not ended when `span` begins, each once. */
function membersOf({ rotations }: ScheduleV3, { start }: Span): string[] {
	const lasting = rotations
		.flatMap(({ events }) => events)
		.filter(({ effective_until: end }) => end === undefined || !(Date.parse(end) <= start));
	const members = lasting.flatMap((event) => event.assignment_strategy?.members ?? []);
	return [...new Set(members.flatMap(({ user_id: id }) => id ?? []))];
}

/** PagerDuty sends a shift-based schedule without its users, as a rule: they are the members of its rotations. */
function usersNamed(
	sent: ScheduleV3['users'],
	members: readonly string[],
	names: ReadonlyMap<string, string>,
): NonNullable<ScheduleV3['users']> {
	const known = sent ?? [];
	const others = members.filter((id) => known.every((user) => user.id !== id));
	return [...known, ...others.map((id) => personReference.parse({ id, summary: names.get(id) ?? id }))];
}

/** People who only stand in are not among the schedule's users. */
async function namesOfUsers(
	ids: readonly string[],
	{ users }: ScheduleV3,
	context: ToolContext,
): Promise<ReadonlyMap<string, string>> {
	const names = new Map(users?.map((user) => [user.id, nameOf(user)]));
	const missing = [...new Set(ids)].filter((id) => !names.has(id));
	await learnUsers(missing, context);
	await Promise.all(missing.map(async (id) => names.set(id, (await nameOfId('user', id, context)) ?? id)));
	return names;
}

/** Several people are read in one request, as far as it holds them. */
async function learnUsers(ids: readonly string[], context: ToolContext): Promise<void> {
	if (ids.length < 3) return;
	const read = context.directory.learning('user', (query: PageQuery) => listUsers(context.pagerduty, query), context);
	await read({ limit: 100 }).catch((error: unknown) => {
		if (context.signal.aborted) throw error;
	});
}

function describe(schedule: Schedule | ScheduleV3, kind: ScheduleKind, span: Span): Omit<RenderedSchedule, 'turns'> {
	const local = zoneOfSchedule(schedule);
	return { id: schedule.id, name: nameOf(schedule), kind, local, timeZone: local.zone, url: schedule.html_url, span };
}

function zoneOfSchedule(schedule: Schedule | ScheduleV3): LocalZone {
	return localZone(schedule.time_zone, `The schedule ${quoted(nameOf(schedule))}`);
}

export function spanOf(start: string | undefined, end: string | undefined): Span | undefined {
	const span = { start: Date.parse(start ?? ''), end: Date.parse(end ?? '') };
	return span.start < span.end ? span : undefined;
}
