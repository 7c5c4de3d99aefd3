import type { ToolContext } from '../../core/context.ts';
import type { RenderedSchedule } from '../../schedules/read-schedule.ts';
import { clip, type Span } from '../../time/spans.ts';
import type { ShownOverride } from './override-shape.ts';
import { readOverrides } from './read-overrides.ts';

/** The overrides and custom shifts that are there before some are made. Read at most once. */
export type OverridesBefore = () => Promise<readonly ShownOverride[]>;

/**
 * What is there around `span`: a rendering that shows none of it saves the request for it, but has no ids.
 * operationId: listScheduleOverrides, listOverrides, listCustomShifts
 */
export function overridesReader(rendered: RenderedSchedule, span: Span, context: ToolContext): OverridesBefore {
	let there: Promise<ShownOverride[]> | undefined;
	return () => {
		there ??= showsNone(rendered, span) ? Promise.resolve([]) : readOverrides(rendered, 'UTC', span, context);
		return there;
	};
}

/** Each override or custom shift in effect shows where it is; what is of no effect is never asked for again as it is. */
function showsNone({ span: known, layered, turns }: RenderedSchedule, span: Span): boolean {
	if (span.start < known.start || span.end > known.end) return false;
	if (!layered)
		return clip(turns, span).every(({ overrideId, customShiftId }) => (overrideId ?? customShiftId) === undefined);
	const entries = layered.overrides_subschedule?.rendered_schedule_entries;
	if (!entries) return false;
	return entries.every(({ start, end }) => Date.parse(start ?? '') >= span.end || Date.parse(end ?? '') <= span.start);
}
