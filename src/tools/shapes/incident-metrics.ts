import * as z from 'zod';
import type { Grouping, IncidentMetrics } from '../../pagerduty/api/analytics.ts';
import { cleanName } from '../text/names.ts';
import { defineShape, type Shaped } from './shape.ts';

const figure = z.number().optional();

/** Metrics of all incidents or of those of one service, team or policy. Spans are seconds. */
export const incidentMetricsShape = defineShape({
	singular: 'incident_metrics',
	plural: 'incident_metrics',
	fields: {
		/** The day, week or month, by the time zone asked for. */
		range_start: z.string().optional(),
		/** Of the service, the team or the escalation policy. */
		name: z.string().optional(),
		id: z.string().optional(),
		total_incident_count: figure,
		mean_seconds_to_first_ack: figure,
		mean_seconds_to_resolve: figure,
		total_incidents_acknowledged: figure,
		total_incidents_auto_resolved: figure,
		total_escalation_count: figure,
		total_interruptions: figure,
		total_sleep_hour_interruptions: figure,
		up_time_pct: figure,
		total_incidents_manual_escalated: figure,
		total_incidents_timeout_escalated: figure,
		total_incidents_reassigned: figure,
		total_notifications: figure,
		total_business_hour_interruptions: figure,
		total_off_hour_interruptions: figure,
		total_engaged_seconds: figure,
		total_user_defined_engaged_seconds: figure,
		total_snoozed_seconds: figure,
		mean_assignment_count: figure,
		mean_engaged_seconds: figure,
		mean_engaged_user_count: figure,
		mean_seconds_to_engage: figure,
		mean_seconds_to_mobilize: figure,
		mean_user_defined_engaged_seconds: figure,
		p50_seconds_to_first_ack: figure,
		p75_seconds_to_first_ack: figure,
		p90_seconds_to_first_ack: figure,
		p95_seconds_to_first_ack: figure,
		p50_seconds_to_resolve: figure,
		p75_seconds_to_resolve: figure,
		p90_seconds_to_resolve: figure,
		p95_seconds_to_resolve: figure,
		distinct_responder_count: figure,
	},
	always: ['range_start', 'name', 'id'],
	compact: [
		'range_start',
		'name',
		'total_incident_count',
		'mean_seconds_to_first_ack',
		'mean_seconds_to_resolve',
		'total_incidents_acknowledged',
		'total_incidents_auto_resolved',
		'total_escalation_count',
		'total_interruptions',
		'total_sleep_hour_interruptions',
		'up_time_pct',
	],
});

/** The figures that rows of a grouping have. */
export function figuresOf(grouping: Grouping): string[] {
	const { schema, always } = incidentMetricsShape;
	return Object.keys(schema.shape).filter((name) => {
		if (/^p\d/.test(name)) return grouping === 'all';
		if (name === 'up_time_pct') return grouping !== 'all';
		if (name === 'distinct_responder_count') return grouping === 'escalation_policy';
		return !always.some((one) => one === name);
	});
}

type ShownIncidentMetrics = Shaped<typeof incidentMetricsShape>;

export function showIncidentMetrics(metrics: IncidentMetrics): ShownIncidentMetrics {
	const { service_id, service_name, team_id, team_name, escalation_policy_id, escalation_policy_name, ...figures } =
		metrics;
	// A row by service names the team as well.
	const id = service_id ?? escalation_policy_id ?? team_id;
	const name = service_name ?? escalation_policy_name ?? team_name ?? id;
	return { ...figures, id, name: name && cleanName(name) };
}
