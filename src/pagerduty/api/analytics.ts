import * as z from 'zod';
import { number, text } from './fields.ts';
import { whole } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';

/** What figures of incidents can be narrowed by. Personal tokens must name teams or services. At most one year. */
export interface IncidentFilters {
	readonly created_at_start: string;
	readonly created_at_end: string;
	readonly urgency?: 'high' | 'low';
	readonly major?: boolean;
	readonly team_ids?: readonly string[];
	readonly service_ids?: readonly string[];
	readonly priority_names?: readonly string[];
}

/** What every question about figures may say. */
export interface Question {
	/** IANA name, in which days begin and times are told. */
	readonly time_zone?: string;
	readonly order?: 'asc' | 'desc';
}

interface MetricsQuestion extends Question {
	/** A field of the rows. */
	readonly order_by?: string;
}

export interface IncidentMetricsQuestion extends MetricsQuestion {
	readonly filters: IncidentFilters & {
		/** PagerDuty's own spelling. */
		readonly min_ackowledgements?: number;
		readonly min_timeout_escalations?: number;
		readonly min_manual_escalations?: number;
		readonly escalation_policy_ids?: readonly string[];
		readonly pd_advance_used?: boolean;
	};
	readonly aggregate_unit?: 'day' | 'week' | 'month';
}

/** One row of metrics: of all incidents, or of one service, team or escalation policy; of the whole time or of one unit of it. */
export const incidentMetrics = z.object({
	range_start: text(),
	service_id: text(),
	service_name: text(),
	team_id: text(),
	team_name: text(),
	escalation_policy_id: text(),
	escalation_policy_name: text(),
	total_incident_count: number(),
	total_incidents_acknowledged: number(),
	total_incidents_auto_resolved: number(),
	total_incidents_manual_escalated: number(),
	total_incidents_timeout_escalated: number(),
	total_incidents_reassigned: number(),
	total_escalation_count: number(),
	total_notifications: number(),
	total_interruptions: number(),
	total_business_hour_interruptions: number(),
	total_off_hour_interruptions: number(),
	total_sleep_hour_interruptions: number(),
	total_engaged_seconds: number(),
	total_user_defined_engaged_seconds: number(),
	total_snoozed_seconds: number(),
	mean_assignment_count: number(),
	mean_engaged_seconds: number(),
	mean_engaged_user_count: number(),
	mean_seconds_to_engage: number(),
	mean_seconds_to_first_ack: number(),
	mean_seconds_to_mobilize: number(),
	mean_seconds_to_resolve: number(),
	mean_user_defined_engaged_seconds: number(),
	p50_seconds_to_first_ack: number(),
	p75_seconds_to_first_ack: number(),
	p90_seconds_to_first_ack: number(),
	p95_seconds_to_first_ack: number(),
	p50_seconds_to_resolve: number(),
	p75_seconds_to_resolve: number(),
	p90_seconds_to_resolve: number(),
	p95_seconds_to_resolve: number(),
	distinct_responder_count: number(),
	up_time_pct: number(),
});
export type IncidentMetrics = z.output<typeof incidentMetrics>;

const groupings = {
	all: ['all', 'getAnalyticsMetricsIncidentsAll'],
	service: ['services', 'getAnalyticsMetricsIncidentsService'],
	team: ['teams', 'getAnalyticsMetricsIncidentsTeam'],
	escalation_policy: ['escalation_policies', 'getAnalyticsMetricsIncidentsEscalationPolicy'],
} as const;
export type Grouping = keyof typeof groupings;

/**
 * Metrics of incidents; a POST that only reads. operationId: getAnalyticsMetricsIncidentsAll, …Service, …Team or
 * …EscalationPolicy
 */
export function readIncidentMetrics(
	pd: PagerDutyApi,
	grouping: Grouping,
	question: IncidentMetricsQuestion,
): Promise<IncidentMetrics[]> {
	const [segment, operationId] = groupings[grouping];
	return pd.request({
		operationId,
		method: 'POST',
		path: ['analytics', 'metrics', 'incidents', segment],
		body: question,
		reads: true,
		reply: whole('data', incidentMetrics),
	});
}

export interface ResponderMetricsQuestion extends MetricsQuestion {
	readonly filters: {
		readonly date_range_start: string;
		readonly date_range_end: string;
		readonly urgency?: 'high' | 'low';
		readonly team_ids?: readonly string[];
		readonly responder_ids?: readonly string[];
		readonly priority_names?: readonly string[];
	};
}

/** What one person had to do, altogether or for one of their teams. */
export const responderMetrics = z.object({
	responder_id: text(),
	responder_name: text(),
	team_id: text(),
	team_name: text(),
	total_seconds_on_call: number(),
	total_seconds_on_call_level_1: number(),
	total_seconds_on_call_level_2_plus: number(),
	total_incident_count: number(),
	total_incidents_acknowledged: number(),
	total_incidents_manual_escalated_from: number(),
	total_incidents_manual_escalated_to: number(),
	total_incidents_timeout_escalated_from: number(),
	total_incidents_timeout_escalated_to: number(),
	total_incidents_reassigned_from: number(),
	total_incidents_reassigned_to: number(),
	total_notifications: number(),
	total_interruptions: number(),
	total_business_hour_interruptions: number(),
	total_off_hour_interruptions: number(),
	total_sleep_hour_interruptions: number(),
	total_engaged_seconds: number(),
	mean_engaged_seconds: number(),
	mean_time_to_acknowledge_seconds: number(),
});
export type ResponderMetrics = z.output<typeof responderMetrics>;

/** Metrics of people; a POST that only reads. operationId: getAnalyticsMetricsRespondersAll or getAnalyticsMetricsRespondersTeam */
export function readResponderMetrics(
	pd: PagerDutyApi,
	perTeam: boolean,
	question: ResponderMetricsQuestion,
): Promise<ResponderMetrics[]> {
	return pd.request({
		operationId: perTeam ? 'getAnalyticsMetricsRespondersTeam' : 'getAnalyticsMetricsRespondersAll',
		method: 'POST',
		path: ['analytics', 'metrics', 'responders', perTeam ? 'teams' : 'all'],
		body: question,
		reads: true,
		reply: whole('data', responderMetrics),
	});
}
