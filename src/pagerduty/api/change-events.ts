import * as z from 'zod';
import { anything, maybe, maybeList, text } from './fields.ts';
import { page, single, whole, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { reference } from './reference.ts';

/** A deployment or other change. The routing key is left out: it lets anybody send events. */
export const changeEvent = reference.extend({
	timestamp: text(),
	source: text(),
	services: maybeList(reference),
	integration: maybe(reference),
	links: maybeList(z.object({ href: text(), text: text() })),
	custom_details: anything(),
	/** Why PagerDuty relates it to the incident: `most_recent`, `related_service` or `intelligent`. */
	correlation_reason: maybe(z.object({ reason: text() })),
});
export type ChangeEvent = z.output<typeof changeEvent>;

/** operationId: getChangeEvent */
export function getChangeEvent(pd: PagerDutyApi, id: string): Promise<ChangeEvent> {
	return pd.request({
		operationId: 'getChangeEvent',
		method: 'GET',
		path: ['change_events', id],
		reply: single('change_event', changeEvent),
	});
}

/** Changes that PagerDuty relates to an incident. operationId: listIncidentRelatedChangeEvents */
export function listIncidentRelatedChangeEvents(
	pd: PagerDutyApi,
	incidentId: string,
	query: { readonly limit?: number } = {},
): Promise<ChangeEvent[]> {
	return pd.request({
		operationId: 'listIncidentRelatedChangeEvents',
		method: 'GET',
		path: ['incidents', incidentId, 'related_change_events'],
		query: { ...query },
		reply: whole('change_events', changeEvent),
	});
}

export interface ListChangeEventsQuery extends PageQuery {
	readonly team_ids?: readonly string[];
	readonly integration_ids?: readonly string[];
	/** ISO 8601 in UTC, ending in `Z`. Changes are kept for 90 days. */
	readonly since?: string;
	readonly until?: string;
}

/** One page of the account's changes, newest first. operationId: listChangeEvents */
export function listChangeEvents(pd: PagerDutyApi, query: ListChangeEventsQuery = {}): Promise<Page<ChangeEvent>> {
	return pd.request({
		operationId: 'listChangeEvents',
		method: 'GET',
		path: ['change_events'],
		query: { ...query },
		reply: page('change_events', changeEvent),
	});
}

/** One page of a service's changes, newest first. operationId: listServiceChangeEvents */
export function listServiceChangeEvents(
	pd: PagerDutyApi,
	serviceId: string,
	query: ListChangeEventsQuery = {},
): Promise<Page<ChangeEvent>> {
	return pd.request({
		operationId: 'listServiceChangeEvents',
		method: 'GET',
		path: ['services', serviceId, 'change_events'],
		query: { ...query },
		reply: page('change_events', changeEvent),
	});
}
