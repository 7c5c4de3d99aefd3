import type { JsonObject } from '../json.ts';
import type { Actor, Alert, Incident, Integration, LogEntry, Service } from '../model/model.ts';
import { required } from '../model/store.ts';
import { formatTime } from '../time.ts';
import type { World } from '../model/world.ts';

const api = 'https://api.pagerduty.com';

/** The address of the account's own pages. */
export function webUrl(world: World): string {
	return `https://${world.account.subdomain}.pagerduty.com`;
}

/** The `self` link of an object. */
export function selfUrl(path: string): string {
	return `${api}/${path}`;
}

/** The head every object and reference has: id, type, summary and links. */
export function head(
	world: World,
	id: string,
	type: string,
	summary: string,
	selfPath: string | null,
	webPath: string | null,
): JsonObject {
	return {
		id,
		type,
		summary,
		self: selfPath === null ? null : selfUrl(selfPath),
		html_url: webPath === null ? null : `${webUrl(world)}/${webPath}`,
	};
}

export function userReference(world: World, id: string): JsonObject {
	const { name, deletedAt } = required(world.store.users, id);
	const path = `users/${id}`;
	// Nothing can be read of a deleted person, but the page stays.
	return deletedAt === undefined
		? head(world, id, 'user_reference', name, path, path)
		: { ...head(world, id, 'user_reference', name, null, path), deleted_at: formatTime(deletedAt) };
}

export function teamReference(world: World, id: string): JsonObject {
	const { name, deleted } = required(world.store.teams, id);
	return head(world, id, 'team_reference', name, `teams/${id}`, deleted ? null : `teams/${id}`);
}

/** A deleted service is still named, but has no page. */
export function serviceReference(world: World, id: string): JsonObject {
	const service = required(world.store.services, id);
	return head(world, id, 'service_reference', service.name, `services/${id}`, servicePagePath(service));
}

export function servicePagePath(service: Service): string | null {
	return service.deleted ? null : `service-directory/${service.id}`;
}

export function policyReference(world: World, policy: { id: string; name: string }): JsonObject {
	const path = `escalation_policies/${policy.id}`;
	return head(world, policy.id, 'escalation_policy_reference', policy.name, path, path);
}

/** A layered or a shift-based schedule. */
export function scheduleReference(world: World, id: string): JsonObject {
	const shiftBased = world.store.shiftSchedules.get(id);
	return shiftBased
		? head(world, id, 'schedule_v3_reference', shiftBased.name, `v3/schedules/${id}`, `schedules/${id}`)
		: head(
				world,
				id,
				'schedule_reference',
				required(world.store.schedules, id).name,
				`schedules/${id}`,
				`schedules/${id}`,
			);
}

export function incidentReference(world: World, incident: Incident): JsonObject {
	const path = `incidents/${incident.id}`;
	return head(world, incident.id, 'incident_reference', incidentSummary(incident), path, path);
}

export function incidentSummary(incident: Incident): string {
	return `[#${incident.number}] ${incident.title}`;
}

export function logEntryReference(world: World, entry: LogEntry): JsonObject {
	const selfPath = `log_entries/${entry.id}?incident_id=${entry.incidentId}`;
	// Only what triggered an incident has a page of its own.
	const webPath = entry.type === 'trigger_log_entry' ? `incidents/${entry.incidentId}/log_entries/${entry.id}` : null;
	return head(world, entry.id, `${entry.type}_reference`, entry.summary, selfPath, webPath);
}

export function integrationReference(world: World, service: Service, integration: Integration): JsonObject {
	const path = `services/${service.id}/integrations/${integration.id}`;
	return head(world, integration.id, `${integration.type}_reference`, integration.name, path, path);
}

export function actorReference(world: World, actor: Actor): JsonObject {
	return actor.type === 'user' ? userReference(world, actor.id) : serviceReference(world, actor.id);
}

export function alertPagePath(alert: Alert): string {
	return `alerts/${alert.id}`;
}
