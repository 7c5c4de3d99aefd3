import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { ApiError, badArguments } from '../server/errors.ts';
import { cancelResponders, requestResponders } from '../incidents/responders.ts';
import type { ResponderTarget, User } from '../model/model.ts';
import type { Route } from '../server/router.ts';
import { responderRequestJson } from '../replies/responder.ts';
import { findIncident } from './find.ts';

const scope = 'incidents.write';

/** Who else is asked to help with an incident. */
export const responderRoutes: readonly Route[] = [
	{
		method: 'POST',
		path: '/incidents/{id}/responder_requests',
		operationId: 'createIncidentResponderRequest',
		scope,
		handle: request,
	},
	{
		method: 'PUT',
		path: '/incidents/{id}/responder_requests/cancel',
		operationId: 'cancelIncidentResponderRequest',
		scope,
		handle: cancel,
	},
];

const reference = z.object({ id: z.string(), type: z.string() });
const requestSchema = z.object({
	requester_id: z.string().optional(),
	message: z.string().optional(),
	responder_request_targets: z.array(
		z.union([
			z.object({ responder_request_target: reference }).transform((item) => item.responder_request_target),
			reference,
		]),
	),
});

function request(call: Call): Reply {
	checkAbility(call);
	const incident = findIncident(call);
	const wanted = call.body(requestSchema);
	const requester = requesterOf(call, wanted.requester_id);
	const targets = wanted.responder_request_targets.map((target) => targetOf(call, target));
	if (targets.length === 0) throw badArguments("Responder request targets can't be blank");
	if (incident.status === 'resolved') throw new ApiError(400, 'Incident Already Resolved', 1001);
	const made = requestResponders(call.world, incident, { requester, message: wanted.message ?? '', targets });
	return { status: 200, body: { responder_request: responderRequestJson(call.world, incident, made) } };
}

const cancelSchema = z.object({
	requester_id: z.string().optional(),
	responder_request_targets: z.array(reference).min(1),
});

function cancel(call: Call): Reply {
	checkAbility(call);
	const incident = findIncident(call);
	const wanted = call.body(cancelSchema);
	requesterOf(call, wanted.requester_id);
	const results = wanted.responder_request_targets.map(({ id, type }) => {
		const kind = type.startsWith('user') ? 'user' : 'escalation_policy';
		return { type: `${kind}_reference`, id, result: cancelResponders(call.world, incident, { type: kind, id }) };
	});
	return { status: 200, body: { responder_request_targets: results } };
}

function checkAbility(call: Call): void {
	if (!call.world.store.abilities.includes('coordinated_responding')) {
		throw new ApiError(402, 'Missing Account Ability', 2014);
	}
}

/** These operations name whoever asks in the body instead of in a From header. */
function requesterOf(call: Call, id: string | undefined): User {
	const user = call.world.store.users.get(id ?? '');
	if (!user) throw new ApiError(400, 'Requester User Not Found', 2011);
	return user;
}

function targetOf({ world }: Call, { id, type }: z.infer<typeof reference>): ResponderTarget {
	if (type.startsWith('user') && world.store.users.has(id)) return { type: 'user', id };
	if (type.startsWith('escalation_policy') && world.store.policies.has(id)) return { type: 'escalation_policy', id };
	throw badArguments('Responder request target not found');
}
