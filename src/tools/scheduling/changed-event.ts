import type { NewRotationEvent, ZonedTime } from '../../pagerduty/rotations.ts';
import type { RotationEvent } from '../../pagerduty/schedules-v3.ts';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { cleanLine } from '../untrusted.ts';
import { patternOf, wallOf } from './event-plan.ts';
import { eventOf, shiftFrom } from './events.ts';
import { movedHandoff, type Plan } from './layers.ts';
import { numberedShifts, type NumberedShifts } from './numbered-shifts.ts';
import { refuseEnded } from './read-plan.ts';
import { handoffOf, parseHandoff, parseTurn, parseWindow } from './rotation-plan.ts';
import type { RotationChange } from './set-rotation.ts';
import { isoOf } from './zones.ts';

/** An event of a rotation that is to change. */
interface Changing {
	readonly old: RotationEvent;
	/** From when on, epoch milliseconds. */
	readonly at: number;
	readonly until: number | undefined;
	/** Of the schedule. */
	readonly zone: string;
}

/**
 * The event as it shall be: what is not given is as it was. The first of the users who are given has the turn at `at`; without
 * them whoever has it keeps it.
 * @throws {ToolError} for what cannot be told exactly.
 */
export async function changedEvent(
	change: RotationChange,
	{ old, at, until, zone }: Changing,
	context: ToolContext,
): Promise<NewRotationEvent> {
	const end = until === undefined ? old.effective_until : isoOf(until);
	refuseEnded(old.name ?? old.id, end, at);
	const given = await context.directory.ids('user', change.users, context);
	const event = keepsTimes(change)
		? withOthers(old, given, change.all_at_once ?? isTogether(old), zone, at)
		: withOtherTimes(old, given, change, zone, at);
	return { ...event, ...(end !== undefined && { effective_until: end }) };
}

/** Whether only people change. */
export function keepsTimes({ turn, hours, handoff }: RotationChange): boolean {
	return turn === undefined && !hours && handoff === undefined;
}

/** Other people at the same times: the first shift and how it recurs stay to the letter, left-out dates included. */
function withOthers(
	old: RotationEvent,
	given: readonly string[] | undefined,
	together: boolean,
	zone: string,
	at: number,
): NewRotationEvent {
	const each = old.assignment_strategy?.shifts_per_member ?? 1;
	const inTurn = () => {
		if (!given || together || given.length === 1) return given ?? membersOf(old);
		const index = numberedShifts(old)?.indexAt(at);
		if (index === undefined) throw unknownTurn(old, 'Name one user, or give both `turn` and `hours`.');
		const turn = Math.floor(index / each);
		return given.map((id, place) => given.at((place - turn) % given.length) ?? id);
	};
	return {
		name: old.name ?? '',
		start_time: again(old.start_time, zone),
		end_time: again(old.end_time, zone),
		effective_since: isoOf(at),
		recurrence: old.recurrence,
		assignment_strategy: {
			...(together
				? { type: 'every_member_assignment_strategy' }
				: { type: 'rotating_member_assignment_strategy', shifts_per_member: each }),
			members: inTurn().map((id) => ({ type: 'user_member', user_id: id })),
		},
	};
}

function withOtherTimes(
	old: RotationEvent,
	given: readonly string[] | undefined,
	{ turn, hours, handoff, all_at_once: allAtOnce = isTogether(old) }: RotationChange,
	scheduleZone: string,
	at: number,
): NewRotationEvent {
	const pattern = patternOf(old);
	const turnSeconds = turn === undefined ? pattern?.turnSeconds : parseTurn(turn);
	const windows = hours ? hours.map(parseWindow) : pattern?.windows;
	if (turnSeconds === undefined || !windows) {
		throw new ToolError({
			message: `The times of ${cleanLine(old.name ?? old.id)} recur in a way that cannot be changed in part.`,
			next: 'Give both `turn` and `hours`.',
		});
	}
	const members = membersOf(old);
	const plan: Plan = {
		name: old.name ?? '',
		userIds: given ?? members,
		turnSeconds,
		handoff: handoffOf(handoff, turnSeconds, pattern?.handoff ?? { day: undefined, time: '09:00' }),
		...(handoff !== undefined && { askedHandoff: parseHandoff(handoff) }),
		windows,
		start: at,
		zone: old.start_time?.time_zone ?? scheduleZone,
		allAtOnce,
	};
	const shifts = numberedShifts(old);
	const fromStart = given !== undefined || isTogether(old) || members.length < 2;
	if (!shifts) {
		if (!fromStart) throw unknownTurn(old, 'Give `users`, too: the first one has the turn then.');
		return eventOf(plan);
	}
	const each = old.assignment_strategy?.shifts_per_member ?? 1;
	const { begins, turn: next, passed } = goesOn(plan, shifts, each);
	// A turn that only got shorter stays with whoever has it; one of which the new hours leave nothing is over.
	const place = fromStart ? 0 : (turn === undefined && begins > at ? next + passed : next) % members.length;
	return eventOf({ ...plan, userIds: [...plan.userIds.slice(place), ...plan.userIds.slice(0, place)] }, begins);
}

/** The turn under way, or else the next one. */
interface Going {
	/** Its number among the old turns. */
	readonly turn: number;
	/** How many turns of the new plan have passed since it began. */
	readonly passed: number;
	/** When the first shift after those begins. */
	readonly begins: number;
}

/** Which turn goes on at the start of the plan. */
function goesOn(plan: Plan, shifts: NumberedShifts, each: number): Going {
	const { start: at } = plan;
	const next = shifts.indexAt(at);
	const turn = Math.floor(next / each);
	// Between two turns, new hours may still be of the one before.
	const before = Math.floor((next - 1) / each);
	if (before >= 0 && shifts.startOf(next) > at) {
		const going = turnsSince(plan, firstOf(plan, shifts.startOf(before * each)));
		if (going.passed === 0) return { turn: before, ...going };
	}
	return { turn, ...turnsSince(plan, firstOf(plan, shifts.startOf(turn * each))) };
}

/** When the turn that began at `before` begins by the new plan. */
function firstOf({ windows: [window], askedHandoff, handoff, start, zone }: Plan, before: number): number {
	if (window ? askedHandoff?.day !== undefined : askedHandoff) return movedHandoff(before, start, handoff, zone);
	return window ? shiftFrom(window, before, zone) : before;
}

/** How many turns that began at `first` have passed at the start of the plan. */
function turnsSince(plan: Plan, first: number): Omit<Going, 'turn'> {
	const event = eventOf(plan, first);
	const each = event.assignment_strategy.shifts_per_member ?? 1;
	const shifts = numberedShifts(event);
	const passed = shifts ? Math.floor(shifts.indexAt(plan.start) / each) : 0;
	return { passed, begins: shifts?.startOf(passed * each) ?? first };
}

function unknownTurn({ name, id }: RotationEvent, next: string): ToolError {
	const message = `The times of ${cleanLine(name ?? id)} recur in a way in which it cannot be told whose turn it is.`;
	return new ToolError({ message, next });
}

function isTogether({ assignment_strategy: strategy }: RotationEvent): boolean {
	return strategy?.type === 'every_member_assignment_strategy';
}

function membersOf({ assignment_strategy: strategy }: RotationEvent): string[] {
	return (strategy?.members ?? []).flatMap(({ user_id: id }) => id ?? []);
}

/** PagerDuty writes wall-clock times with a Z; with the zone's real offset they mean the same to every reader. */
function again(time: RotationEvent['start_time'], otherwise: string): ZonedTime {
	const zone = time?.time_zone ?? otherwise;
	const text = wallOf(time)?.toZonedDateTime(zone).toString({ timeZoneName: 'never', smallestUnit: 'second' });
	return { date_time: text?.replace(/\+00:00$/, 'Z') ?? '', time_zone: zone };
}
