import type { NewRotationEvent } from '../../../pagerduty/api/rotations.ts';
import type { RotationEvent } from '../../../pagerduty/api/schedules-v3.ts';
import { ToolError } from '../../core/failure.ts';
import { quoted } from '../../text/names.ts';
import { isTogether, membersOf, patternOf, wallOf } from './event-pattern.ts';
import { eventOf, shiftFrom } from './event-of-plan.ts';
import { movedHandoff, type RotationPlan } from './layers.ts';
import { numberedShifts, type NumberedShifts } from './numbered-shifts.ts';
import { handoffOf, parseHandoff, parseTurn, parseHours } from './rotation-arguments.ts';
import type { Members } from './members.ts';
import type { RotationChange } from './rotation-change.ts';

/** Whether an event is to begin before its own beginning and its first shift, so that it has no shifts then. */
export function isEarlier(old: RotationEvent, at: number, zone: string): boolean {
	const first = wallOf(old.start_time)?.toZonedDateTime(old.start_time?.time_zone ?? zone).epochMilliseconds ?? at;
	return at < first && at < Date.parse(old.effective_since ?? '');
}

/**
 * An event with other times of its shifts: the turn under way goes on, with whoever has it as far as `changed` says so. What is
 * not given is as it was.
 */
export function withOtherTimes(
	old: RotationEvent,
	changed: Members | undefined,
	{ turn, hours, handoff, all_at_once: allAtOnce = isTogether(old) }: RotationChange,
	scheduleZone: string,
	at: number,
): NewRotationEvent {
	const pattern = patternOf(old);
	const turnSeconds = turn === undefined ? pattern?.turnSeconds : parseTurn(turn);
	const windows = hours ? hours.map(parseHours) : pattern?.windows;
	if (turnSeconds === undefined || !windows) {
		throw new ToolError({
			message: `PagerDuty describes the times of ${quoted(old.name ?? old.id)} in a way that cannot be changed in part.`,
			next: 'Give both `turn` and `hours`.',
		});
	}
	const members = membersOf(old);
	const plan: RotationPlan = {
		name: old.name ?? '',
		userIds: changed?.ids ?? members,
		turnSeconds,
		handoff: handoffOf(handoff, turnSeconds, pattern?.handoff ?? { day: undefined, time: '09:00' }),
		...(handoff !== undefined && { askedHandoff: parseHandoff(handoff) }),
		windows,
		start: at,
		zone: old.start_time?.time_zone ?? scheduleZone,
		allAtOnce,
	};
	const early = isEarlier(old, at, scheduleZone);
	const shifts = early ? undefined : numberedShifts(old);
	const fromStart = early || plan.userIds.length < 2 || (!changed && (isTogether(old) || members.length < 2));
	if (!shifts) {
		if (!fromStart && !changed) throw unknownTurn(old, 'Give `users`, too: the first one has the turn then.');
		return eventOf(plan);
	}
	const each = old.assignment_strategy?.shifts_per_member ?? 1;
	const { begins, turn: next, passed } = goesOn(plan, shifts, each);
	// A turn that only got shorter stays with whoever has it; one of which the new hours leave nothing is over.
	const goes = turn === undefined && begins > at ? next + passed : next;
	const place = fromStart ? 0 : changed ? changed.placeAt(goes, begins >= at) : goes % members.length;
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
function goesOn(plan: RotationPlan, shifts: NumberedShifts, each: number): Going {
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
function firstOf({ windows: [window], askedHandoff, handoff, start, zone }: RotationPlan, before: number): number {
	if (window ? askedHandoff?.day !== undefined : askedHandoff) return movedHandoff(before, start, handoff, zone);
	return window ? shiftFrom(window, before, zone) : before;
}

/** How many turns that began at `first` have passed at the start of the plan. */
function turnsSince(plan: RotationPlan, first: number): Omit<Going, 'turn'> {
	const event = eventOf(plan, first);
	const each = event.assignment_strategy.shifts_per_member ?? 1;
	const shifts = numberedShifts(event);
	const passed = shifts ? Math.floor(shifts.indexAt(plan.start) / each) : 0;
	return { passed, begins: shifts?.startOf(passed * each) ?? first };
}

/** That there is no telling who comes first. */
export function unknownTurn({ name, id }: RotationEvent, next: string): ToolError {
	const message = `PagerDuty describes the times of ${quoted(name ?? id)} in a way that does not say whose turn it is.`;
	return new ToolError({ message, next });
}
