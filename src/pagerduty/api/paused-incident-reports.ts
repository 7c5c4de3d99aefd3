import * as z from 'zod';
import { number } from './fields.ts';
import { single } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';

export interface PausedIncidentReportQuery {
	/** At most six months ago. */
	readonly since: string;
	readonly until: string;
	/** Default: the whole account. */
	readonly service_id?: string;
	/** Default: both. */
	readonly suspended_by?: 'auto_pause' | 'rules';
}

/** Alerts that had to wait before they could open an incident, and what became of them. */
export const pausedIncidentReportCounts = z.object({
	paused_count: number(),
	triggered_after_pause_count: number(),
	/** Gone by themselves while they waited. */
	resolved_after_pause_count: number(),
});
export type PausedIncidentReportCounts = z.output<typeof pausedIncidentReportCounts>;

/** How many alerts were paused. Only some plans have it. operationId: getPausedIncidentReportCounts */
export function getPausedIncidentReportCounts(
	pd: PagerDutyApi,
	query: PausedIncidentReportQuery,
): Promise<PausedIncidentReportCounts> {
	return pd.request({
		operationId: 'getPausedIncidentReportCounts',
		method: 'GET',
		path: ['paused_incident_reports', 'counts'],
		query: { ...query },
		reply: single('paused_incident_reporting_counts', pausedIncidentReportCounts),
	});
}
