import type { JsonObject } from '../json.ts';
import type { Incident } from '../model.ts';
import type { World } from '../world.ts';

/** Every field of the account with its value in one incident, null without one. */
export function fieldValuesView(world: World, incident: Incident): JsonObject[] {
	return [...world.store.customFields.values()].map((field) => ({
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
