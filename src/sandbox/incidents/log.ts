import type { Actor, Incident, LogEntry } from '../model/model.ts';
import { required } from '../model/store.ts';
import type { World } from '../model/world.ts';

type Details = Partial<
	Pick<
		LogEntry,
		'channel' | 'assigneeIds' | 'userId' | 'acknowledgementTimeout' | 'changedActions' | 'description' | 'contexts'
	>
>;

/** Appends an entry to an incident's timeline and says what it is about in `summary`. */
export function log(
	world: World,
	incident: Incident,
	type: string,
	agent: Actor,
	summary: string,
	details: Details = {},
): LogEntry {
	const entry: LogEntry = {
		id: world.ids.logEntry(),
		type: `${type}_log_entry`,
		incidentId: incident.id,
		at: world.clock.ms,
		agent,
		summary,
		channel: details.channel ?? { type: agent.type === 'user' ? 'website' : 'auto' },
		assigneeIds: details.assigneeIds ?? [],
		userId: details.userId ?? null,
		acknowledgementTimeout: details.acknowledgementTimeout ?? null,
		changedActions: details.changedActions ?? [],
		description: details.description ?? null,
		contexts: details.contexts ?? [],
	};
	incident.updatedAt = world.clock.ms;
	world.store.addLogEntry(entry);
	return entry;
}

/** The name of a user or service, for texts. */
export function nameOf(world: World, actor: Actor): string {
	return actor.type === 'user'
		? required(world.store.users, actor.id).name
		: required(world.store.services, actor.id).name;
}

export function userNames(world: World, userIds: readonly string[]): string {
	return userIds.map((id) => required(world.store.users, id).name).join(', ');
}

export function serviceActor(incident: Incident): Actor {
	return { type: 'service', id: incident.serviceId };
}
