import * as z from 'zod';
import type { Webhook } from '../../../pagerduty/api/webhooks.ts';
import { nameOf } from '../../text/names.ts';
import { cleanLine } from '../../text/untrusted.ts';
import { withoutKeys } from '../../text/web-address.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';

/** What the tools show of a webhook: no signing secret, no values of headers, no keys that stand in its address. */
export const webhookShape = defineShape({
	singular: 'webhook',
	plural: 'webhooks',
	fields: {
		id: z.string(),
		description: z.string().optional(),
		/** Where events are sent; what looks like a key is left out. */
		url: z.string().optional(),
		/** `account`, or e.g. `service Checkout`. */
		scope: z.string().optional(),
		events: z.array(z.string()).optional(),
		active: z.boolean().optional(),
		/** PagerDuty has stopped delivering because the receiver failed. */
		temporarily_disabled: z.boolean().optional(),
		/** Names of the custom headers. */
		headers: z.array(z.string()).optional(),
		oauth_client: z.string().optional(),
	},
	always: ['id', 'description'],
	compact: ['id', 'description', 'url', 'scope', 'events', 'active', 'temporarily_disabled'],
});

export type ShownWebhook = Shaped<typeof webhookShape>;

/** @param scopeName the name of the service or team it is about. */
export function showWebhook(webhook: Webhook, scopeName?: string): ShownWebhook {
	const { filter, delivery_method: delivery } = webhook;
	const kind = filter?.type?.replace(/_reference$/, '');
	return {
		id: webhook.id,
		description: webhook.description && cleanLine(webhook.description),
		url: delivery?.url && withoutKeys(delivery.url),
		scope: kind && [kind, scopeName ?? filter?.id].filter(Boolean).join(' '),
		events: webhook.events,
		active: webhook.active,
		temporarily_disabled: delivery?.temporarily_disabled,
		headers: delivery?.custom_headers?.flatMap(({ name }) => (name ? cleanLine(name, 100) : [])),
		oauth_client: webhook.oauth_client && nameOf(webhook.oauth_client),
	};
}
