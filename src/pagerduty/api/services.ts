import * as z from 'zod';
import { alertGroupingConfig } from './alert-grouping-settings.ts';
import { flag, list, maybe, maybeList, number, text } from './fields.ts';
import { page, single, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { reference, type ReferenceInput } from './reference.ts';

const urgencyRule = z.object({ type: text(), urgency: text() });

/** A service. Integrations are references only: their keys let anybody page the service. */
export const service = reference.extend({
	name: text(),
	description: text(),
	/** `active`, `warning` (acknowledged incidents), `critical` (triggered ones), `maintenance` or `disabled`. */
	status: text(),
	created_at: text(),
	last_incident_timestamp: text(),
	/** Seconds until an open incident resolves itself; undefined: never. */
	auto_resolve_timeout: number(),
	/** Seconds until an acknowledged incident triggers again; undefined: never. */
	acknowledgement_timeout: number(),
	alert_creation: text(),
	escalation_policy: maybe(reference),
	teams: maybeList(reference),
	integrations: maybeList(reference),
	incident_urgency_rule: maybe(
		urgencyRule.extend({ during_support_hours: maybe(urgencyRule), outside_support_hours: maybe(urgencyRule) }),
	),
	support_hours: maybe(
		z.object({ time_zone: text(), days_of_week: list(z.number()), start_time: text(), end_time: text() }),
	),
	/** Whether what waits becomes urgent when support hours begin. */
	scheduled_actions: list(z.object({ to_urgency: text() })),
	/** Of accounts without settings of alert grouping: there a `timeout` is in minutes. Otherwise a mere reference may stand here. */
	alert_grouping_parameters: maybe(z.object({ type: text(), config: maybe(alertGroupingConfig) })),
	auto_pause_notifications_parameters: maybe(z.object({ enabled: flag(), timeout: number() })),
});
export type Service = z.output<typeof service>;

export interface ServiceQuery {
	readonly include?: readonly (
		'escalation_policies' | 'teams' | 'integrations' | 'auto_pause_notifications_parameters'
	)[];
}

export interface ListServicesQuery extends PageQuery, ServiceQuery {
	/** Part of the name. */
	readonly query?: string;
	/** The exact name. */
	readonly name?: string;
	readonly team_ids?: readonly string[];
	readonly time_zone?: string;
	readonly sort_by?: 'name' | 'name:asc' | 'name:desc';
}

/** One page of services. operationId: listServices */
export function listServices(pd: PagerDutyApi, query: ListServicesQuery = {}): Promise<Page<Service>> {
	return pd.request({
		operationId: 'listServices',
		method: 'GET',
		path: ['services'],
		query: { ...query },
		reply: page('services', service),
	});
}

/** One service, without its integration keys. operationId: getService */
export function getService(pd: PagerDutyApi, id: string, query: ServiceQuery = {}): Promise<Service> {
	return pd.request({
		operationId: 'getService',
		method: 'GET',
		path: ['services', id],
		query: { ...query },
		reply: single('service', service),
	});
}

/** What may be set of a service, in the API's own words. */
export interface ServiceInput {
	readonly name?: string;
	readonly description?: string;
	readonly escalation_policy?: ReferenceInput;
	/** A new service is always `active`; `disabled`: no new incidents. */
	readonly status?: 'active' | 'disabled';
	/** Seconds; 0: never. */
	readonly auto_resolve_timeout?: number;
	/** Seconds; 0: never. */
	readonly acknowledgement_timeout?: number;
	readonly incident_urgency_rule?: ConstantUrgency | UrgencyBySupportHours;
	/** Only with an urgency that goes by them. */
	readonly support_hours?: SupportHours;
	/** Open incidents become urgent when support hours begin; none: the urgency does not change with the hour. */
	readonly scheduled_actions?: readonly UrgencyChange[];
	/** Incidents without alerts cannot be merged. */
	readonly alert_creation?: 'create_incidents' | 'create_alerts_and_incidents';
}

export type ServiceUrgency = 'high' | 'low' | 'severity_based';

interface ConstantUrgency {
	readonly type: 'constant';
	readonly urgency: ServiceUrgency;
}

interface UrgencyBySupportHours {
	readonly type: 'use_support_hours';
	readonly during_support_hours: ConstantUrgency;
	readonly outside_support_hours: ConstantUrgency;
}

export interface SupportHours {
	readonly type: 'fixed_time_per_day';
	readonly time_zone: string;
	/** From 1, Monday. */
	readonly days_of_week: readonly number[];
	/** `09:00:00` */
	readonly start_time: string;
	readonly end_time: string;
}

interface UrgencyChange {
	readonly type: 'urgency_change';
	readonly at: { readonly type: 'named_time'; readonly name: 'support_hours_start' };
	readonly to_urgency: 'high';
}

/** Never sent twice. operationId: createService */
export function createService(
	pd: PagerDutyApi,
	input: ServiceInput & { readonly name: string; readonly escalation_policy: ReferenceInput },
): Promise<Service> {
	return pd.request({
		operationId: 'createService',
		method: 'POST',
		path: ['services'],
		body: { service: { type: 'service', ...input } },
		reply: single('service', service),
	});
}

/** Changes what is given; the API wants the escalation policy each time. operationId: updateService */
export function updateService(
	pd: PagerDutyApi,
	id: string,
	input: ServiceInput & { readonly escalation_policy: ReferenceInput },
): Promise<Service> {
	return pd.request({
		operationId: 'updateService',
		method: 'PUT',
		path: ['services', id],
		body: { service: { type: 'service', ...input } },
		reply: single('service', service),
	});
}

/** Its integrations go with it. operationId: deleteService */
export async function deleteService(pd: PagerDutyApi, id: string): Promise<void> {
	await pd.request({ operationId: 'deleteService', method: 'DELETE', path: ['services', id], reply: z.unknown() });
}
