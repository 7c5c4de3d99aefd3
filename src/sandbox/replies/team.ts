import type { JsonObject } from '../json.ts';
import type { Team } from '../model/model.ts';
import type { World } from '../model/world.ts';
import { head, teamReference } from './references.ts';

export function teamJson(world: World, team: Team): JsonObject {
	return {
		...head(world, team.id, 'team', team.name, `teams/${team.id}`, `teams/${team.id}`),
		name: team.name,
		description: team.description,
		default_role: team.defaultRole ?? 'manager',
		parent: team.parentId === undefined ? null : teamReference(world, team.parentId),
	};
}
