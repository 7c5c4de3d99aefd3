import { Temporal } from 'temporal-polyfill';
import type { NewRotationEvent, ZonedTime } from '../../pagerduty/rotations.ts';
import type { RotationEvent } from '../../pagerduty/schedules-v3.ts';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { patternOf, type Pattern } from './event-plan.ts';
import { eventOf } from './events.ts';
import { readPlan } from './read-plan.ts';
import { readSchedule, type RenderedSchedule } from './read-schedule.ts';
import { handoffOf, parseTurn, parseWindow } from './rotation-plan.ts';
import type { RotationChange } from './set-rotation.ts';
import { isoOf } from './zones.ts';

/** An event of a rotation that is to change. */
interface Changing {
	readonly rotationId: string;
	readonly old: RotationEvent;
	/** From when on, epoch milliseconds. */
	readonly at: number;
	readonly until: number | undefined;
}

/** The event as it shall be: what is not given is as it was, and unless others take turns, whoever has the turn keeps it. */
export async function changedEvent(
	schedule: RenderedSchedule,
	change: RotationChange,
	{ rotationId, old, at, until }: Changing,
	context: ToolContext,
): Promise<NewRotationEvent> {
	const given = await context.directory.ids('user', change.users, context);
	const members = (old.assignment_strategy?.members ?? []).flatMap(({ user_id: id }) => id ?? []);
	const end = until === undefined ? old.effective_until : isoOf(until);
	const ending = end !== undefined && { effective_until: end };
	const pattern = patternOf(old);
	if (!pattern) return { ...(await inOtherWords(old, given ?? members, change, schedule, at, context)), ...ending };
	const { turn, hours, handoff, all_at_once: allAtOnce = pattern.allAtOnce } = change;
	const turnSeconds = turn === undefined ? pattern.turnSeconds : parseTurn(turn);
	const wanted: Pattern = {
		...pattern,
		turnSeconds,
		handoff: handoffOf(handoff, turnSeconds, pattern.handoff),
		windows: hours ? hours.map(parseWindow) : pattern.windows,
		allAtOnce,
	};
	const userIds = given ?? (await fromTheTurn(schedule, rotationId, members, at, context));
	const event = eventOf({ ...wanted, name: old.name ?? '', userIds, start: at });
	// Left out and added dates are of the old times.
	const same = turn === undefined && !hours && handoff === undefined;
	const exceptions = same ? old.recurrence.filter((line) => !line.startsWith('RRULE:')) : [];
	return { ...event, recurrence: [...event.recurrence, ...exceptions], ...ending };
}

/** The people in their order, whoever has the turn at `at` (or the next one) first. */
async function fromTheTurn(
	schedule: RenderedSchedule,
	rotationId: string,
	ids: readonly string[],
	at: number,
	context: ToolContext,
): Promise<string[]> {
	const { turns } = await readSchedule(schedule, { start: at, end: at + 31 * 86_400_000 }, context);
	const own = turns.filter((turn) => turn.rotationId === rotationId && turn.overrideId === undefined);
	const place = ids.indexOf(own[0]?.userId ?? '');
	return place > 0 ? [...ids.slice(place), ...ids.slice(0, place)] : [...ids];
}

/** Where our arguments have no words for how an event recurs: only people change, or all of it. */
async function inOtherWords(
	old: RotationEvent,
	userIds: readonly string[],
	change: RotationChange,
	{ timeZone }: RenderedSchedule,
	at: number,
	context: ToolContext,
): Promise<NewRotationEvent> {
	const name = old.name ?? '';
	if (change.turn !== undefined && change.hours)
		return eventOf({ ...(await readPlan({ ...change, users: [...userIds] }, name, timeZone, context)), start: at });
	if (change.turn !== undefined || change.hours || change.handoff !== undefined) {
		throw new ToolError({
			message: `The times of ${name} recur in a way that cannot be changed in part.`,
			next: 'Give both `turn` and `hours`.',
		});
	}
	const strategy = old.assignment_strategy;
	const together = change.all_at_once ?? strategy?.type === 'every_member_assignment_strategy';
	return {
		name,
		start_time: again(old.start_time, timeZone),
		end_time: again(old.end_time, timeZone),
		effective_since: isoOf(at),
		recurrence: old.recurrence,
		assignment_strategy: {
			...(together
				? { type: 'every_member_assignment_strategy' }
				: { type: 'rotating_member_assignment_strategy', shifts_per_member: strategy?.shifts_per_member ?? 1 }),
			members: userIds.map((id) => ({ type: 'user_member', user_id: id })),
		},
	};
}

/** PagerDuty writes wall-clock times with a Z; with the zone's real offset they mean the same to every reader. */
function again(time: RotationEvent['start_time'], otherwise: string): ZonedTime {
	const zone = time?.time_zone ?? otherwise;
	const wall = Temporal.PlainDateTime.from((time?.date_time ?? '').slice(0, 19));
	const text = wall.toZonedDateTime(zone).toString({ timeZoneName: 'never', smallestUnit: 'second' });
	return { date_time: text.replace(/\+00:00$/, 'Z'), time_zone: zone };
}
