import { day, second } from '../time.ts';
import { renderLayer } from './layers.ts';
import type { ScheduleV2, Shift, Span } from './model.ts';
import { byStart, clip, mergeShifts, overlay } from './spans.ts';

/** What a schedule looks like during a span: layers bottom to top, overrides, and the outcome. */
export interface Rendering {
	layers: Shift[][];
	overrides: Shift[];
	final: Shift[];
}

/** Renders a layered schedule; entries are cut at the edges of `span` unless `overflow`. */
export function renderSchedule(schedule: ScheduleV2, span: Span, overflow = false): Rendering {
	if (!overflow) return renderClipped(schedule, span);
	// Whole shifts reach out of the span: look further until none touches the edge, at most 90 days.
	let reach = Math.max(2 * day, ...schedule.layers.map((layer) => 2 * layer.turnSeconds * second));
	for (;;) {
		const wide = { start: span.start - reach, end: span.end + reach };
		const rendering = renderClipped(schedule, wide);
		const touching = touchingSpan(rendering, span);
		const cut = [touching.final, touching.overrides, ...touching.layers].some((shifts) =>
			shifts.some((shift) => shift.start <= wide.start || shift.end >= wide.end),
		);
		if (!cut || reach >= 90 * day) return touching;
		reach = Math.min(reach * 2, 90 * day);
	}
}

function renderClipped(schedule: ScheduleV2, span: Span): Rendering {
	const layers = schedule.layers.map((layer) => renderLayer(layer, schedule.timeZone, span));
	const overrides = renderOverrides(schedule, span);
	const stacked = layers.reduce<Shift[]>((below, layer) => overlay(below, layer), []);
	return { layers, overrides, final: mergeShifts(overlay(stacked, overrides)) };
}

function renderOverrides(schedule: ScheduleV2, span: Span): Shift[] {
	const shifts = clip(schedule.overrides, span).map(({ start, end, userId }) => ({ start, end, userId }));
	return shifts.reduce<Shift[]>((below, shift) => overlay(below, [shift]), []).sort(byStart);
}

function touchingSpan(rendering: Rendering, span: Span): Rendering {
	// A moment (since = until) is touched by the shift that contains it.
	const end = Math.max(span.end, span.start + 1);
	const keep = (shifts: Shift[]) => shifts.filter((shift) => shift.start < end && shift.end > span.start);
	return {
		layers: rendering.layers.map(keep),
		overrides: keep(rendering.overrides),
		final: keep(rendering.final),
	};
}
