import type { JsonObject } from '../json.ts';
import type { ChangeEvent, LogEntry, Note } from '../model/model.ts';
import { required } from '../model/store.ts';
import { formatTime } from '../time.ts';
import type { World } from '../model/world.ts';
import { plain, type ReplyOptions } from './options.ts';
import {
	actorReference,
	incidentReference,
	integrationReference,
	logEntryReference,
	serviceReference,
	teamReference,
	userReference,
} from './references.ts';
import { serviceJson } from './services-and-policies.ts';
import { teamJson } from './team.ts';

/** A log entry that refers to its incident; `logEntryWithIncident` can hold the incident itself. */
export function logEntryJson(world: World, entry: LogEntry, options: ReplyOptions = plain): JsonObject {
	const { include, zone } = options;
	const incident = world.store.incident(entry.incidentId);
	if (!incident) throw new Error(`Log entry ${entry.id} belongs to no incident`);
	const { notification } = entry.channel;
	return {
		...logEntryReference(world, entry),
		type: entry.type,
		created_at: formatTime(entry.at, zone),
		agent: agentOf(world, entry),
		channel: include.has('channels')
			? entry.channel
			: {
					type: entry.channel.type,
					...(notification === undefined ? {} : { notification }),
					// The text of a note stands nowhere else.
					...(entry.channel.type === 'note' ? { summary: entry.channel['summary'] } : {}),
				},
		incident: incidentReference(world, incident),
		service: include.has('services')
			? serviceJson(world, required(world.store.services, incident.serviceId), plain)
			: serviceReference(world, incident.serviceId),
		teams: incident.teamIds.map((id) =>
			include.has('teams') ? teamJson(world, required(world.store.teams, id)) : teamReference(world, id),
		),
		contexts: entry.contexts,
		...(entry.description === null ? {} : { event_details: { description: entry.description } }),
		...(entry.assigneeIds.length === 0 ? {} : { assignees: entry.assigneeIds.map((id) => userReference(world, id)) }),
		...(entry.userId === null ? {} : { user: userReference(world, entry.userId) }),
		...(entry.type === 'acknowledge_log_entry' ? { acknowledgement_timeout: entry.acknowledgementTimeout } : {}),
		...(entry.changedActions.length === 0
			? {}
			: { changed_actions: entry.changedActions.map(({ type, at }) => ({ type, at: formatTime(at, zone) })) }),
	};
}

/** What a monitoring tool sent came in through an integration of the service. */
function agentOf(world: World, { type, channel, agent }: LogEntry): JsonObject {
	const service = agent.type === 'service' ? world.store.services.get(agent.id) : undefined;
	const integration = service?.integrations[0];
	if (type !== 'trigger_log_entry' || channel.type !== 'api' || !service || !integration)
		return actorReference(world, agent);
	return { ...integrationReference(world, service, integration), type: 'integration_reference' };
}

/** Times are on the clock of whoever wrote the note. */
export function noteJson(world: World, note: Note): JsonObject {
	const zone = required(world.store.users, note.userId).timeZone;
	return {
		id: note.id,
		user: userReference(world, note.userId),
		channel: { summary: 'The PagerDuty website or APIs' },
		content: note.content,
		created_at: formatTime(note.createdAt, zone),
		...(note.updatedAt === null ? {} : { updated_at: formatTime(note.updatedAt, zone) }),
	};
}

/** Change events have no page of their own and abbreviated references. */
export function changeEventJson(event: ChangeEvent): JsonObject {
	return {
		id: event.id,
		type: 'change_event',
		summary: event.summary,
		timestamp: formatTime(event.at),
		source: event.source,
		integration:
			event.integrationId === null ? null : { id: event.integrationId, type: 'inbound_integration_reference' },
		services: event.serviceIds.map((id) => ({ id, type: 'service_reference' })),
		links: event.links,
		images: [],
		custom_details: event.details,
		...(event.routingKey === null ? {} : { routing_key: event.routingKey }),
	};
}
