import * as z from 'zod';
import { id, list, maybe, maybeList, number, text } from './fields.ts';
import { cursorPage, single, whole, type CursorPage } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import type { ReferenceInput } from './reference.ts';

export type AlertGroupingType = 'time' | 'intelligent' | 'content_based' | 'content_based_intelligent';

export const alertGroupingConfig = z.object({
	/** Seconds since the first alert; 0: until the incident is resolved. Type `time`. */
	timeout: number(),
	/** Seconds since the latest alert; 0: what PagerDuty recommends. The other types. */
	time_window: number(),
	recommended_time_window: number(),
	/** `all` or `any` of the fields must be the same. */
	aggregate: text(),
	fields: list(z.string()),
	iag_fields: list(z.string()),
});

/** How alerts of one or several services are put together into incidents. */
export const alertGroupingSetting = z.object({
	id,
	name: text(),
	description: text(),
	type: text(),
	config: maybe(alertGroupingConfig),
	services: maybeList(z.object({ id, name: text(), summary: text() })),
});
export type AlertGroupingSetting = z.output<typeof alertGroupingSetting>;

export interface AlertGroupingConfig {
	readonly timeout?: number;
	readonly time_window?: number;
	readonly aggregate?: 'all' | 'any';
	readonly fields?: readonly string[];
	readonly iag_fields?: readonly string[];
}

export interface AlertGroupingInput {
	readonly name?: string;
	readonly description?: string;
	readonly type: AlertGroupingType;
	readonly config: AlertGroupingConfig;
	/** All of its services: those left out are grouped no more. */
	readonly services: readonly ReferenceInput[];
}

const one = single('alert_grouping_setting', alertGroupingSetting);

const position = z.object({ after: text() });

/** One page of settings: of some services, or of all. operationId: listAlertGroupingSettings */
export function readAlertGroupingPage(
	pd: PagerDutyApi,
	query: { readonly service_ids?: readonly string[]; readonly limit?: number; readonly after?: string } = {},
): Promise<CursorPage<AlertGroupingSetting>> {
	return pd.request({
		operationId: 'listAlertGroupingSettings',
		method: 'GET',
		path: ['alert_grouping_settings'],
		query: { ...query },
		reply: cursorPage('alert_grouping_settings', alertGroupingSetting, (reply) => position.parse(reply).after),
	});
}

/** operationId: getAlertGroupingSetting */
export function getAlertGroupingSetting(pd: PagerDutyApi, settingId: string): Promise<AlertGroupingSetting> {
	return pd.request({
		operationId: 'getAlertGroupingSetting',
		method: 'GET',
		path: ['alert_grouping_settings', settingId],
		reply: one,
	});
}

/** The settings of some services. operationId: listAlertGroupingSettings */
export function listAlertGroupingSettings(
	pd: PagerDutyApi,
	query: { readonly service_ids: readonly string[]; readonly limit?: number },
): Promise<AlertGroupingSetting[]> {
	return pd.request({
		operationId: 'listAlertGroupingSettings',
		method: 'GET',
		path: ['alert_grouping_settings'],
		query: { ...query },
		reply: whole('alert_grouping_settings', alertGroupingSetting),
	});
}

/** Never sent twice. operationId: postAlertGroupingSettings */
export function createAlertGroupingSetting(pd: PagerDutyApi, input: AlertGroupingInput): Promise<AlertGroupingSetting> {
	return pd.request({
		operationId: 'postAlertGroupingSettings',
		method: 'POST',
		path: ['alert_grouping_settings'],
		body: { alert_grouping_setting: input },
		reply: one,
	});
}

/** operationId: putAlertGroupingSetting */
export function updateAlertGroupingSetting(
	pd: PagerDutyApi,
	settingId: string,
	input: AlertGroupingInput,
): Promise<AlertGroupingSetting> {
	return pd.request({
		operationId: 'putAlertGroupingSetting',
		method: 'PUT',
		path: ['alert_grouping_settings', settingId],
		body: { alert_grouping_setting: input },
		reply: one,
	});
}

/** operationId: deleteAlertGroupingSetting */
export async function deleteAlertGroupingSetting(pd: PagerDutyApi, settingId: string): Promise<void> {
	await pd.request({
		operationId: 'deleteAlertGroupingSetting',
		method: 'DELETE',
		path: ['alert_grouping_settings', settingId],
		reply: z.unknown(),
	});
}
