import * as z from 'zod';
import { anything, id, text } from './fields.ts';
import { whole } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';

/** One of the account's own incident fields with its value in one incident. */
const fieldValue = z.object({
	id,
	name: text(),
	display_name: text(),
	/** `boolean`, `integer`, `float`, `string`, `datetime` or `url`. */
	data_type: text(),
	/** `single_value` or `multi_value`, with `_fixed` when only certain values are allowed. */
	field_type: text(),
	value: anything(),
});
export type FieldValue = z.output<typeof fieldValue>;

/** All custom fields of an incident, those without a value included. operationId: getIncidentFieldValues */
export function getFieldValues(pd: PagerDutyApi, incidentId: string): Promise<FieldValue[]> {
	return pd.request({
		operationId: 'getIncidentFieldValues',
		method: 'GET',
		path: ['incidents', incidentId, 'custom_fields', 'values'],
		reply: whole('custom_fields', fieldValue),
	});
}

/** A value to set; null takes it away. */
export interface FieldValueInput {
	readonly name: string;
	readonly value: string | number | boolean | readonly string[] | null;
}

/** Sets the given fields only and gives all of them. operationId: setIncidentFieldValues */
export function setFieldValues(
	pd: PagerDutyApi,
	incidentId: string,
	values: readonly FieldValueInput[],
): Promise<FieldValue[]> {
	return pd.request({
		operationId: 'setIncidentFieldValues',
		method: 'PUT',
		path: ['incidents', incidentId, 'custom_fields', 'values'],
		body: { custom_fields: values },
		reply: whole('custom_fields', fieldValue),
	});
}
