import * as z from 'zod';
import type { IncidentFilters, Question } from './analytics.ts';
import { flag, id, list, maybeList, number, text } from './fields.ts';
import type { CursorPage } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';

export interface AnalyticsIncidentsQuestion extends Question {
	readonly filters: IncidentFilters & {
		readonly updated_after?: string;
		readonly incident_type_ids?: readonly string[];
	};
	readonly order_by?: 'created_at' | 'seconds_to_resolve';
	/** At most 1000. */
	readonly limit: number;
	/** `last` of the page before. */
	readonly starting_after?: string;
}

/** An incident with its figures. Times have no offset: they are in the time zone that was asked for. */
export const analyticsIncident = z.object({
	id,
	incident_number: number(),
	description: text(),
	status: text(),
	urgency: text(),
	major: flag(),
	priority_name: text(),
	service_id: text(),
	service_name: text(),
	team_name: text(),
	escalation_policy_name: text(),
	incident_type_name: text(),
	created_at: text(),
	updated_at: text(),
	resolved_at: text(),
	resolved_by_user_name: text(),
	auto_resolved: flag(),
	acknowledged_user_names: maybeList(z.string()),
	assigned_user_names: maybeList(z.string()),
	joined_user_names: maybeList(z.string()),
	acknowledgement_count: number(),
	active_user_count: number(),
	assignment_count: number(),
	reassignment_count: number(),
	escalation_count: number(),
	manual_escalation_count: number(),
	timeout_escalation_count: number(),
	seconds_to_first_ack: number(),
	seconds_to_resolve: number(),
	seconds_to_engage: number(),
	seconds_to_mobilize: number(),
	engaged_seconds: number(),
	engaged_user_count: number(),
	user_defined_effort_seconds: number(),
	snoozed_seconds: number(),
	total_notifications: number(),
	total_interruptions: number(),
	business_hour_interruptions: number(),
	off_hour_interruptions: number(),
	sleep_hour_interruptions: number(),
});
export type AnalyticsIncident = z.output<typeof analyticsIncident>;

/** One page of incidents with their figures; a POST that only reads. operationId: getAnalyticsIncidents */
export function readAnalyticsIncidents(
	pd: PagerDutyApi,
	question: AnalyticsIncidentsQuestion,
): Promise<CursorPage<AnalyticsIncident>> {
	return pd.request({
		operationId: 'getAnalyticsIncidents',
		method: 'POST',
		path: ['analytics', 'raw', 'incidents'],
		body: question,
		reads: true,
		reply: z.looseObject({ data: z.unknown() }).transform((reply): CursorPage<AnalyticsIncident> => {
			const { more, last } = position.parse(reply);
			return { items: list(analyticsIncident).parse(reply.data), next_cursor: more && last ? last : undefined };
		}),
	});
}

const position = z.object({ more: flag(), last: text() });

const wrapped = z.object({ data: z.looseObject({}) });

/** PagerDuty's schema has the incident as it is, its example under `data`. */
const alone = z.preprocess((reply) => wrapped.safeParse(reply).data?.data ?? reply, analyticsIncident);

/** One incident with its figures; times are UTC. operationId: getAnalyticsIncidentsById */
export function readAnalyticsIncident(pd: PagerDutyApi, id: string): Promise<AnalyticsIncident> {
	return pd.request({
		operationId: 'getAnalyticsIncidentsById',
		method: 'GET',
		path: ['analytics', 'raw', 'incidents', id],
		reply: alone,
	});
}

/** Somebody who was given an incident or asked to help with it. Times are UTC, without an offset. */
export const incidentResponse = z.object({
	responder_name: text(),
	responder_id: text(),
	/** `joined`, `pending`, `declined` … */
	response_status: text(),
	/** `assigned`, `reassigned`, `escalated` or `added_responder`. */
	responder_type: text(),
	requested_at: text(),
	responded_at: text(),
	time_to_respond_seconds: number(),
});
export type IncidentResponse = z.output<typeof incidentResponse>;

/** Who was told of an incident, and when they answered. operationId: getAnalyticsIncidentResponsesById */
export function readIncidentResponses(pd: PagerDutyApi, id: string): Promise<IncidentResponse[]> {
	return pd.request({
		operationId: 'getAnalyticsIncidentResponsesById',
		method: 'GET',
		path: ['analytics', 'raw', 'incidents', id, 'responses'],
		// One response alone may come as it is, not as a list.
		reply: z
			.looseObject({ responses: z.unknown() })
			.transform(({ responses }) => list(incidentResponse).parse(Array.isArray(responses) ? responses : [responses])),
	});
}

export interface ResponderIncidentsQuestion extends Question {
	readonly filters: IncidentFilters & { readonly incident_type_ids?: readonly string[] };
	/** At most 1000. */
	readonly limit: number;
	/** `last` of the page before. */
	readonly starting_after?: string;
}

/** An incident with what one person had to do with it. */
export const responderIncident = z.object({
	incident_id: id,
	incident_number: number(),
	incident_description: text(),
	incident_created_at: text(),
	incident_urgency: text(),
	incident_priority_name: text(),
	service_name: text(),
	service_team_name: text(),
	mean_time_to_acknowledge_seconds: number(),
	total_acknowledgements: number(),
	total_engaged_seconds: number(),
	total_interruptions: number(),
	total_business_hour_interruptions: number(),
	total_off_hour_interruptions: number(),
	total_sleep_hour_interruptions: number(),
	total_manual_escalations_from: number(),
	total_manual_escalations_to: number(),
	total_timeout_escalations_from: number(),
	total_timeout_escalations_to: number(),
	total_reassignments_from: number(),
	total_reassignments_to: number(),
});
export type ResponderIncident = z.output<typeof responderIncident>;

/**
 * One page of the incidents of one person; a POST that only reads. The reply does not say whether there are more: a full
 * page may be the last one. operationId: getAnalyticsResponderIncidents
 */
export function readResponderIncidents(
	pd: PagerDutyApi,
	userId: string,
	question: ResponderIncidentsQuestion,
): Promise<CursorPage<ResponderIncident>> {
	return pd.request({
		operationId: 'getAnalyticsResponderIncidents',
		method: 'POST',
		path: ['analytics', 'raw', 'responders', userId, 'incidents'],
		body: question,
		reads: true,
		reply: z.looseObject({ data: z.array(z.unknown()) }).transform((reply): CursorPage<ResponderIncident> => {
			const { last } = position.parse(reply);
			const full = reply.data.length >= question.limit;
			return { items: list(responderIncident).parse(reply.data), next_cursor: full && last ? last : undefined };
		}),
	});
}
