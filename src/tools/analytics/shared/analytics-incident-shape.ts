import * as z from 'zod';
import type {
	AnalyticsIncident,
	IncidentResponse,
	ResponderIncident,
} from '../../../pagerduty/api/analytics-incidents.ts';
import { cleanName } from '../../text/names.ts';
import { withOffset } from '../../time/show-time.ts';
import { cleanLine } from '../../text/untrusted.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';

const figure = z.number().optional();
const word = z.string().optional();
const names = z.array(z.string()).optional();

/** Somebody who was given an incident or asked to help with it. */
const responseShape = z.object({
	responder: word,
	/** `assigned`, `reassigned`, `escalated` or `added_responder`. */
	as: word,
	status: word,
	requested_at: word,
	responded_at: word,
	seconds_to_respond: figure,
});

/** Of an incident, with one person or without. */
const common = {
	id: z.string(),
	number: z.int().optional(),
	title: z.string(),
	service: word,
	team: word,
	urgency: word,
	priority: word,
	created_at: word,
	acknowledgement_count: figure,
	engaged_seconds: figure,
	total_interruptions: figure,
	business_hour_interruptions: figure,
	off_hour_interruptions: figure,
	sleep_hour_interruptions: figure,
};

const whole = {
	...common,
	status: word,
	seconds_to_first_ack: figure,
	seconds_to_resolve: figure,
	auto_resolved: z.boolean().optional(),
	escalation_count: figure,
	escalation_policy: word,
	incident_type: word,
	major: z.boolean().optional(),
	updated_at: word,
	resolved_at: word,
	resolved_by: word,
	acknowledged_by: names,
	assigned_to: names,
	joined_by: names,
	active_user_count: figure,
	assignment_count: figure,
	reassignment_count: figure,
	manual_escalation_count: figure,
	timeout_escalation_count: figure,
	seconds_to_engage: figure,
	seconds_to_mobilize: figure,
	engaged_user_count: figure,
	user_defined_effort_seconds: figure,
	snoozed_seconds: figure,
	total_notifications: figure,
};

const ofPerson = {
	...common,
	seconds_to_acknowledge: figure,
	manual_escalations_from: figure,
	manual_escalations_to: figure,
	timeout_escalations_from: figure,
	timeout_escalations_to: figure,
	reassignments_from: figure,
	reassignments_to: figure,
};

/** What an incident shows of itself, and what of one person's part in it. */
export const incidentFields = Object.keys(whole);
export const personFields = Object.keys(ofPerson);

/** An incident with its figures, or with those of one person. Spans are seconds. */
export const analyticsIncidentShape = defineShape({
	singular: 'incident',
	plural: 'incidents',
	fields: {
		...whole,
		...ofPerson,
		/** Who was given it or asked to help. */
		responses: z.array(responseShape).optional(),
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
		'seconds_to_acknowledge',
		'responses',
	],
});

export type ShownAnalyticsIncident = Shaped<typeof analyticsIncidentShape>;

/** @param zone the one that PagerDuty was asked for: its times have no offset. */
export function showAnalyticsIncident(incident: AnalyticsIncident, zone: string): ShownAnalyticsIncident {
	const lines = (all: readonly string[] | undefined) => all?.map(cleanName);
	const { acknowledged_user_names, assigned_user_names, joined_user_names } = incident;
	return {
		...incident,
		number: truncated(incident.incident_number),
		title: cleanLine(incident.description ?? ''),
		created_at: moment(incident.created_at, zone),
		updated_at: moment(incident.updated_at, zone),
		resolved_at: moment(incident.resolved_at, zone),
		service: line(incident.service_name),
		team: line(incident.team_name),
		escalation_policy: line(incident.escalation_policy_name),
		incident_type: line(incident.incident_type_name),
		priority: line(incident.priority_name),
		resolved_by: line(incident.resolved_by_user_name),
		acknowledged_by: lines(acknowledged_user_names),
		assigned_to: lines(assigned_user_names),
		joined_by: lines(joined_user_names),
	};
}

export function showResponse(response: IncidentResponse): z.output<typeof responseShape> {
	return {
		responder: line(response.responder_name ?? response.responder_id),
		as: response.responder_type,
		status: response.response_status,
		requested_at: moment(response.requested_at, 'UTC'),
		responded_at: moment(response.responded_at, 'UTC'),
		seconds_to_respond: response.time_to_respond_seconds,
	};
}

/** An incident with what one person had to do with it. */
export function showResponderIncident(incident: ResponderIncident, zone: string): ShownAnalyticsIncident {
	return {
		id: incident.incident_id,
		number: truncated(incident.incident_number),
		title: cleanLine(incident.incident_description ?? ''),
		service: line(incident.service_name),
		team: line(incident.service_team_name),
		urgency: incident.incident_urgency,
		priority: line(incident.incident_priority_name),
		created_at: moment(incident.incident_created_at, zone),
		seconds_to_acknowledge: incident.mean_time_to_acknowledge_seconds,
		acknowledgement_count: incident.total_acknowledgements,
		engaged_seconds: incident.total_engaged_seconds,
		total_interruptions: incident.total_interruptions,
		business_hour_interruptions: incident.total_business_hour_interruptions,
		off_hour_interruptions: incident.total_off_hour_interruptions,
		sleep_hour_interruptions: incident.total_sleep_hour_interruptions,
		manual_escalations_from: incident.total_manual_escalations_from,
		manual_escalations_to: incident.total_manual_escalations_to,
		timeout_escalations_from: incident.total_timeout_escalations_from,
		timeout_escalations_to: incident.total_timeout_escalations_to,
		reassignments_from: incident.total_reassignments_from,
		reassignments_to: incident.total_reassignments_to,
	};
}

function line(text: string | undefined): string | undefined {
	return text && cleanName(text);
}

function moment(text: string | undefined, zone: string): string | undefined {
	return text && withOffset(text, zone);
}

function truncated(number: number | undefined): number | undefined {
	return number === undefined ? undefined : Math.trunc(number);
}
