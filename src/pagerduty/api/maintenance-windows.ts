import * as z from 'zod';
import { maybe, maybeList, text } from './fields.ts';
import { page, single, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { personReference, reference, type ReferenceInput } from './reference.ts';

/** A time in which services open no incidents. */
export const maintenanceWindow = reference.extend({
	start_time: text(),
	end_time: text(),
	description: text(),
	created_by: maybe(personReference),
	services: maybeList(reference),
	teams: maybeList(reference),
});
export type MaintenanceWindow = z.output<typeof maintenanceWindow>;

/** The API wants times and services each time. */
export interface MaintenanceWindowInput {
	/** ISO 8601; one in the past counts as now. */
	readonly start_time: string;
	readonly end_time: string;
	readonly services: readonly ReferenceInput[];
	readonly description?: string;
}

export interface ListMaintenanceWindowsQuery extends PageQuery {
	/** Part of the description. */
	readonly query?: string;
	/** `open`: ongoing and future ones. */
	readonly filter?: 'past' | 'future' | 'ongoing' | 'open' | 'all';
	readonly team_ids?: readonly string[];
	readonly service_ids?: readonly string[];
}

/** One page of maintenance windows. operationId: listMaintenanceWindows */
export function listMaintenanceWindows(
	pd: PagerDutyApi,
	query: ListMaintenanceWindowsQuery = {},
): Promise<Page<MaintenanceWindow>> {
	return pd.request({
		operationId: 'listMaintenanceWindows',
		method: 'GET',
		path: ['maintenance_windows'],
		query: { ...query },
		reply: page('maintenance_windows', maintenanceWindow),
	});
}

/** operationId: getMaintenanceWindow */
export function getMaintenanceWindow(pd: PagerDutyApi, id: string): Promise<MaintenanceWindow> {
	return pd.request({
		operationId: 'getMaintenanceWindow',
		method: 'GET',
		path: ['maintenance_windows', id],
		reply: single('maintenance_window', maintenanceWindow),
	});
}

/** Never sent twice. operationId: createMaintenanceWindow */
export function createMaintenanceWindow(pd: PagerDutyApi, input: MaintenanceWindowInput): Promise<MaintenanceWindow> {
	return pd.request({
		operationId: 'createMaintenanceWindow',
		method: 'POST',
		path: ['maintenance_windows'],
		body: { maintenance_window: { type: 'maintenance_window', ...input } },
		reply: single('maintenance_window', maintenanceWindow),
	});
}

/** operationId: updateMaintenanceWindow */
export function updateMaintenanceWindow(
	pd: PagerDutyApi,
	id: string,
	input: MaintenanceWindowInput,
): Promise<MaintenanceWindow> {
	return pd.request({
		operationId: 'updateMaintenanceWindow',
		method: 'PUT',
		path: ['maintenance_windows', id],
		body: { maintenance_window: { type: 'maintenance_window', ...input } },
		reply: single('maintenance_window', maintenanceWindow),
	});
}

/** Deletes one to come, ends one under way; 405 for one that is over. operationId: deleteMaintenanceWindow */
export async function deleteMaintenanceWindow(pd: PagerDutyApi, id: string): Promise<void> {
	await pd.request({
		operationId: 'deleteMaintenanceWindow',
		method: 'DELETE',
		path: ['maintenance_windows', id],
		reply: z.unknown(),
	});
}
