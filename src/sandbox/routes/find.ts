import type { Call } from '../server/call.ts';
import { badArguments, notFound } from '../server/errors.ts';
import type { Incident, Service, Team, User } from '../model/model.ts';

/** The object of a path parameter; 404 when there is none. */
export function find<T>(objects: ReadonlyMap<string, T>, id: string): T {
	const object = objects.get(id);
	if (object === undefined) throw notFound();
	return object;
}

/** The incident of `{id}`, an id or a number; 404 when there is none. */
export function findIncident(call: Call): Incident {
	const incident = call.world.store.incident(call.param('id'));
	if (!incident) throw notFound();
	return incident;
}

/** The service of `{id}`; deleted ones are gone. */
export function findService(call: Call): Service {
	const service = find(call.world.store.services, call.param('id'));
	if (service.deleted) throw notFound();
	return service;
}

/** The id of a service that a body names; 400 when there is none or it is deleted. */
export function liveServiceId(call: Call, id: string): string {
	const service = call.world.store.services.get(id);
	if (!service || service.deleted) throw badArguments('Service not found');
	return service.id;
}

/** The user of `{id}`; deleted ones are gone. */
export function findUser(call: Call): User {
	const user = find(call.world.store.users, call.param('id'));
	if (user.deleted) throw notFound();
	return user;
}

/** The team of `{id}`; deleted ones are gone. */
export function findTeam(call: Call): Team {
	const team = find(call.world.store.teams, call.param('id'));
	if (team.deleted) throw notFound();
	return team;
}

/** Whether any word of `texts` contains `query`, ignoring case; always without a query. */
export function matches(query: string | undefined, ...texts: (string | null)[]): boolean {
	if (query === undefined) return true;
	const wanted = query.toLowerCase();
	return texts.some((text) => text?.toLowerCase().includes(wanted) ?? false);
}

/** Whether `ids` and the filter have anything in common; always without a filter. */
export function overlaps(filter: ReadonlySet<string> | undefined, ids: readonly string[]): boolean {
	return !filter || ids.some((id) => filter.has(id));
}

/** Sorted by name, the other way round for `name:desc`. */
export function byName<T extends { name: string }>(items: Iterable<T>, sortBy: string | undefined): T[] {
	const sorted = [...items].sort((a, b) => a.name.localeCompare(b.name));
	return sortBy === 'name:desc' ? sorted.reverse() : sorted;
}
