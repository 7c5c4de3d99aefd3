import type { NewRotationEvent } from '../../../pagerduty/api/rotations.ts';
import type { LayerInput } from '../../../pagerduty/api/schedules.ts';
import type { RotationEvent } from '../../../pagerduty/api/schedules-v3.ts';
import { listedZone } from '../../time/listed-zones.ts';
import { isTogether, membersOf, ruleOf, wallOf } from './event-pattern.ts';
import { turnsUntil, turnUnderWay } from './layers.ts';
import { numberedShifts } from './numbered-shifts.ts';

/** Whether a layer that would go on as another one from `at` on puts the same people on call at the same times. */
export function isSameLayer(old: LayerInput, fresh: LayerInput, at: number, zone: string): boolean {
	const length = old.rotation_turn_length_seconds;
	const traits = ({ rotation_turn_length_seconds: seconds, end, restrictions = [] }: LayerInput) => [
		seconds,
		momentOf(end),
		restrictions
			.map(({ start_time_of_day: from, duration_seconds: lasts, start_day_of_week: day }) => `${day} ${from} ${lasts}`)
			.sort(),
	];
	if (length <= 0 || !isAlike(traits(old), traits(fresh))) return false;
	const turns = ({ users, rotation_virtual_start: start }: LayerInput) => {
		const first = Date.parse(start);
		const ids = users.map(({ user }) => user.id);
		return [turnUnderWay(first, length, at, zone), inOrder(ids, turnsUntil(first, length, at, zone), ids.length)];
	};
	return old.users.length === fresh.users.length && isAlike(turns(old), turns(fresh));
}

/** The same for an event of a rotation; false where it cannot be told. */
export function isSameEvent(old: RotationEvent, fresh: NewRotationEvent, at: number, zone: string): boolean {
	const first = wallOf(old.start_time);
	const firstThen = wallOf(fresh.start_time);
	if (!first || !firstThen) return false;
	const traits = (event: RotationEvent | NewRotationEvent) => [
		momentOf(event.effective_until),
		isTogether(event),
		listedZone(event.start_time?.time_zone ?? zone, new Date(at)),
		wallOf(event.start_time)?.until(wallOf(event.end_time) ?? first, { largestUnit: 'seconds' }).seconds,
	];
	if (!isAlike(traits(old), traits(fresh))) return false;
	const toTheLetter = first.equals(firstThen) && isAlike(old.recurrence, fresh.recurrence);
	if (toTheLetter && isAlike(turnsOf(old), turnsOf(fresh))) return true;
	// A rule that ends is the same to the letter only.
	if (!toTheLetter && [old, fresh].some(({ recurrence }) => ruleOf(recurrence)?.ends !== false)) return false;
	const [before, after] = [numberedShifts(old), numberedShifts(fresh)];
	if (!before || !after) return false;
	// Two orders that are alike for so long are alike for ever.
	const count = Math.max(2 * daysOfWeek, ...[old, fresh].map(orderLength)) * 2;
	const shifts = (event: RotationEvent | NewRotationEvent, numbered: NonNullable<typeof before>) => {
		const index = numbered.indexAt(at);
		const { each, ids } = turnsOf(event);
		const there = Array.from({ length: count }, (_, later) => index + later);
		return there.map((one) => [
			numbered.startOf(one),
			isTogether(event) ? ids.toSorted() : ids.at(Math.floor(one / each) % ids.length),
		]);
	};
	return isAlike(shifts(old, before), shifts(fresh, after));
}

const daysOfWeek = 7;

/** How people take turns: not at all if they are on call all at once. */
function turnsOf(event: RotationEvent | NewRotationEvent) {
	const each = isTogether(event) ? 1 : (event.assignment_strategy?.shifts_per_member ?? 1);
	return { each, ids: membersOf(event) };
}

/** After how many shifts the order begins again. */
function orderLength(event: RotationEvent | NewRotationEvent): number {
	const { each, ids } = turnsOf(event);
	return each * ids.length;
}

/** So many of a list that goes round, from a place on. */
function inOrder(ids: readonly string[], from: number, count: number): (string | undefined)[] {
	return Array.from({ length: count }, (_, later) => ids.at((from + later) % ids.length));
}

function momentOf(text: string | null | undefined): number | undefined {
	return typeof text === 'string' ? Date.parse(text) : undefined;
}

function isAlike(a: unknown, b: unknown): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}
