import type { JsonObject } from '../json.ts';
import type { Team, User } from '../model/model.ts';
import type { OnCall } from '../oncalls.ts';
import type { Span } from '../rendering/model.ts';
import { required } from '../model/store.ts';
import { formatTime, second } from '../time.ts';
import type { World } from '../model/world.ts';
import { secondsEngaged, secondsToAcknowledge, type Facts, type Handover, type Hours } from './facts.ts';
import type { Question } from './filters.ts';
import { covered, inOrder, mean, sum } from './metrics.ts';

/** Rows of people who were on call or had incidents, altogether or for each of their teams. */
export function responderRows(
	world: World,
	facts: readonly Facts[],
	perTeam: boolean,
	{ filters, span, order, order_by: by = 'total_incident_count' }: Question & { span: Span },
): JsonObject[] {
	const wanted = filters.responder_ids?.length ? new Set(filters.responder_ids) : undefined;
	const teams = filters.team_ids?.length ? new Set(filters.team_ids) : undefined;
	const clipped = { start: span.start, end: Math.max(span.start, Math.min(span.end, world.clock.ms)) };
	const oncalls = world.onCall.list([...world.store.policies.values()], clipped);
	const rows = [...world.store.users.values()]
		.filter(({ id }) => !wanted || wanted.has(id))
		.flatMap((user) => {
			const own = world.store.teamsOf(user.id).filter(({ id }) => !teams || teams.has(id));
			if (teams && own.length === 0) return [];
			if (!perTeam) return [{ user, row: rowOf(user, undefined, facts, oncalls, clipped) }];
			return own.map((team) => ({ user, row: rowOf(user, team, facts, oncalls, clipped) }));
		})
		.map(({ row }) => row)
		.filter((row) => row['total_incident_count'] !== 0 || row['total_seconds_on_call'] !== 0);
	return rows.sort(inOrder(order, by));
}

function rowOf(
	user: User,
	team: Team | undefined,
	all: readonly Facts[],
	oncalls: readonly OnCall[],
	span: Span,
): JsonObject {
	const facts = all.filter((item) => involves(item, user) && (!team || item.incident.teamIds.includes(team.id)));
	const turns = oncalls.filter(
		({ userId, policy }) => userId === user.id && (!team || policy.teamIds.includes(team.id)),
	);
	const acknowledged = facts.filter(({ acknowledgedBy }) => acknowledgedBy.has(user.id));
	const engaged = (item: Facts) => secondsEngaged(item, user.id, span.end);
	const interruptions = facts.flatMap((item) => item.interruptions.filter(({ userId }) => userId === user.id));
	const during = (hours: Hours) => interruptions.filter((interruption) => interruption.hours === hours).length;
	const to = (handovers: (item: Facts) => readonly Handover[]) =>
		facts.filter((item) => handovers(item).some(({ toIds }) => toIds.includes(user.id))).length;
	const from = (handovers: (item: Facts) => readonly Handover[]) =>
		facts.filter((item) => handovers(item).some(({ fromIds }) => fromIds.includes(user.id))).length;
	const unseen = ({ manualEscalations, acknowledgedBy }: Facts) =>
		manualEscalations.filter(({ at }) => at < (acknowledgedBy.get(user.id) ?? Infinity));
	return {
		responder_id: user.id,
		responder_name: user.name,
		...(team && { team_id: team.id, team_name: team.name }),
		mean_engaged_seconds: mean(facts, engaged) ?? 0,
		mean_time_to_acknowledge_seconds: mean(facts, (item) => secondsToAcknowledge(item, user.id)),
		total_business_hour_interruptions: during('business'),
		total_engaged_seconds: sum(facts, (item) => engaged(item) ?? 0),
		total_incident_count: facts.length,
		total_incidents_acknowledged: acknowledged.length,
		total_incidents_manual_escalated_from: from(unseen),
		total_incidents_manual_escalated_to: to(({ manualEscalations }) => manualEscalations),
		total_incidents_reassigned_from: from(({ reassignments }) => reassignments),
		total_incidents_reassigned_to: to(({ reassignments }) => reassignments),
		total_incidents_timeout_escalated_from: from(({ timeoutEscalations }) => timeoutEscalations),
		total_incidents_timeout_escalated_to: to(({ timeoutEscalations }) => timeoutEscalations),
		total_interruptions: interruptions.length,
		total_notifications: facts.flatMap((item) => item.notifications).filter(({ userId }) => userId === user.id).length,
		total_off_hour_interruptions: during('off'),
		total_seconds_on_call: onCallSeconds(turns, span),
		total_seconds_on_call_level_1: onCallSeconds(
			turns.filter(({ level }) => level === 1),
			span,
		),
		total_seconds_on_call_level_2_plus: onCallSeconds(
			turns.filter(({ level }) => level > 1),
			span,
		),
		total_sleep_hour_interruptions: during('sleep'),
	};
}

/** Rows of the incidents that one person had to do with. */
export function responderIncidentRows(world: World, user: User, facts: readonly Facts[], zone: string): JsonObject[] {
	return facts.filter((item) => involves(item, user)).map((item) => shareOf(world, user, item, zone));
}

function shareOf(world: World, user: User, item: Facts, zone: string): JsonObject {
	const { incident, team, acknowledgedBy } = item;
	const { store, clock } = world;
	const priorities = [...store.priorities.values()];
	const priority = priorities.find(({ id }) => id === incident.priorityId);
	const interruptions = item.interruptions.filter(({ userId }) => userId === user.id);
	const during = (hours: Hours) => interruptions.filter((interruption) => interruption.hours === hours).length;
	const to = (handovers: readonly Handover[]) => handovers.filter(({ toIds }) => toIds.includes(user.id)).length;
	const from = (handovers: readonly Handover[]) => handovers.filter(({ fromIds }) => fromIds.includes(user.id)).length;
	return {
		incident_id: incident.id,
		incident_number: incident.number,
		incident_description: incident.title,
		incident_created_at: formatTime(incident.createdAt, zone).slice(0, 19),
		incident_urgency: incident.urgency,
		incident_priority_id: priority?.id ?? null,
		incident_priority_name: priority?.name ?? null,
		incident_priority_order: priority ? priorities.length - priorities.indexOf(priority) : null,
		responder_id: user.id,
		responder_name: user.name,
		service_id: incident.serviceId,
		service_name: required(store.services, incident.serviceId).name,
		service_team_id: team?.id ?? null,
		service_team_name: team?.name ?? null,
		mean_time_to_acknowledge_seconds: secondsToAcknowledge(item, user.id) ?? null,
		total_acknowledgements: acknowledgedBy.has(user.id) ? 1 : 0,
		total_engaged_seconds: secondsEngaged(item, user.id, clock.ms) ?? 0,
		total_interruptions: interruptions.length,
		total_business_hour_interruptions: during('business'),
		// Text, says the document.
		total_off_hour_interruptions: String(during('off')),
		total_sleep_hour_interruptions: during('sleep'),
		total_manual_escalations_from: from(item.manualEscalations),
		total_manual_escalations_to: to(item.manualEscalations),
		total_timeout_escalations_from: from(item.timeoutEscalations),
		total_timeout_escalations_to: to(item.timeoutEscalations),
		total_reassignments_from: from(item.reassignments),
		total_reassignments_to: to(item.reassignments),
	};
}

function involves({ assignedTo, joinedBy }: Facts, user: User): boolean {
	return assignedTo.has(user.id) || joinedBy.has(user.id);
}

/** A second on call for several policies counts once. */
function onCallSeconds(turns: readonly OnCall[], span: Span): number {
	const spans = turns.map(({ start, end }) => ({
		from: Math.max(start ?? span.start, span.start),
		to: Math.min(end ?? span.end, span.end),
	}));
	return Math.round(covered(spans) / second);
}
