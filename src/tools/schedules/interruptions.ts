import { readResponderMetrics } from '../../pagerduty/api/analytics.ts';
import type { ToolContext } from '../core/context.ts';
import type { Span } from '../time/spans.ts';
import { isoOf } from '../time/iso.ts';

/** How often somebody was disturbed, by PagerDuty's figures, which go by each person's own clock. */
export interface Disturbed {
	readonly interruptions: number | undefined;
	readonly asleep: number | undefined;
}

/**
 * How often people were disturbed in a span of the past. Who is missing had nothing to do, or PagerDuty does not say.
 * operationId: getAnalyticsMetricsRespondersAll
 */
export async function readInterruptions(
	userIds: readonly string[],
	{ start, end }: Span,
	{ pagerduty }: ToolContext,
): Promise<ReadonlyMap<string, Disturbed>> {
	const filters = {
		date_range_start: isoOf(start),
		date_range_end: isoOf(end),
		responder_ids: userIds,
	};
	const rows = await readResponderMetrics(pagerduty, false, { filters });
	return new Map(
		rows.flatMap((row) =>
			row.responder_id === undefined
				? []
				: [
						[
							row.responder_id,
							{ interruptions: row.total_interruptions, asleep: row.total_sleep_hour_interruptions },
						] as const,
					],
		),
	);
}
