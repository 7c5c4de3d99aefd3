import type { Call } from '../server/call.ts';
import { ApiError, badArguments, invalidInput } from '../server/errors.ts';
import { hits } from '../server/faults.ts';
import type { Incident, User } from '../model/model.ts';
import type { World } from '../model/world.ts';
import { assign } from './assignment.ts';
import {
	acknowledge,
	changeUrgency,
	delegate,
	escalateTo,
	reassign,
	reopen,
	resolve,
	unacknowledge,
} from './lifecycle.ts';
import { log } from './log.ts';
import { findIncidentType, findPriorityId } from './lookups.ts';
import { addNote } from './notes.ts';
import type { Change } from './schemas.ts';

interface Step {
	world: World;
	incident: Incident;
	change: Change;
	user: User;
	/** Resolving a resolved incident is accepted and changes nothing. */
	lenient: boolean;
	/** Whoever acknowledges an incident gets it. */
	handsOver: boolean;
}

/**
 * Checks a change of an incident and gives the function that makes it. Nothing has changed until that is called,
 * and it cannot fail: that is what makes bulk updates all-or-nothing.
 */
export function planChange(call: Call, incident: Incident, change: Change): () => void {
	const { world } = call;
	const step: Step = {
		world,
		incident,
		change,
		user: call.user,
		handsOver: change.status === 'acknowledged' && hits(call.faults.reassignOnAcknowledge, call.request) !== undefined,
		lenient: incident.status === 'resolved' && hits(call.faults.resolveTwice, call.request) !== undefined,
	};
	checkStatus(step);
	checkTargets(step);
	const priorityId = change.priority === undefined ? undefined : findPriorityId(world, change.priority);
	return () => {
		applyFields(step, priorityId);
		applyResponders(step);
		applyStatus(step);
	};
}

function checkStatus({ incident, change, lenient }: Step): void {
	if (incident.status !== 'resolved' || lenient) return;
	const responders = change.assignments ?? change.escalation_policy ?? change.escalation_level;
	if (change.status === 'resolved' || (responders !== undefined && change.status === undefined)) {
		throw new ApiError(400, 'Incident Already Resolved', 1001);
	}
}

function checkTargets({ world, incident, change }: Step): void {
	const { store } = world;
	if (change.title?.trim() === '') throw invalidInput("Title can't be blank");
	if (change.assignments && (change.escalation_policy ?? change.escalation_level) !== undefined) {
		throw invalidInput('Assignments cannot be combined with an escalation policy or level');
	}
	if (change.assignments?.length === 0) throw invalidInput("Assignments can't be blank");
	for (const { assignee } of change.assignments ?? []) {
		if (!store.users.has(assignee.id)) throw badArguments('Assignee not found');
	}
	const policy = change.escalation_policy && store.policies.get(change.escalation_policy.id);
	if (change.escalation_policy && !policy) throw badArguments('Escalation policy not found');
	const service = change.service && store.services.get(change.service.id);
	if (change.service && (!service || service.deleted)) throw badArguments('Service not found');
	if (change.incident_type) findIncidentType(world, change.incident_type.name);
	const level = change.escalation_level;
	if (level === undefined) return;
	const rules = (policy ?? incident.policy).rules.length;
	const urgency = change.urgency ?? incident.urgency;
	if (level < 1 || level > rules || urgency === 'low') throw new ApiError(400, 'Cannot Escalate', 1006);
}

function applyFields({ world, incident, change, user }: Step, priorityId: string | null | undefined): void {
	const by = { type: 'user', id: user.id } as const;
	const field = (name: string) => log(world, incident, 'field_value_change', by, `${name} changed by ${user.name}`);
	if (change.title !== undefined && change.title !== incident.title) {
		incident.title = change.title;
		field('Title');
	}
	if (priorityId !== undefined && priorityId !== incident.priorityId) {
		incident.priorityId = priorityId;
		field('Priority');
	}
	if (change.urgency !== undefined) changeUrgency(world, incident, change.urgency, by);
	if (change.service && change.service.id !== incident.serviceId) {
		world.store.moveIncident(incident, { serviceId: change.service.id });
		field('Service');
	}
	if (change.incident_type && change.incident_type.name !== incident.type) {
		incident.type = change.incident_type.name;
		field('Incident type');
	}
	if (change.conference_bridge) {
		incident.conferenceBridge = {
			number: change.conference_bridge.conference_number ?? null,
			url: change.conference_bridge.conference_url ?? null,
		};
		field('Conference bridge');
	}
}

/** Who has the incident. A resolved one is reopened first: a status that says so has been checked to be there. */
function applyResponders({ world, incident, change, user }: Step): void {
	const by = { type: 'user', id: user.id } as const;
	if (incident.status === 'resolved' && (change.status === 'triggered' || change.status === 'acknowledged')) {
		reopen(world, incident, by);
	}
	if (incident.status === 'resolved') return;
	const policy = change.escalation_policy && world.store.policies.get(change.escalation_policy.id);
	if (policy) delegate(world, incident, policy, by);
	if (change.escalation_level !== undefined && change.escalation_level !== 1) {
		escalateTo(world, incident, change.escalation_level, by);
	} else if (change.escalation_level === 1 && !policy) {
		escalateTo(world, incident, 1, by);
	}
	if (change.assignments) {
		const users = change.assignments.map(({ assignee }) => assignee.id);
		reassign(world, incident, [...new Set(users)], by);
	}
}

function applyStatus({ world, incident, change, user, handsOver }: Step): void {
	const by = { type: 'user', id: user.id } as const;
	if (change.status === 'acknowledged') acknowledge(world, incident, by);
	if (handsOver) assign(world, incident, [user.id], { by, via: 'direct_assignment', quiet: true });
	if (change.status === 'triggered' && incident.status === 'acknowledged') unacknowledge(world, incident, by);
	if (change.status !== 'resolved' || incident.status === 'resolved') return;
	if (change.resolution !== undefined && change.resolution !== '') addNote(world, incident, user, change.resolution);
	resolve(world, incident, by);
}
