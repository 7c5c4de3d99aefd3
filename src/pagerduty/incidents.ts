import { incident, type Incident } from './incident.ts';
import { page, single, whole, type Page, type PageQuery } from './paging.ts';
import type { PagerDuty } from './pagerduty.ts';
import type { ReferenceInput } from './reference.ts';

export type IncidentStatus = 'triggered' | 'acknowledged' | 'resolved';
export type Urgency = 'high' | 'low';

type IncidentInclude =
	| 'acknowledgers'
	| 'agents'
	| 'assignees'
	| 'conference_bridge'
	| 'escalation_policies'
	| 'first_trigger_log_entries'
	| 'priorities'
	| 'services'
	| 'teams'
	| 'users';

export interface ListIncidentsQuery extends PageQuery {
	readonly statuses?: readonly IncidentStatus[];
	readonly urgencies?: readonly Urgency[];
	readonly service_ids?: readonly string[];
	readonly team_ids?: readonly string[];
	/** People assigned now, so only open incidents match. */
	readonly user_ids?: readonly string[];
	readonly incident_key?: string;
	/** ISO 8601. Default: a month ago. At most six months before `until`. */
	readonly since?: string;
	readonly until?: string;
	/** `all`: since ever; `since` and `until` then count for nothing. */
	readonly date_range?: 'all';
	readonly time_zone?: string;
	/** At most two of `incident_number`, `created_at`, `resolved_at`, `urgency`, each with `:asc` or `:desc`, joined by a comma. */
	readonly sort_by?: string;
	readonly include?: readonly IncidentInclude[];
}

export interface GetIncidentQuery {
	readonly include?: readonly (IncidentInclude | 'custom_fields')[];
}

/** What may be changed about an incident, in the API's own words. */
export interface IncidentUpdate {
	/** An open status reopens a resolved incident. */
	readonly status?: IncidentStatus;
	/** A note for the timeline; only with `status: 'resolved'`. */
	readonly resolution?: string;
	readonly title?: string;
	readonly urgency?: Urgency;
	/** Null takes the priority away. */
	readonly priority?: ReferenceInput | null;
	/** Level of the escalation policy, from 1. */
	readonly escalation_level?: number;
	readonly assignments?: readonly { readonly assignee: ReferenceInput }[];
	readonly escalation_policy?: ReferenceInput;
	readonly incident_type?: { readonly name: string };
	readonly conference_bridge?: { readonly conference_number?: string; readonly conference_url?: string };
}

/** One page of incidents. An empty list as a filter filters nothing. operationId: listIncidents */
export function listIncidents(pd: PagerDuty, query: ListIncidentsQuery = {}): Promise<Page<Incident>> {
	return pd.request({
		operationId: 'listIncidents',
		method: 'GET',
		path: ['incidents'],
		query: { ...query },
		reply: page('incidents', incident),
	});
}

/** One incident, by id or number. operationId: getIncident */
export function getIncident(pd: PagerDuty, id: string, query: GetIncidentQuery = {}): Promise<Incident> {
	return pd.request({
		operationId: 'getIncident',
		method: 'GET',
		path: ['incidents', id],
		query: { ...query },
		reply: single('incident', incident),
	});
}

/** Changes up to 250 incidents, all or none, and gives them as they are then. operationId: updateIncidents */
export function updateIncidents(
	pd: PagerDuty,
	updates: readonly (IncidentUpdate & { readonly id: string })[],
): Promise<Incident[]> {
	return pd.request({
		operationId: 'updateIncidents',
		method: 'PUT',
		path: ['incidents'],
		body: { incidents: updates.map((update) => ({ ...update, type: 'incident_reference' })) },
		reply: whole('incidents', incident),
	});
}

/** Changes one incident and gives it as it is then. Only this form can move it to another service. operationId: updateIncident */
export function updateIncident(
	pd: PagerDuty,
	id: string,
	update: IncidentUpdate & { readonly service?: ReferenceInput },
): Promise<Incident> {
	return pd.request({
		operationId: 'updateIncident',
		method: 'PUT',
		path: ['incidents', id],
		body: { incident: { ...update, type: 'incident_reference' } },
		reply: single('incident', incident),
	});
}
