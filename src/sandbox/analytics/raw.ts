import type { JsonObject } from '../json.ts';
import { required } from '../model/store.ts';
import { formatTime } from '../time.ts';
import type { World } from '../model/world.ts';
import type { Facts, Hours } from './facts.ts';

/** One incident with its figures; times have no offset: they are in the zone that was asked for. */
export function rawIncident(world: World, facts: Facts, zone: string): JsonObject {
	const { incident, team, resolvedBy } = facts;
	const { store } = world;
	const at = (ms: number) => formatTime(ms, zone).slice(0, 19);
	const name = (id: string) => required(store.users, id).name;
	const [acknowledged, joined] = [[...facts.acknowledgedBy.keys()], [...facts.joinedBy.keys()]];
	const assigned = [...facts.assignedTo.keys()];
	const priorities = [...store.priorities.values()];
	const priority = priorities.find(({ id }) => id === incident.priorityId);
	const interruptions = (hours: Hours) => facts.interruptions.filter((item) => item.hours === hours).length;
	return {
		id: incident.id,
		incident_number: incident.number,
		description: incident.title,
		status: incident.status,
		urgency: incident.urgency,
		major: facts.major,
		created_at: at(incident.createdAt),
		updated_at: at(incident.updatedAt),
		resolved_at: incident.resolvedAt === null ? null : at(incident.resolvedAt),
		incident_type_id:
			[...store.accountWide.incidentTypes.values()].find(({ name }) => name === incident.type)?.id ?? null,
		incident_type_name: incident.type,
		priority_id: priority?.id ?? null,
		priority_name: priority?.name ?? null,
		priority_order: priority ? priorities.length - priorities.indexOf(priority) : null,
		service_id: incident.serviceId,
		service_name: required(store.services, incident.serviceId).name,
		team_id: team?.id ?? null,
		team_name: team?.name ?? null,
		escalation_policy_id: incident.policy.id,
		escalation_policy_name: incident.policy.name,
		acknowledged_user_ids: acknowledged,
		acknowledged_user_names: acknowledged.map(name),
		acknowledgement_count: facts.acknowledgements,
		active_user_count: joined.length,
		assigned_user_ids: assigned,
		assigned_user_names: assigned.map(name),
		assignment_count: facts.assignments,
		joined_user_ids: joined,
		joined_user_names: joined.map(name),
		resolved_by_user_id: resolvedBy ?? null,
		resolved_by_user_name: resolvedBy === undefined ? null : name(resolvedBy),
		auto_resolved: facts.autoResolved,
		engaged_seconds: facts.engagedSeconds,
		engaged_user_count: joined.length,
		escalation_count: facts.manualEscalations.length + facts.timeoutEscalations.length,
		manual_escalation_count: facts.manualEscalations.length,
		timeout_escalation_count: facts.timeoutEscalations.length,
		reassignment_count: facts.reassignments.length,
		seconds_to_engage: facts.secondsToEngage ?? null,
		seconds_to_first_ack: facts.secondsToFirstAck ?? null,
		seconds_to_mobilize: facts.secondsToMobilize ?? null,
		seconds_to_resolve: facts.secondsToResolve ?? null,
		snoozed_seconds: facts.snoozedSeconds,
		business_hour_interruptions: interruptions('business'),
		off_hour_interruptions: interruptions('off'),
		sleep_hour_interruptions: interruptions('sleep'),
		total_interruptions: facts.interruptions.length,
		total_notifications: facts.notifications.length,
		user_defined_effort_seconds: null,
	};
}
