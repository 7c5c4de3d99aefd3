import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { invalidInput } from '../server/errors.ts';
import type { Webhook } from '../model/automation.ts';
import { page } from '../server/paging.ts';
import type { Route } from '../server/router.ts';
import { extensionJson, webhookJson } from '../replies/automation.ts';
import { find, matches } from './find.ts';

const scopes = { read: 'webhook_subscriptions.read', write: 'webhook_subscriptions.write' };

/** Webhook subscriptions, and the extensions of services. */
export const webhookRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/webhook_subscriptions',
		operationId: 'listWebhookSubscriptions',
		scope: scopes.read,
		handle: list,
	},
	{
		method: 'GET',
		path: '/webhook_subscriptions/{id}',
		operationId: 'getWebhookSubscription',
		scope: scopes.read,
		handle: get,
	},
	{
		method: 'POST',
		path: '/webhook_subscriptions',
		operationId: 'createWebhookSubscription',
		scope: scopes.write,
		handle: create,
	},
	{
		method: 'PUT',
		path: '/webhook_subscriptions/{id}',
		operationId: 'updateWebhookSubscription',
		scope: scopes.write,
		handle: update,
	},
	{
		method: 'DELETE',
		path: '/webhook_subscriptions/{id}',
		operationId: 'deleteWebhookSubscription',
		scope: scopes.write,
		handle: remove,
	},
	{
		method: 'POST',
		path: '/webhook_subscriptions/{id}/enable',
		operationId: 'enableWebhookSubscription',
		scope: scopes.write,
		handle: enable,
	},
	{
		method: 'POST',
		path: '/webhook_subscriptions/{id}/ping',
		operationId: 'testWebhookSubscription',
		scope: scopes.write,
		handle: ping,
	},
	{
		method: 'GET',
		path: '/extensions',
		operationId: 'listExtensions',
		scope: 'extensions.read',
		handle: listExtensions,
	},
];

function listExtensions(call: Call): Reply {
	const { query, world } = call;
	const [object, schema] = [query.text('extension_object_id'), query.text('extension_schema_id')];
	const extensions = world.store.automation.extensions
		.filter(({ name }) => matches(query.text('query'), name))
		.filter(({ serviceIds }) => object === undefined || serviceIds.includes(object))
		.filter(({ schemaId }) => schema === undefined || schemaId === schema);
	return { status: 200, body: page(query, 'extensions', extensions, (extension) => extensionJson(world, extension)) };
}

function list(call: Call): Reply {
	const { query, world } = call;
	const [type, id] = [query.text('filter_type'), query.text('filter_id')];
	if (type !== undefined && type !== 'account' && id === undefined) throw invalidInput('Filter id is required.');
	const webhooks = [...world.store.automation.webhooks.values()].filter(
		({ filter }) => type === undefined || (filter.type === `${type}_reference` && (!id || filter.id === id)),
	);
	return { status: 200, body: page(query, 'webhook_subscriptions', webhooks, (webhook) => webhookJson(webhook)) };
}

function get(call: Call): Reply {
	return { status: 200, body: { webhook_subscription: webhookJson(findWebhook(call)) } };
}

const filterSchema = z.object({
	type: z.enum(['account_reference', 'service_reference', 'team_reference']),
	id: z.string().optional(),
});
const createSchema = z.object({
	webhook_subscription: z.object({
		delivery_method: z.object({ url: z.string() }),
		events: z.array(z.string()),
		filter: filterSchema,
		description: z.string().default(''),
		active: z.boolean().default(true),
	}),
});

/** The one reply with the secret. */
function create(call: Call): Reply {
	const { world } = call;
	const wanted = call.body(createSchema).webhook_subscription;
	const { url } = wanted.delivery_method;
	if (!/^https:\/\/[^/\s]+/.test(url)) throw invalidInput('Delivery method url must be a valid HTTPS URL.');
	const webhook: Webhook = {
		id: world.ids.short(),
		deliveryId: world.ids.short(),
		url,
		description: wanted.description,
		active: wanted.active,
		temporarilyDisabled: false,
		events: checkEvents(wanted.events),
		filter: checkFilter(call, wanted.filter),
		headerNames: [],
		pings: 0,
	};
	world.store.automation.webhooks.set(webhook.id, webhook);
	const secret = world.ids.key() + world.ids.key();
	return { status: 200, body: { webhook_subscription: webhookJson(webhook, secret) } };
}

const updateSchema = z.object({
	webhook_subscription: z.object({
		description: z.string().optional(),
		events: z.array(z.string()).optional(),
		filter: filterSchema.optional(),
		active: z.boolean().optional(),
	}),
});

/** What is not sent stays; the address cannot be changed. */
function update(call: Call): Reply {
	const webhook = findWebhook(call);
	const { description, events, filter, active } = call.body(updateSchema).webhook_subscription;
	const checked = { events: events && checkEvents(events), filter: filter && checkFilter(call, filter) };
	webhook.description = description ?? webhook.description;
	webhook.active = active ?? webhook.active;
	webhook.events = checked.events ?? webhook.events;
	webhook.filter = checked.filter ?? webhook.filter;
	return { status: 200, body: { webhook_subscription: webhookJson(webhook) } };
}

function remove(call: Call): Reply {
	call.world.store.automation.webhooks.delete(findWebhook(call).id);
	return { status: 204 };
}

/** A webhook is disabled for a time when its receiver fails again and again. No other change revives it. */
function enable(call: Call): Reply {
	const webhook = findWebhook(call);
	webhook.temporarilyDisabled = false;
	return { status: 200, body: { webhook_subscription: webhookJson(webhook) } };
}

function ping(call: Call): Reply {
	findWebhook(call).pings++;
	return { status: 202 };
}

function findWebhook(call: Call): Webhook {
	return find(call.world.store.automation.webhooks, call.param('id'));
}

function checkEvents(events: readonly string[]): string[] {
	if (events.length === 0) throw invalidInput('Events cannot be blank.');
	for (const event of events)
		if (!/^(incident|service)\.[a-z_.]+$/.test(event)) throw invalidInput(`Event ${event} is not supported.`);
	return [...events];
}

function checkFilter(call: Call, { type, id }: z.output<typeof filterSchema>): Webhook['filter'] {
	const { store } = call.world;
	if (type === 'account_reference') return { type, id: null };
	const known = id !== undefined && (type === 'service_reference' ? store.services.has(id) : store.teams.has(id));
	if (!known) throw invalidInput('Filter id is invalid.');
	return { type, id };
}
