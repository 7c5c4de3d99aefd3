import { badArguments, invalidInput } from '../server/errors.ts';
import type { Incident, Service, User } from '../model/model.ts';
import type { World } from '../model/world.ts';
import { findIncidentType, findPriorityId } from './lookups.ts';
import { open } from './opening.ts';
import type { Creation } from './schemas.ts';

/** POST /incidents: checks the request and opens the incident. */
export function createIncident(world: World, wanted: Creation, user: User): Incident {
	const { store } = world;
	const title = wanted.title?.trim();
	if (title === undefined || title === '') throw invalidInput("Title can't be blank");
	const service = wanted.service && store.services.get(wanted.service.id);
	if (!service || service.deleted) throw badArguments('Service not found');
	if (service.disabled) throw badArguments('Service is disabled');
	if (store.serviceSettings.inMaintenance(service.id, world.clock.ms)) throw badArguments('Service is in maintenance');
	if (wanted.assignments && wanted.escalation_policy) {
		throw invalidInput('Assignments and escalation policy cannot both be specified');
	}
	if ((wanted.assignments?.length ?? 0) > 1) throw invalidInput('Only one assignee is allowed');
	const assigneeId = wanted.assignments?.[0]?.assignee.id;
	if (assigneeId !== undefined && !store.users.has(assigneeId)) throw badArguments('Assignee not found');
	const policy = wanted.escalation_policy && store.policies.get(wanted.escalation_policy.id);
	if (wanted.escalation_policy && !policy) throw badArguments('Escalation policy not found');
	const key = wanted.incident_key ?? undefined;
	if (key !== undefined && isOpen(world, service, key)) {
		throw badArguments('Open incident with matching dedup key already exists on this service');
	}
	return open(world, {
		title,
		service,
		by: { type: 'user', id: user.id },
		key,
		urgency: wanted.urgency,
		priorityId: findPriorityId(world, wanted.priority),
		policy,
		assigneeId,
		body: wanted.body && { type: 'incident_body', details: wanted.body.details },
		type: wanted.incident_type && findIncidentType(world, wanted.incident_type.name).name,
		conferenceBridge: wanted.conference_bridge && {
			number: wanted.conference_bridge.conference_number ?? null,
			url: wanted.conference_bridge.conference_url ?? null,
		},
	});
}

function isOpen(world: World, service: Service, key: string): boolean {
	return world.store.incidents.some(
		(incident) =>
			incident.serviceId === service.id &&
			incident.status !== 'resolved' &&
			(incident.key === key || world.store.alerts.of(incident.id).some((alert) => alert.key === key)),
	);
}
