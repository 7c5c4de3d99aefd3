import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { ApiError, invalidInput } from '../server/errors.ts';
import type { Incident, StatusUpdate, Subscriber } from '../model/model.ts';
import type { Route } from '../server/router.ts';
import { formatTime } from '../time.ts';
import { userReference } from '../replies/references.ts';
import { findIncident } from './find.ts';

/** What those hear about an incident who do not work on it. */
export const statusUpdateRoutes: readonly Route[] = [
	{
		method: 'POST',
		path: '/incidents/{id}/status_updates',
		operationId: 'createIncidentStatusUpdate',
		scope: 'incidents.write',
		from: true,
		handle: post,
	},
	{
		method: 'GET',
		path: '/incidents/{id}/status_updates/subscribers',
		operationId: 'getIncidentNotificationSubscribers',
		scope: 'subscribers.read',
		handle: list,
	},
	{
		method: 'POST',
		path: '/incidents/{id}/status_updates/subscribers',
		operationId: 'createIncidentNotificationSubscribers',
		scope: 'subscribers.write',
		handle: add,
	},
	{
		method: 'POST',
		path: '/incidents/{id}/status_updates/unsubscribe',
		operationId: 'removeIncidentNotificationSubscribers',
		scope: 'subscribers.write',
		handle: remove,
	},
];

const updateSchema = z.object({
	message: z.string().optional(),
	subject: z.string().optional(),
	html_message: z.string().optional(),
});

function post(call: Call): Reply {
	const incident = findIncident(call);
	const { message = '', subject = null } = call.body(updateSchema);
	if (message.trim() === '') throw invalidInput("Message can't be blank");
	const update: StatusUpdate = {
		id: call.world.ids.short(),
		userId: call.user.id,
		at: call.world.clock.ms,
		message,
		subject,
	};
	incident.statusUpdates.push(update);
	const sender = userReference(call.world, update.userId);
	const body = {
		id: update.id,
		message,
		created_at: formatTime(update.at),
		sender,
		...(subject !== null && { subject }),
	};
	return { status: 200, body: { status_update: body } };
}

/** Whole, though it says otherwise. */
function list(call: Call): Reply {
	const { subscribers } = findIncident(call);
	const rows = subscribers.map(({ type, id }) => ({
		subscriber_id: id,
		subscriber_type: type,
		has_indirect_subscription: false,
		subscribed_via: null,
	}));
	const paging = { offset: 0, limit: rows.length, more: false, total: rows.length };
	return { status: 200, body: { subscribers: rows, account_id: accountId, ...paging } };
}

const accountId = 'PLUMOAK';

const subscribersSchema = z.object({
	subscribers: z.array(z.object({ subscriber_id: z.string(), subscriber_type: z.enum(['user', 'team']) })).min(1),
});

function add(call: Call): Reply {
	const incident = findIncident(call);
	const subscriptions = wanted(call).map((subscriber) => ({
		subscriber_id: subscriber.id,
		subscriber_type: subscriber.type,
		subscribable_id: incident.id,
		subscribable_type: 'incident',
		account_id: accountId,
		result: subscribe(incident, subscriber),
	}));
	return { status: 200, body: { subscriptions } };
}

function remove(call: Call): Reply {
	const incident = findIncident(call);
	const subscribers = wanted(call);
	const known = subscribers.filter((subscriber) => isIn(incident, subscriber));
	incident.subscribers = incident.subscribers.filter((one) => !known.some((other) => same(one, other)));
	const missing = subscribers.length - known.length;
	return { status: 200, body: { deleted_count: known.length, unauthorized_count: 0, non_existent_count: missing } };
}

function wanted(call: Call): Subscriber[] {
	const parsed = call.body(subscribersSchema);
	return parsed.subscribers.map(({ subscriber_id: id, subscriber_type: type }) => {
		const known = type === 'user' ? call.world.store.users.has(id) : call.world.store.teams.has(id);
		if (!known) throw new ApiError(422, 'Unprocessable Entity', 2001, [`Subscriber ${id} does not exist`]);
		return { type, id };
	});
}

function subscribe(incident: Incident, subscriber: Subscriber): 'success' | 'duplicate' {
	if (isIn(incident, subscriber)) return 'duplicate';
	incident.subscribers.push(subscriber);
	return 'success';
}

function isIn(incident: Incident, subscriber: Subscriber): boolean {
	return incident.subscribers.some((other) => same(subscriber, other));
}

function same(a: Subscriber, b: Subscriber): boolean {
	return a.type === b.type && a.id === b.id;
}
