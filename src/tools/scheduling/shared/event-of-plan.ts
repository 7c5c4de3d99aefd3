import { Temporal } from 'temporal-polyfill';
import type { NewRotationEvent, ZonedTime } from '../../../pagerduty/api/rotations.ts';
import { ToolError } from '../../core/failure.ts';
import { membersInput } from './event-pattern.ts';
import type { RotationPlan } from './layers.ts';
import { lastTimeAt, type Handoff, type WeeklyHours } from './rotation-arguments.ts';
import { isoOf } from '../../time/iso.ts';

const daySeconds = 86_400;
const byDay = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/**
 * The rotation as an event of a shift-based schedule: a first shift that recurs, and so many shifts for each person.
 * @param begins when its first shift begins, if not around its start.
 * @throws {ToolError} for what one event cannot express.
 */
export function eventOf(plan: RotationPlan, begins?: number): NewRotationEvent {
	const { windows, handoff, turnSeconds, start, zone, userIds, allAtOnce } = plan;
	if (windows.length > 1) {
		throw new ToolError({
			message: 'hours: a rotation of a shift-based schedule has one time of the week.',
			next: 'Add another rotation for the other one, with set_rotation.',
		});
	}
	if (turnSeconds % daySeconds !== 0)
		throw new ToolError({ message: 'turn: a shift-based schedule takes turns of whole days; use `hours` for shifts.' });
	const days = turnSeconds / daySeconds;
	const window = windows[0];
	const { shift, rule, perMember } = window
		? ofWindow(window, days)
		: { shift: turnSeconds, rule: wholeDays(days), perMember: 1 };
	if (window && plan.askedHandoff) refuseBetween(plan.askedHandoff, window);
	const first = begins ?? (window ? firstShift(window, plan) : lastTimeAt(start, zone, handoff));
	return {
		name: plan.name,
		start_time: zoned(first, 0, zone),
		end_time: zoned(first, shift, zone),
		effective_since: isoOf(start),
		...(plan.until !== undefined && { effective_until: isoOf(plan.until) }),
		recurrence: [`RRULE:${rule}`],
		assignment_strategy: {
			...(allAtOnce
				? { type: 'every_member_assignment_strategy' }
				: { type: 'rotating_member_assignment_strategy', shifts_per_member: perMember }),
			members: membersInput(userIds),
		},
	};
}

/** @throws {ToolError} for a hand-off at which no shift begins. */
function refuseBetween({ day, time }: Handoff, { days, from }: WeeklyHours): void {
	if (time === from && (day === undefined || days.length === 0 || days.includes(day))) return;
	throw new ToolError({
		message: `handoff: a shift-based schedule hands over when a shift begins, at ${from} on one of its days.`,
		next: 'Give such a time, or leave it out.',
	});
}

/** The first shift on the day of `at` or after it; one of several days, if most of it is to come. */
export function shiftFrom({ days, from, seconds }: WeeklyHours, at: number, zone: string): number {
	const last = lastTimeAt(at, zone, { day: days[0], time: from });
	if (seconds > daySeconds && last + seconds * 500 > at) return last;
	const today = inZone(at, zone).toPlainDate();
	const later = days.map((day) => (day - today.dayOfWeek + 7) % 7);
	const date = today.add({ days: later.length === 0 ? 0 : Math.min(...later) });
	return date.toPlainDateTime(Temporal.PlainTime.from(from)).toZonedDateTime(zone).epochMilliseconds;
}

function wholeDays(days: number): string {
	if (days % 7 === 0) return days === 7 ? 'FREQ=WEEKLY' : `FREQ=WEEKLY;INTERVAL=${days / 7}`;
	return days === 1 ? 'FREQ=DAILY' : `FREQ=DAILY;INTERVAL=${days}`;
}

function ofWindow({ days, seconds }: WeeklyHours, turnDays: number) {
	if (days.length === 0) return { shift: seconds, rule: 'FREQ=DAILY', perMember: turnDays };
	const rule = `FREQ=WEEKLY;BYDAY=${days.map((day) => byDay[day - 1] ?? '').join(',')}`;
	// Turns of single days among some days of the week: one shift each.
	const perMember = turnDays % 7 === 0 ? (turnDays / 7) * days.length : Math.min(turnDays, days.length);
	return { shift: seconds, rule, perMember };
}

/**
 * The shift under way at the start or else the next one, so that the first person begins; for turns of weeks the first one of
 * its week, so that weeks stay together.
 */
function firstShift({ days, from, seconds }: WeeklyHours, { start, zone, turnSeconds, handoff }: RotationPlan): number {
	const upTo = (day: number | undefined) => lastTimeAt(start, zone, { day, time: from });
	const lasts = (at: number, later = 0) => inZone(at, zone).add({ days: later, seconds }).epochMilliseconds > start;
	if (turnSeconds % (7 * daySeconds) === 0) {
		const day = handoff.day ?? 1;
		const first = days.find((one) => one === day) ?? days[0] ?? day;
		const last = days.length === 0 ? 6 : Math.max(...days.map((one) => (one - first + 7) % 7));
		const at = upTo(first);
		return lasts(at, last) ? at : inZone(at, zone).add({ days: 7 }).epochMilliseconds;
	}
	const [period, ...starts] = days.length === 0 ? [1, upTo(undefined)] : [7, ...days.map(upTo)];
	const going = starts.filter((at) => lasts(at));
	if (going.length > 0) return Math.max(...going);
	return Math.min(...starts.map((at) => inZone(at, zone).add({ days: period }).epochMilliseconds));
}

function inZone(at: number, zone: string): Temporal.ZonedDateTime {
	return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

/** With the offset of the zone, so that it is the same moment whether the wall clock or the instant is read. */
function zoned(first: number, seconds: number, zone: string): ZonedTime {
	const wall = inZone(first, zone).toPlainDateTime();
	const text = wall.add({ seconds }).toZonedDateTime(zone).toString({ timeZoneName: 'never', smallestUnit: 'second' });
	return { date_time: text.replace(/\+00:00$/, 'Z'), time_zone: zone };
}
