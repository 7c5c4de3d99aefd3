import type { Tool } from '../core/tool.ts';
import { getIncidentMetrics } from './get-incident-metrics.ts';
import { getResponderMetrics } from './get-responder-metrics.ts';
import { listAnalyticsIncidents } from './list-analytics-incidents.ts';
import { reportBusiest } from './report-busiest.ts';
import { reportNoise } from './report-noise.ts';
import { reportSla } from './report-sla.ts';
import { reviewOncallLoad } from './review-oncall-load.ts';

/** In the order in which they are offered. */
export const analyticsTools: readonly Tool[] = [
	getIncidentMetrics,
	getResponderMetrics,
	listAnalyticsIncidents,
	reportSla,
	reportNoise,
	reportBusiest,
	reviewOncallLoad,
];
