import * as z from 'zod';
import { id, list, maybe, text } from './fields.ts';
import { single, whole } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { personReference, type ReferenceInput } from './reference.ts';

/** A person asked to help with an incident. */
export const responder = z.object({
	/** `pending`, `joined`, `declined` or `user_cancelled`. */
	state: text(),
	user: maybe(personReference),
	message: text(),
	requested_at: text(),
	updated_at: text(),
	/** Names of the escalation policies through which they were asked. */
	escalation_policy_requests: list(z.string()),
});

const target = z.object({ id, type: text(), summary: text(), incident_responders: list(responder) });

/** PagerDuty's own examples wrap each target once more than its schema says, and spell the responders in two ways. */
const wrappedTarget = z.preprocess((value) => {
	const wrapped = z.looseObject({ responder_request_target: z.looseObject({}) }).safeParse(value);
	const inner = wrapped.success ? wrapped.data.responder_request_target : value;
	const spelt = z.looseObject({ incidents_responders: z.unknown() }).safeParse(inner);
	return spelt.success && spelt.data.incidents_responders !== undefined
		? { ...spelt.data, incident_responders: spelt.data.incidents_responders }
		: inner;
}, target);

export const responderRequest = z.object({
	id: text(),
	requested_at: text(),
	message: text(),
	responder_request_targets: list(wrappedTarget),
});
export type ResponderRequest = z.output<typeof responderRequest>;

/** Asks people to help with an incident and pages them urgently. Never sent twice. operationId: createIncidentResponderRequest */
export function createResponderRequest(
	pd: PagerDutyApi,
	incidentId: string,
	request: {
		readonly requester_id: string;
		readonly message: string;
		/** Of type `user_reference` or `escalation_policy_reference`. */
		readonly targets: readonly ReferenceInput[];
	},
): Promise<ResponderRequest> {
	const { targets, ...rest } = request;
	return pd.request({
		operationId: 'createIncidentResponderRequest',
		method: 'POST',
		path: ['incidents', incidentId, 'responder_requests'],
		body: { ...rest, responder_request_targets: targets.map((item) => ({ responder_request_target: item })) },
		reply: single('responder_request', responderRequest),
	});
}

const cancelledTarget = z.object({
	id,
	type: text(),
	/** `cancelled`, `joined`, `declined` or `not_found`. */
	result: text(),
});
export type CancelledTarget = z.output<typeof cancelledTarget>;

/** Takes back requests that nobody has answered yet. operationId: cancelIncidentResponderRequest */
export function cancelResponderRequests(
	pd: PagerDutyApi,
	incidentId: string,
	requesterId: string,
	targets: readonly ReferenceInput[],
): Promise<CancelledTarget[]> {
	return pd.request({
		operationId: 'cancelIncidentResponderRequest',
		method: 'PUT',
		path: ['incidents', incidentId, 'responder_requests', 'cancel'],
		body: { requester_id: requesterId, responder_request_targets: targets },
		reply: whole('responder_request_targets', cancelledTarget),
		// Repeated after a success it would say "not found".
		repeatable: false,
	});
}
