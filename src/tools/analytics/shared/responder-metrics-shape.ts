import * as z from 'zod';
import { responderMetrics, type ResponderMetrics } from '../../../pagerduty/api/analytics.ts';
import { cleanName } from '../../text/names.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';

const figure = z.number().optional();

/** What one person had to do, altogether or for one of their teams. Spans are seconds unless they say hours. */
export const responderMetricsShape = defineShape({
	singular: 'responder_metrics',
	plural: 'responder_metrics',
	fields: {
		responder: z.string(),
		team: z.string().optional(),
		hours_on_call: figure,
		total_incident_count: figure,
		total_incidents_acknowledged: figure,
		mean_time_to_acknowledge_seconds: figure,
		total_interruptions: figure,
		total_off_hour_interruptions: figure,
		total_sleep_hour_interruptions: figure,
		total_engaged_seconds: figure,
		responder_id: z.string().optional(),
		team_id: z.string().optional(),
		total_seconds_on_call: figure,
		total_seconds_on_call_level_1: figure,
		total_seconds_on_call_level_2_plus: figure,
		total_incidents_manual_escalated_from: figure,
		total_incidents_manual_escalated_to: figure,
		total_incidents_timeout_escalated_from: figure,
		total_incidents_timeout_escalated_to: figure,
		total_incidents_reassigned_from: figure,
		total_incidents_reassigned_to: figure,
		total_notifications: figure,
		total_business_hour_interruptions: figure,
		mean_engaged_seconds: figure,
	},
	always: ['responder', 'team'],
	compact: [
		'responder',
		'team',
		'hours_on_call',
		'total_incident_count',
		'total_incidents_acknowledged',
		'mean_time_to_acknowledge_seconds',
		'total_interruptions',
		'total_off_hour_interruptions',
		'total_sleep_hour_interruptions',
	],
});

/** What rows can be ordered by, and what PagerDuty calls it. */
export const responderColumns: Readonly<Record<string, string>> = {
	responder: 'responder_name',
	team: 'team_name',
	hours_on_call: 'total_seconds_on_call',
	...Object.fromEntries(Object.keys(responderMetrics.shape).map((name) => [name, name])),
};

type ShownResponderMetrics = Shaped<typeof responderMetricsShape>;

export function showResponderMetrics(metrics: ResponderMetrics): ShownResponderMetrics {
	const { responder_name: name, team_name: team, ...figures } = metrics;
	const seconds = metrics.total_seconds_on_call;
	return {
		...figures,
		responder: cleanName(name ?? metrics.responder_id ?? 'unknown'),
		team: team && cleanName(team),
		hours_on_call: seconds === undefined ? undefined : Math.round(seconds / 360) / 10,
	};
}
