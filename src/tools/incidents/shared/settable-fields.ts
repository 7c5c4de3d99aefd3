import * as z from 'zod';
import { getFieldValues, type FieldValue } from '../../../pagerduty/api/custom-fields.ts';
import type { Incident } from '../../../pagerduty/api/incident.ts';
import type { ToolContext } from '../../core/context.ts';
import { cleanName } from '../../text/names.ts';
import { fieldTexts } from './custom-field-values.ts';
import { optionsReader } from './field-options.ts';

/** As long as `update_incidents` takes it: what is shown is changed and sent back. */
const longestValue = 2300;

/** A custom field as it can be set, with what is in it. */
export const settableField = z.object({
	name: z.string(),
	/** As people read it. */
	label: z.string().optional(),
	/** `boolean`, `integer`, `float`, `string`, `datetime` or `url`. */
	type: z.string().optional(),
	/** It takes several values. */
	several: z.boolean(),
	/** The only values that it takes. */
	options: z.array(z.string()).optional(),
	value: z.string().optional(),
});
export type SettableField = z.output<typeof settableField>;

/** All custom fields of an incident, those without a value included. operationId: getIncidentFieldValues, listIncidentTypeCustomFields */
export async function readSettableFields(incident: Incident, context: ToolContext): Promise<SettableField[]> {
	const fields = await getFieldValues(context.pagerduty, incident.id);
	const optionsOf = optionsReader(context);
	return Promise.all(fields.map(async (field) => showField(field, await optionsOf(incident, field))));
}

function showField(field: FieldValue, options: readonly string[] | undefined): SettableField {
	const { id, name, display_name: label, data_type: type, field_type: kind } = field;
	const [there] = fieldTexts([field], longestValue);
	return {
		name: cleanName(name ?? id),
		...(label !== undefined && { label: cleanName(label) }),
		...(type !== undefined && { type }),
		several: kind?.startsWith('multi') ?? false,
		...(options && { options: options.map(cleanName) }),
		...(there && { value: there.value }),
	};
}
