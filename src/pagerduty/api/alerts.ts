import * as z from 'zod';
import { anything, flag, maybe, maybeList, text } from './fields.ts';
import { eventContext, logEntry } from './log-entries.ts';
import { page, single, whole, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { reference, type ReferenceInput } from './reference.ts';

/** What the monitoring tool sent. Some integrations send plain text in place of an object: it becomes the details. */
export const alertBody = z.preprocess(
	(value) => (typeof value === 'string' ? { details: value } : value),
	z.object({ type: text(), details: anything(), cef_details: anything(), contexts: maybeList(eventContext) }),
);

export const alert = reference.extend({
	created_at: text(),
	resolved_at: text(),
	/** `triggered` or `resolved`. */
	status: text(),
	alert_key: text(),
	/** `info`, `warning`, `error` or `critical`. */
	severity: text(),
	suppressed: flag(),
	service: maybe(reference),
	incident: maybe(reference),
	integration: maybe(reference),
	first_trigger_log_entry: maybe(logEntry),
	body: maybe(alertBody),
});
export type Alert = z.output<typeof alert>;

export interface ListIncidentAlertsQuery extends PageQuery {
	readonly alert_key?: string;
	readonly statuses?: readonly ('triggered' | 'resolved')[];
	readonly sort_by?:
		'created_at' | 'resolved_at' | 'created_at:asc' | 'created_at:desc' | 'resolved_at:asc' | 'resolved_at:desc';
	readonly include?: readonly ('services' | 'first_trigger_log_entries' | 'incidents')[];
}

/** One page of an incident's alerts. operationId: listIncidentAlerts */
export function listIncidentAlerts(
	pd: PagerDutyApi,
	incidentId: string,
	query: ListIncidentAlertsQuery = {},
): Promise<Page<Alert>> {
	return pd.request({
		operationId: 'listIncidentAlerts',
		method: 'GET',
		path: ['incidents', incidentId, 'alerts'],
		query: { ...query },
		reply: page('alerts', alert),
	});
}

/** operationId: getIncidentAlert */
export function getIncidentAlert(pd: PagerDutyApi, incidentId: string, alertId: string): Promise<Alert> {
	return pd.request({
		operationId: 'getIncidentAlert',
		method: 'GET',
		path: ['incidents', incidentId, 'alerts', alertId],
		reply: single('alert', alert),
	});
}

/** What may be changed about an alert: it is resolved, or moved to another incident. */
export interface AlertUpdate {
	readonly status?: 'resolved';
	readonly incident?: ReferenceInput;
}

/** Changes one alert of an incident and gives it as it is then. operationId: updateIncidentAlert */
export function updateIncidentAlert(
	pd: PagerDutyApi,
	incidentId: string,
	alertId: string,
	update: AlertUpdate,
): Promise<Alert> {
	return pd.request({
		operationId: 'updateIncidentAlert',
		method: 'PUT',
		path: ['incidents', incidentId, 'alerts', alertId],
		body: { alert: { ...update, type: 'alert' } },
		reply: single('alert', alert),
	});
}

/** Changes up to 250 alerts of an incident and gives them as they are then. operationId: updateIncidentAlerts */
export function updateIncidentAlerts(
	pd: PagerDutyApi,
	incidentId: string,
	updates: readonly (AlertUpdate & { readonly id: string })[],
): Promise<Alert[]> {
	return pd.request({
		operationId: 'updateIncidentAlerts',
		method: 'PUT',
		path: ['incidents', incidentId, 'alerts'],
		body: { alerts: updates.map((update) => ({ ...update, type: 'alert' })) },
		reply: whole('alerts', alert),
	});
}
