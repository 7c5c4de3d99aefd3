import * as z from 'zod';
import { getPausedIncidentReportCounts } from '../../../pagerduty/api/paused-incident-reports.ts';
import type { ToolContext } from '../../core/context.ts';
import { partialAnswer } from '../../lists/partial-answer.ts';
import type { AnalyticsQuestion } from './question.ts';

/** Alerts that had to wait before they could open an incident. */
export const pausedAlerts = z.object({
	by: z.enum(['auto_pause', 'rules']),
	paused: z.int(),
	resolved_after_pause: z.int(),
	triggered_after_pause: z.int(),
});

const causes = pausedAlerts.shape.by.options;
const day = 86_400_000;

/** PagerDuty looks no further back; half-years have 181 days and more. */
const furthest = 181 * day;
/** Each service is asked about on its own. */
const mostServices = 10;

/**
 * The alerts that were paused in the period of a question, by cause. Where PagerDuty does not tell, a note says why.
 * operationId: getPausedIncidentReportCounts
 */
export async function readPausedAlerts(
	{ period, filters, teams, services, nothing }: AnalyticsQuestion,
	context: ToolContext,
): Promise<{ readonly paused?: z.output<typeof pausedAlerts>[]; readonly note?: string | undefined }> {
	const { created_at_start: since, created_at_end: until, ...others } = filters;
	if (nothing !== undefined) return {};
	if (period.start < context.asked.now().getTime() - furthest)
		return { note: 'Paused alerts are counted for the last 6 months only: choose a shorter period.' };
	if (services && services.length > mostServices)
		return { note: `Paused alerts are counted for at most ${mostServices} services: name fewer.` };
	const count = async (by: (typeof causes)[number]) => {
		const counts = await Promise.all(
			(services ?? [undefined]).map((service) =>
				getPausedIncidentReportCounts(context.pagerduty, {
					since,
					until,
					suspended_by: by,
					...(service && { service_id: service }),
				}),
			),
		);
		const sum = (name: keyof (typeof counts)[number]) =>
			Math.trunc(counts.reduce((total, each) => total + (each[name] ?? 0), 0));
		return {
			by,
			paused: sum('paused_count'),
			resolved_after_pause: sum('resolved_after_pause_count'),
			triggered_after_pause: sum('triggered_after_pause_count'),
		};
	};
	const parts = partialAnswer(['Paused alerts'], context.signal);
	const paused = await parts.read('Paused alerts', () => Promise.all(causes.map(count)));
	if (!paused) return { note: parts.incomplete[0] };
	const narrowed =
		teams !== undefined || Object.keys(others).some((filter) => !['team_ids', 'service_ids'].includes(filter));
	return {
		paused,
		...(narrowed && { note: 'Paused alerts cannot be filtered by team, priority, urgency or type.' }),
	};
}
