import { day } from '../time.ts';
import type { ComputedShift, RotationEvent, ScheduleV3, Span } from './model.ts';
import { byStart, clip, subtract } from './spans.ts';
import { WallClock, weekdayOf } from './wall-clock.ts';

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** The shifts of a shift-based schedule during `span`, cut at its edges unless `overflow`; sorted by start. */
export function renderShifts(schedule: ScheduleV3, span: Span, overflow = false): ComputedShift[] {
	// Overflowing shifts are whole: look a week to either side, longer than any occurrence here.
	const wide = { start: span.start - 7 * day, end: Math.max(span.end, span.start + 1) + 7 * day };
	const shifts = schedule.rotations.flatMap((rotation) => {
		const computed = rotation.events.flatMap((event) =>
			renderEvent(event, wide).map((shift) => ({ ...shift, rotationId: rotation.id, overrideId: null })),
		);
		return withOverrides(schedule, rotation.id, computed);
	});
	for (const { id, ...shift } of schedule.customShifts ?? [])
		shifts.push(...withOverrides(schedule, id, [{ ...shift, rotationId: id, overrideId: null }]));
	const visible = overflow
		? shifts.filter((shift) => shift.start < span.end && shift.end > span.start)
		: clip(shifts, span);
	return visible.sort(byStart);
}

/** An override names whom the rotation or custom shift has; of several at one time the last one made wins. */
function withOverrides(schedule: ScheduleV3, rotationId: string, shifts: readonly ComputedShift[]): ComputedShift[] {
	return shifts.flatMap((shift) =>
		schedule.overrides
			.filter((override) => override.rotationId === rotationId && override.overriddenUserId === shift.userId)
			.reduce(
				(current, override) => {
					const taken = { userId: override.overridingUserId, overrideId: override.id };
					const theirs = clip([shift], override).map((part) => ({ ...part, ...taken }));
					return [...subtract(current, [override]), ...theirs].sort(byStart);
				},
				[shift],
			),
	);
}

/** The occurrences of an event that touch `span`, one per person on call. */
function renderEvent(event: RotationEvent, span: Span): (Span & { userId: string })[] {
	const first = Date.parse(`${event.start}Z`);
	const length = Date.parse(`${event.end}Z`) - first;
	const clock = new WallClock(event.timeZone, span, length + 9 * day);
	const until = Math.min(span.end, event.effectiveUntil ?? Infinity);
	const result: (Span & { userId: string })[] = [];
	for (const { index, wall } of occurrences(event, first, clock.at(span.start))) {
		const start = clock.momentOf(wall);
		if (start >= until) return result;
		const end = Math.min(clock.momentOf(wall + length), event.effectiveUntil ?? Infinity);
		if (end <= event.effectiveSince || end <= span.start) continue;
		const from = Math.max(start, event.effectiveSince);
		for (const userId of members(event, index)) result.push({ start: from, end, userId });
	}
	return result;
}

function members(event: RotationEvent, index: number): string[] {
	const { strategy } = event;
	if (strategy.type === 'every_member_assignment_strategy') return strategy.userIds;
	const turn = Math.floor(index / strategy.shiftsPerMember) % strategy.userIds.length;
	return strategy.userIds.slice(turn, turn + 1);
}

/** Numbered occurrences from shortly before `from` on, without end, in wall times. FREQ DAILY or WEEKLY, INTERVAL, BYDAY. */
function* occurrences(event: RotationEvent, first: number, from: number): Generator<{ index: number; wall: number }> {
	const rule = parseRule(event.recurrence);
	const period = rule.interval * (rule.weekly ? 7 : 1);
	const days = rule.weekly && rule.days.length > 0 ? rule.days : [weekdayOf(first)];
	// Counting starts at the Monday of the first week, so that the days of a week stay together.
	const origin = rule.weekly ? first - (weekdayOf(first) - 1) * day : first;
	const perPeriod = rule.weekly ? days.length : 1;
	const skipped = rule.weekly ? days.filter((weekday) => weekday < weekdayOf(first)).length : 0;
	const elapsed = Math.trunc((from - origin) / day);
	for (let round = Math.max(0, Math.floor(elapsed / period) - 2); ; round++) {
		const base = origin + round * period * day;
		for (let position = 0; position < perPeriod; position++) {
			const index = round * perPeriod + position - skipped;
			const offset = rule.weekly ? (days[position] ?? 1) - 1 : 0;
			if (index >= 0) yield { index, wall: base + offset * day };
		}
	}
}

function parseRule(recurrence: readonly string[]): { weekly: boolean; interval: number; days: number[] } {
	const text = recurrence.find((line) => line.startsWith('RRULE:')) ?? 'RRULE:FREQ=WEEKLY';
	const parts = new Map(
		text
			.slice('RRULE:'.length)
			.split(';')
			.map((part): [string, string] => {
				const [name = '', value = ''] = part.split('=');
				return [name, value];
			}),
	);
	const days = (parts.get('BYDAY') ?? '').split(',').map((name) => weekdays.indexOf(name) + 1);
	return {
		weekly: parts.get('FREQ') !== 'DAILY',
		interval: Number(parts.get('INTERVAL') ?? 1),
		days: days.filter((weekday) => weekday > 0).sort((a, b) => a - b),
	};
}
