import * as z from 'zod';
import { incident, type Incident } from './incident.ts';
import { page, single, whole, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
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
	/** `body`: what was typed when the incident was made by hand. */
	readonly include?: readonly (IncidentInclude | 'body' | 'custom_fields')[];
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
	readonly conference_bridge?: ConferenceBridge;
}

/** Where people talk about an incident. */
export interface ConferenceBridge {
	readonly conference_number?: string;
	readonly conference_url?: string;
}

/** An incident made by hand. Either one assignee or an escalation policy in place of the service's own. */
export interface NewIncident {
	readonly title: string;
	readonly service: ReferenceInput;
	readonly urgency?: Urgency;
	readonly priority?: ReferenceInput;
	/** A second open incident of the service with the same key is refused (400, code 2002). */
	readonly incident_key?: string;
	readonly body?: { readonly type: 'incident_body'; readonly details: string };
	readonly assignments?: readonly { readonly assignee: ReferenceInput }[];
	readonly escalation_policy?: ReferenceInput;
	readonly incident_type?: { readonly name: string };
	readonly conference_bridge?: ConferenceBridge;
}

/** One page of incidents. An empty list as a filter filters nothing. operationId: listIncidents */
export function listIncidents(pd: PagerDutyApi, query: ListIncidentsQuery = {}): Promise<Page<Incident>> {
	return pd.request({
		operationId: 'listIncidents',
		method: 'GET',
		path: ['incidents'],
		query: { ...query },
		reply: page('incidents', incident),
	});
}

/** One incident, by id or number. operationId: getIncident */
export function getIncident(pd: PagerDutyApi, id: string, query: GetIncidentQuery = {}): Promise<Incident> {
	return pd.request({
		operationId: 'getIncident',
		method: 'GET',
		path: ['incidents', id],
		query: { ...query },
		reply: single('incident', incident),
	});
}

/**
 * Changes up to 250 incidents, all or none, and gives them as they are then. Never sent twice without looking: somebody may
 * have resolved an incident in between, and a second acknowledgement would reopen it. operationId: updateIncidents
 */
export function updateIncidents(
	pd: PagerDutyApi,
	updates: readonly (IncidentUpdate & { readonly id: string })[],
): Promise<Incident[]> {
	return pd.request({
		operationId: 'updateIncidents',
		method: 'PUT',
		path: ['incidents'],
		repeatable: false,
		readBack: true,
		body: { incidents: updates.map((update) => ({ ...update, type: 'incident_reference' })) },
		reply: whole('incidents', incident),
	});
}

/**
 * Changes one incident and gives it as it is then; never sent twice without looking. Only this form can move it to another
 * service. operationId: updateIncident
 */
export function updateIncident(
	pd: PagerDutyApi,
	id: string,
	update: IncidentUpdate & { readonly service?: ReferenceInput },
): Promise<Incident> {
	return pd.request({
		operationId: 'updateIncident',
		method: 'PUT',
		path: ['incidents', id],
		repeatable: false,
		readBack: true,
		body: { incident: { ...update, type: 'incident_reference' } },
		reply: single('incident', incident),
	});
}

/** Opens an incident, which pages people. Safe to repeat only with a key. operationId: createIncident */
export function createIncident(pd: PagerDutyApi, wanted: NewIncident): Promise<Incident> {
	return pd.request({
		operationId: 'createIncident',
		method: 'POST',
		path: ['incidents'],
		body: { incident: { type: 'incident', ...wanted } },
		reply: single('incident', incident),
		repeatable: wanted.incident_key !== undefined,
	});
}

/** Keeps an acknowledged incident quiet for 1 to 604800 seconds. operationId: createIncidentSnooze */
export function snoozeIncident(pd: PagerDutyApi, id: string, seconds: number): Promise<Incident> {
	return pd.request({
		operationId: 'createIncidentSnooze',
		method: 'POST',
		path: ['incidents', id, 'snooze'],
		body: { duration: seconds },
		reply: single('incident', incident),
	});
}

/**
 * Moves the alerts of incidents into one that is open and resolves them; this cannot be taken back.
 * operationId: mergeIncidents
 */
export async function mergeIncidents(pd: PagerDutyApi, targetId: string, sourceIds: readonly string[]): Promise<void> {
	await pd.request({
		operationId: 'mergeIncidents',
		method: 'PUT',
		path: ['incidents', targetId, 'merge'],
		body: { source_incidents: sourceIds.map((id) => ({ id, type: 'incident_reference' })) },
		reply: z.unknown(),
		repeatable: false,
	});
}
