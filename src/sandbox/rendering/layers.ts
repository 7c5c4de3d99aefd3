import { Temporal } from 'temporal-polyfill';
import { day, instantOf, second, wallTime } from '../time.ts';
import type { Layer, Restriction, Shift, Span } from './model.ts';
import { clip, intersect, mergeShifts, union } from './spans.ts';

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
	const windows = union(layer.restrictions.flatMap((restriction) => renderRestriction(restriction, timeZone, life)));
	return mergeShifts(intersect(turns, windows));
}

/** The turns that touch `span`, whole. */
function renderTurns(layer: Layer, timeZone: string, span: Span): Shift[] {
	const first = wallTime(layer.rotationVirtualStart, timeZone);
	const startOf = (turn: number) => instantOf(first.add({ seconds: turn * layer.turnSeconds }), timeZone);
	// Wall clocks are at most a day off elapsed time, so one turn more at either side is plenty.
	let turn = Math.floor((span.start - layer.rotationVirtualStart - day) / (layer.turnSeconds * second));
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
function renderRestriction(restriction: Restriction, timeZone: string, span: Span): Span[] {
	const length = restriction.durationSeconds;
	const weekly = restriction.type === 'weekly_restriction';
	const step = { days: weekly ? 7 : 1 };
	let date = wallTime(span.start - length * second - day, timeZone).toPlainDate();
	if (weekly) date = date.subtract({ days: modulo(date.dayOfWeek - (restriction.startDayOfWeek ?? 1), 7) });
	const time = Temporal.PlainTime.from(restriction.startTimeOfDay);
	const windows: Span[] = [];
	for (;;) {
		const wall = date.toPlainDateTime(time);
		const start = instantOf(wall, timeZone);
		if (start >= span.end) return windows;
		const end = instantOf(wall.add({ seconds: length }), timeZone);
		if (end > span.start && end > start) windows.push({ start, end });
		date = date.add(step);
	}
}

function modulo(value: number, size: number): number {
	return ((value % size) + size) % size;
}
