import { invalidInput } from '../errors.ts';
import type { World } from '../world.ts';
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
