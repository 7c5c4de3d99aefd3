import * as z from 'zod';
import type { AnalyticsIncident } from '../../pagerduty/analytics.ts';
import { cleanLine } from '../untrusted.ts';
import { defineView, type Viewed } from '../view.ts';

const figure = z.number().optional();
const word = z.string().optional();

/** An incident with its figures. Spans are seconds; times are in the time zone asked for. */
export const analyticsIncidentView = defineView({
	singular: 'incident',
	plural: 'incidents',
	untrusted: true,
	fields: {
		id: z.string(),
		number: z.int().optional(),
		title: z.string(),
		service: word,
		urgency: word,
		priority: word,
		status: word,
		created_at: word,
		seconds_to_first_ack: figure,
		seconds_to_resolve: figure,
		auto_resolved: z.boolean().optional(),
		escalation_count: figure,
		total_interruptions: figure,
		team: word,
		escalation_policy: word,
		incident_type: word,
		major: z.boolean().optional(),
		updated_at: word,
		resolved_at: word,
		resolved_by: word,
		acknowledged_by: z.array(z.string()),
		assigned_to: z.array(z.string()),
		joined_by: z.array(z.string()),
		acknowledgement_count: figure,
		active_user_count: figure,
		assignment_count: figure,
		reassignment_count: figure,
		manual_escalation_count: figure,
		timeout_escalation_count: figure,
		seconds_to_engage: figure,
		seconds_to_mobilize: figure,
		engaged_seconds: figure,
		engaged_user_count: figure,
		user_defined_effort_seconds: figure,
		snoozed_seconds: figure,
		total_notifications: figure,
		business_hour_interruptions: figure,
		off_hour_interruptions: figure,
		sleep_hour_interruptions: figure,
	},
	compact: [
		'id',
		'number',
		'title',
		'service',
		'urgency',
		'priority',
		'status',
		'created_at',
		'seconds_to_first_ack',
		'seconds_to_resolve',
		'auto_resolved',
		'escalation_count',
		'total_interruptions',
	],
});

export type AnalyticsIncidentView = Viewed<typeof analyticsIncidentView>;

export function toAnalyticsIncidentView(incident: AnalyticsIncident): AnalyticsIncidentView {
	const line = (text: string | undefined) => text && cleanLine(text, 120);
	const names = (all: readonly string[]) => all.map((name) => cleanLine(name, 120));
	const { incident_number: number, acknowledged_user_names, assigned_user_names, joined_user_names } = incident;
	return {
		...incident,
		number: number === undefined ? undefined : Math.trunc(number),
		title: cleanLine(incident.description ?? ''),
		service: line(incident.service_name),
		team: line(incident.team_name),
		escalation_policy: line(incident.escalation_policy_name),
		incident_type: line(incident.incident_type_name),
		priority: line(incident.priority_name),
		resolved_by: line(incident.resolved_by_user_name),
		acknowledged_by: names(acknowledged_user_names),
		assigned_to: names(assigned_user_names),
		joined_by: names(joined_user_names),
	};
}
