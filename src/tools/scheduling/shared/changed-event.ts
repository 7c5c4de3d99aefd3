import type { NewRotationEvent, ZonedTime } from '../../../pagerduty/api/rotations.ts';
import type { RotationEvent } from '../../../pagerduty/api/schedules-v3.ts';
import { isTogether, membersInput, membersOf, wallOf } from './event-pattern.ts';
import { numberedShifts } from './numbered-shifts.ts';
import { isEarlier, unknownTurn, withOtherTimes } from './other-times.ts';
import { refuseEnded } from './plan-of-arguments.ts';
import type { Members } from './members.ts';
import type { RotationChange } from './rotation-change.ts';
import { isoOf } from '../../time/iso.ts';

/** An event of a rotation that is to change. */
interface Changing {
	readonly old: RotationEvent;
	/** From when on, epoch milliseconds. */
	readonly at: number;
	readonly until: number | undefined;
	/** Who takes turns from then on, if others do. */
	readonly members: Members | undefined;
	/** Of the schedule. */
	readonly zone: string;
}

/**
 * The event as it shall be: what is not given is as it was, and whoever has the turn keeps it as far as `members` says so.
 * @throws {ToolError} for what cannot be told exactly.
 */
export function changedEvent(change: RotationChange, { old, at, until, members, zone }: Changing): NewRotationEvent {
	const end = until === undefined ? old.effective_until : isoOf(until);
	refuseEnded(old.name ?? old.id, end, at);
	const event =
		keepsTimes(change) && !isEarlier(old, at, zone)
			? withOthers(old, members, change.all_at_once ?? isTogether(old), zone, at)
			: withOtherTimes(old, members, change, zone, at);
	return { ...event, ...(end !== undefined && { effective_until: end }) };
}

/** An earlier event as it was, in place of the old one: whose turn it is follows from its first shift. */
export function restoredEvent(earlier: RotationEvent, old: RotationEvent, at: number, zone: string): NewRotationEvent {
	const end = old.effective_until;
	refuseEnded(old.name ?? old.id, end, at);
	const event = withOthers(earlier, undefined, isTogether(earlier), zone, at);
	return { ...event, ...(end !== undefined && { effective_until: end }) };
}

/** Whether only people change. */
function keepsTimes({ turn, hours, handoff }: RotationChange): boolean {
	return turn === undefined && !hours && handoff === undefined;
}

/** Other people at the same times: the first shift and how it recurs stay to the letter, left-out dates included. */
function withOthers(
	old: RotationEvent,
	members: Members | undefined,
	together: boolean,
	zone: string,
	at: number,
): NewRotationEvent {
	const each = old.assignment_strategy?.shifts_per_member ?? 1;
	const inTurn = () => {
		if (!members || together || members.ids.length === 1) return members?.ids ?? membersOf(old);
		const shifts = numberedShifts(old);
		if (!shifts) throw unknownTurn(old, 'Name one user, or give both `turn` and `hours`.');
		const turn = Math.floor(shifts.indexAt(at) / each);
		const { ids } = members;
		const moved = members.placeAt(turn, shifts.startOf(turn * each) >= at) - turn;
		return ids.map((id, place) => ids.at((place + moved) % ids.length) ?? id);
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
			members: membersInput(inTurn()),
		},
	};
}

/** PagerDuty writes wall-clock times with a Z; with the zone's real offset they mean the same to every reader. */
function again(time: RotationEvent['start_time'], otherwise: string): ZonedTime {
	const zone = time?.time_zone ?? otherwise;
	const text = wallOf(time)?.toZonedDateTime(zone).toString({ timeZoneName: 'never', smallestUnit: 'second' });
	return { date_time: text?.replace(/\+00:00$/, 'Z') ?? '', time_zone: zone };
}
