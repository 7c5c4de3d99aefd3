import * as z from 'zod';
import { anything, flag, id, maybe, maybeList, text } from './fields.ts';
import { whole } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';

export const incidentType = z.object({
	id,
	name: text(),
	display_name: text(),
	description: text(),
	enabled: flag(),
	parent: maybe(z.object({ id })),
});
export type IncidentType = z.output<typeof incidentType>;

/** A field that the account has added to its incidents. */
export const customField = z.object({
	id,
	name: text(),
	display_name: text(),
	description: text(),
	field_type: text(),
	data_type: text(),
	enabled: flag(),
	default_value: anything(),
	field_options: maybeList(z.object({ data: maybe(z.object({ value: text() })) })),
});
export type CustomField = z.output<typeof customField>;

/** All incident types. operationId: listIncidentTypes */
export function listIncidentTypes(
	pd: PagerDutyApi,
	query: { readonly filter?: 'enabled' | 'disabled' | 'all' } = {},
): Promise<IncidentType[]> {
	return pd.request({
		operationId: 'listIncidentTypes',
		method: 'GET',
		path: ['incidents', 'types'],
		query: { ...query },
		reply: whole('incident_types', incidentType),
	});
}

/** The custom fields of an incident type, with the values they may have. operationId: listIncidentTypeCustomFields */
export function listCustomFields(pd: PagerDutyApi, typeId: string): Promise<CustomField[]> {
	return pd.request({
		operationId: 'listIncidentTypeCustomFields',
		method: 'GET',
		path: ['incidents', 'types', typeId, 'custom_fields'],
		query: { include: ['field_options'] },
		reply: whole('fields', customField),
	});
}
