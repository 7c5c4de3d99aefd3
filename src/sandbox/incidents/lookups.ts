import { invalidInput } from '../server/errors.ts';
import type { IncidentType } from '../model/account-wide.ts';
import type { CustomField, Incident } from '../model/model.ts';
import type { World } from '../model/world.ts';
import type { Change } from './schemas.ts';

/** The id of a priority given by id or name; null for none; 400 when there is no such priority. */
export function findPriorityId(world: World, wanted: Change['priority']): string | null {
	if (wanted === undefined || wanted === null) return null;
	const [id, name] = typeof wanted === 'string' ? [wanted, wanted] : [wanted.id, wanted.name];
	for (const priority of world.store.priorities.values()) {
		if (priority.id === id || priority.name === name) return priority.id;
	}
	throw invalidInput('Priority not found');
}

/** The type an incident is to have; 400 when there is no such type or nobody may use it. */
export function findIncidentType(world: World, name: string): IncidentType {
	const type = [...world.store.accountWide.incidentTypes.values()].find((one) => one.name === name);
	if (!type?.enabled) throw invalidInput('Incident type not found');
	return type;
}

/** The custom fields of an incident: the account's own, and those of its type. */
export function fieldsOf(world: World, incident: Incident): CustomField[] {
	const { accountWide, customFields } = world.store;
	const types = [...accountWide.incidentTypes.values()];
	const own: CustomField[] = [];
	let type = types.find(({ name }) => name === incident.type);
	for (; type; type = accountWide.incidentTypes.get(type.parentId ?? '')) own.unshift(...type.fields);
	return [...customFields.values(), ...own];
}
