import { fieldsOf } from '../incidents/lookups.ts';
import type { JsonObject } from '../json.ts';
import type { Incident } from '../model/model.ts';
import type { World } from '../model/world.ts';

/** Every field of the account and the incident's type with its value in one incident, null without one. */
export function fieldValuesJson(world: World, incident: Incident): JsonObject[] {
	return fieldsOf(world, incident).map((field) => ({
		id: field.id,
		type: 'field_value',
		name: field.name,
		display_name: field.displayName,
		description: field.description,
		data_type: field.dataType,
		field_type: field.fieldType,
		value: incident.customFields.get(field.id) ?? null,
	}));
}
