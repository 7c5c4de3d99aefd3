import type { JsonObject } from '../json.ts';
import type { Incident, Responder, ResponderRequest, ResponderTarget } from '../model/model.ts';
import { required } from '../model/store.ts';
import { formatTime } from '../time.ts';
import type { World } from '../model/world.ts';
import { incidentReference, userReference } from './references.ts';

/** Somebody asked to help, as incidents show it. */
export function responderJson(world: World, incident: Incident, responder: Responder): JsonObject {
	const policies = responder.policyIds.map((id) => required(world.store.policies, id).name);
	return {
		state: responder.state,
		user: userReference(world, responder.userId),
		incident: incidentReference(world, incident),
		updated_at: formatTime(responder.updatedAt),
		message: responder.message,
		requester: userReference(world, responder.requesterId),
		requested_at: formatTime(responder.requestedAt),
		...(policies.length > 0 ? { escalation_policy_requests: policies } : {}),
	};
}

/** PagerDuty's examples wrap each target once more than its schema says. */
export function responderRequestJson(world: World, incident: Incident, request: ResponderRequest): JsonObject {
	return {
		id: request.id,
		incident: incidentReference(world, incident),
		requester: userReference(world, request.requesterId),
		requested_at: formatTime(request.at),
		message: request.message,
		responder_request_targets: request.targets.map((target) => ({
			responder_request_target: {
				type: target.type,
				id: target.id,
				summary: nameOf(world, target),
				incidents_responders: incident.responders
					.filter(({ userId, policyIds }) => userId === target.id || policyIds.includes(target.id))
					.map((responder) => responderJson(world, incident, responder)),
			},
		})),
	};
}

function nameOf(world: World, { type, id }: ResponderTarget): string {
	return type === 'user' ? required(world.store.users, id).name : required(world.store.policies, id).name;
}
