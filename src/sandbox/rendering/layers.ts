import { day, hour, minute, second } from '../time.ts';
import type { Layer, Restriction, Shift, Span } from './model.ts';
import { clip, intersect, mergeShifts, union } from './spans.ts';
import { WallClock, weekdayOf } from './wall-clock.ts';

/**
 * Who a layer puts on call during `span`: turns of the rotation, inside its restrictions and its own start and end.
 * Hand-offs and restrictions keep their wall-clock time across clock changes.
 */
export function renderLayer(layer: Layer, timeZone: string, span: Span): Shift[] {
	const life = {
		start: Math.max(span.start, layer.start),
		end: Math.min(span.end, layer.end ?? Infinity),
	};
	if (life.start >= life.end || layer.userIds.length === 0 || layer.turnSeconds <= 0) return [];
	const turns = clip(renderTurns(layer, timeZone, life), life);
	if (layer.restrictions.length === 0) return mergeShifts(turns);
	const reach = Math.max(...layer.restrictions.map(({ durationSeconds }) => durationSeconds * second)) + 9 * day;
	const clock = new WallClock(timeZone, life, reach);
	const windows = union(layer.restrictions.flatMap((restriction) => renderRestriction(restriction, clock, life)));
	return mergeShifts(intersect(turns, windows));
}

/** The turns that touch `span`, whole. */
function renderTurns(layer: Layer, timeZone: string, span: Span): Shift[] {
	const turnLength = layer.turnSeconds * second;
	const clock = new WallClock(timeZone, span, turnLength + 2 * day);
	const first = new WallClock(timeZone, instant(layer.rotationVirtualStart), 0).at(layer.rotationVirtualStart);
	const startOf = (turn: number) => clock.momentOf(first + turn * turnLength);
	// Wall clocks are at most a day off elapsed time, so one turn more at either side is plenty.
	let turn = Math.floor((span.start - layer.rotationVirtualStart - day) / turnLength);
	let start = startOf(turn);
	const shifts: Shift[] = [];
	while (start < span.end) {
		const end = startOf(turn + 1);
		const userId = layer.userIds.at(modulo(turn, layer.userIds.length));
		if (end > span.start && end > start && userId !== undefined) shifts.push({ start, end, userId });
		start = end;
		turn++;
	}
	return shifts;
}

/** The windows of a restriction that touch `span`, whole. */
function renderRestriction(restriction: Restriction, clock: WallClock, span: Span): Span[] {
	const length = restriction.durationSeconds * second;
	const weekly = restriction.type === 'weekly_restriction';
	let days = Math.floor(clock.at(span.start - length - day) / day);
	if (weekly) days -= modulo(weekdayOf(days * day) - (restriction.startDayOfWeek ?? 1), 7);
	const time = timeOfDay(restriction.startTimeOfDay);
	const windows: Span[] = [];
	for (;;) {
		const wall = days * day + time;
		const start = clock.momentOf(wall);
		if (start >= span.end) return windows;
		const end = clock.momentOf(wall + length);
		if (end > span.start && end > start) windows.push({ start, end });
		days += weekly ? 7 : 1;
	}
}

function timeOfDay(text: string): number {
	const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
	return hours * hour + minutes * minute + seconds * second;
}

function instant(at: number): Span {
	return { start: at, end: at };
}

function modulo(value: number, size: number): number {
	return ((value % size) + size) % size;
}
