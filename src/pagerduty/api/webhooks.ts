import * as z from 'zod';
import { flag, id, maybe, maybeList, text } from './fields.ts';
import { page, single, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { reference } from './reference.ts';

/** A webhook subscription. Values of custom headers are left out: they are credentials more often than not. */
export const webhook = z.object({
	id,
	description: text(),
	active: flag(),
	events: maybeList(z.string()),
	filter: maybe(z.object({ id: text(), type: text() })),
	delivery_method: maybe(
		z.object({ url: text(), temporarily_disabled: flag(), custom_headers: maybeList(z.object({ name: text() })) }),
	),
	oauth_client: maybe(reference),
});
export type Webhook = z.output<typeof webhook>;

/** Only the reply to the creation holds the secret that signs the deliveries. */
const createdWebhook = webhook.extend({ delivery_method: maybe(z.object({ url: text(), secret: text() })) });
export type CreatedWebhook = z.output<typeof createdWebhook>;

/** Whose events are sent. The account has no id here. */
export interface WebhookFilter {
	readonly type: 'account_reference' | 'service_reference' | 'team_reference';
	readonly id?: string;
}

export interface WebhookUpdate {
	readonly description?: string;
	readonly events?: readonly string[];
	readonly filter?: WebhookFilter;
	readonly active?: boolean;
}

export interface ListWebhooksQuery extends PageQuery {
	readonly filter_type?: 'account' | 'service' | 'team';
	/** Needed with `service` and `team`. */
	readonly filter_id?: string;
}

/** One page of webhook subscriptions. operationId: listWebhookSubscriptions */
export function listWebhooks(pd: PagerDutyApi, query: ListWebhooksQuery = {}): Promise<Page<Webhook>> {
	return pd.request({
		operationId: 'listWebhookSubscriptions',
		method: 'GET',
		path: ['webhook_subscriptions'],
		query: { ...query },
		reply: page('webhook_subscriptions', webhook),
	});
}

/** operationId: getWebhookSubscription */
export function getWebhook(pd: PagerDutyApi, id: string): Promise<Webhook> {
	return pd.request({
		operationId: 'getWebhookSubscription',
		method: 'GET',
		path: ['webhook_subscriptions', id],
		reply: single('webhook_subscription', webhook),
	});
}

/** The reply is the only place where the secret is ever shown. operationId: createWebhookSubscription */
export function createWebhook(
	pd: PagerDutyApi,
	wanted: {
		readonly url: string;
		readonly events: readonly string[];
		readonly filter: WebhookFilter;
		readonly description?: string;
		readonly active?: boolean;
	},
): Promise<CreatedWebhook> {
	const { url, ...rest } = wanted;
	return pd.request({
		operationId: 'createWebhookSubscription',
		method: 'POST',
		path: ['webhook_subscriptions'],
		body: {
			webhook_subscription: {
				type: 'webhook_subscription',
				delivery_method: { type: 'http_delivery_method', url },
				...rest,
			},
		},
		reply: single('webhook_subscription', createdWebhook),
	});
}

/** Changes the given fields only; the address cannot be changed. operationId: updateWebhookSubscription */
export function updateWebhook(pd: PagerDutyApi, id: string, update: WebhookUpdate): Promise<Webhook> {
	return pd.request({
		operationId: 'updateWebhookSubscription',
		method: 'PUT',
		path: ['webhook_subscriptions', id],
		body: { webhook_subscription: update },
		reply: single('webhook_subscription', webhook),
	});
}

/** Has one deliver again that PagerDuty has disabled for a time. operationId: enableWebhookSubscription */
export function enableWebhook(pd: PagerDutyApi, id: string): Promise<Webhook> {
	return pd.request({
		operationId: 'enableWebhookSubscription',
		method: 'POST',
		path: ['webhook_subscriptions', id, 'enable'],
		reply: single('webhook_subscription', webhook),
		repeatable: true,
	});
}

/** operationId: deleteWebhookSubscription */
export async function deleteWebhook(pd: PagerDutyApi, id: string): Promise<void> {
	await pd.request({
		operationId: 'deleteWebhookSubscription',
		method: 'DELETE',
		path: ['webhook_subscriptions', id],
		reply: z.unknown(),
	});
}

/** Has a `pagey.ping` event delivered to the webhook's address. operationId: testWebhookSubscription */
export async function testWebhook(pd: PagerDutyApi, id: string): Promise<void> {
	await pd.request({
		operationId: 'testWebhookSubscription',
		method: 'POST',
		path: ['webhook_subscriptions', id, 'ping'],
		reply: z.unknown(),
	});
}
