import * as z from 'zod';
import { flag, id, list, maybe, number, text } from './fields.ts';
import { single, whole } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { personReference } from './reference.ts';

const statusUpdate = z.object({
	id: text(),
	message: text(),
	subject: text(),
	created_at: text(),
	sender: maybe(personReference),
});
export type StatusUpdate = z.output<typeof statusUpdate>;

/** Mails a status update to everybody subscribed to the incident. Never sent twice. operationId: createIncidentStatusUpdate */
export function createStatusUpdate(
	pd: PagerDutyApi,
	incidentId: string,
	update: { readonly message: string; readonly subject?: string; readonly html_message?: string },
): Promise<StatusUpdate> {
	return pd.request({
		operationId: 'createIncidentStatusUpdate',
		method: 'POST',
		path: ['incidents', incidentId, 'status_updates'],
		body: update,
		reply: single('status_update', statusUpdate),
	});
}

const subscriber = z.object({
	subscriber_id: id,
	/** `user` or `team`. */
	subscriber_type: text(),
	has_indirect_subscription: flag(),
	subscribed_via: list(z.object({ id: text(), name: text() })),
});
export type Subscriber = z.output<typeof subscriber>;

/** Who gets an incident's status updates; not paginated. operationId: getIncidentNotificationSubscribers */
export function listSubscribers(pd: PagerDutyApi, incidentId: string): Promise<Subscriber[]> {
	return pd.request({
		operationId: 'getIncidentNotificationSubscribers',
		method: 'GET',
		path: ['incidents', incidentId, 'status_updates', 'subscribers'],
		reply: whole('subscribers', subscriber),
	});
}

/** Whom to add or remove. */
export interface SubscriberInput {
	readonly subscriber_id: string;
	readonly subscriber_type: 'user' | 'team';
}

const subscription = z.object({
	subscriber_id: id,
	subscriber_type: text(),
	/** `success`, `duplicate` or `unauthorized`. */
	result: text(),
});
export type Subscription = z.output<typeof subscription>;

/** operationId: createIncidentNotificationSubscribers */
export function addSubscribers(
	pd: PagerDutyApi,
	incidentId: string,
	subscribers: readonly SubscriberInput[],
): Promise<Subscription[]> {
	return pd.request({
		operationId: 'createIncidentNotificationSubscribers',
		method: 'POST',
		path: ['incidents', incidentId, 'status_updates', 'subscribers'],
		body: { subscribers },
		reply: whole('subscriptions', subscription),
	});
}

const removal = z.object({ deleted_count: number(), unauthorized_count: number(), non_existent_count: number() });
export type Removal = z.output<typeof removal>;

/** operationId: removeIncidentNotificationSubscribers */
export function removeSubscribers(
	pd: PagerDutyApi,
	incidentId: string,
	subscribers: readonly SubscriberInput[],
): Promise<Removal> {
	return pd.request({
		operationId: 'removeIncidentNotificationSubscribers',
		method: 'POST',
		path: ['incidents', incidentId, 'status_updates', 'unsubscribe'],
		body: { subscribers },
		reply: removal,
	});
}
