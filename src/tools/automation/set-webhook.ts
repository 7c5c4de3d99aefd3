import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import {
	createWebhook,
	enableWebhook,
	getWebhook,
	listWebhooks,
	testWebhook,
	updateWebhook,
	type CreatedWebhook,
	type Webhook,
	type WebhookUpdate,
} from '../../pagerduty/api/webhooks.ts';
import { freeText, keywords, naming, reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { presentObject } from '../lists/list.ts';
import { readWhole } from '../lists/read-all.ts';
import { createOnce, sendOnce } from '../writes/send-once.ts';
import { changesText, requireAgreement } from '../writes/agreement.ts';
import { quoted } from '../text/names.ts';
import { defineTool } from '../core/tool.ts';
import { webhookShape } from './shared/webhook-shape.ts';
import { filterOf, showNamedWebhook } from './shared/webhook-scope.ts';
import { webhookEvents } from './shared/webhook-events.ts';
import { said } from '../text/said.ts';

const input = z.strictObject({
	webhook: reference('Webhook to change: description or id. Without it, a new one is created.').optional(),
	url: freeText(2000, 'HTTPS address, for a new webhook only.').optional(),
	events: keywords(
		webhookEvents,
		`Events to send; they replace all earlier ones. They are incident.X, where X is ${names('incident.')}; or service.X, where X is ${names('service.')}.`,
	).optional(),
	service: naming(reference('Send what happens to this service: name or id.'), 'service').optional(),
	team: naming(reference('Send what happens to this team: name or id.'), 'team').optional(),
	scope: z.enum(['account']).optional().describe('account sends what happens in the whole account.'),
	description: freeText(500, 'What it is for.').optional(),
	active: z.boolean().optional().describe('false pauses it; true starts it again, also if PagerDuty has disabled it.'),
	send_test: z.boolean().optional().describe('Send a test event afterwards.'),
});
type Input = z.output<typeof input>;
const { shape } = input;

const output = z.object({
	webhook: webhookShape.schema,
	/** Signs the deliveries; only of a new webhook, and never to be had again. */
	secret: z.string().optional(),
	created: z.boolean(),
	tested: z.boolean(),
	note: z.string().optional(),
});
type Output = z.output<typeof output>;

/** operationId: createWebhookSubscription, updateWebhookSubscription, enableWebhookSubscription, testWebhookSubscription */
export const setWebhook = defineTool({
	name: 'set_webhook',
	title: 'Create, change or test a webhook',
	description:
		'Creates a webhook, which sends what happens in PagerDuty to an address, or changes or tests one: only what is given changes. The signing secret of a new one is shown once, here.',
	example: 'Send incidents of Checkout to our bot.',
	toolset: 'automation',
	access: 'administer',
	operations: {
		always: ['createWebhookSubscription', 'testWebhookSubscription', 'updateWebhookSubscription'],
		sometimes: ['listServices', 'listTeams', 'getWebhookSubscription', 'listWebhookSubscriptions'],
	},
	// A change replaces events, aims elsewhere or switches off.
	effect: { destructive: true, idempotent: false },
	consent: ['configuration'],
	input,
	output,
	run: (input, context) =>
		input.webhook === undefined ? create(input, context) : change(input.webhook, input, context),
	present: (output) => presentObject(webhookShape)(output, {}),
});

async function create(input: Input, context: ToolContext): Promise<Output> {
	const { events, description, active } = input;
	const url = addressOf(input.url);
	const filter = await filterOf(input, context);
	if (!events || !filter) {
		throw new ToolError({
			message: `A new webhook needs ${events ? '`service`, `team` or `scope: account`' : '`events`'}.`,
			next: 'To change one that exists, name it as `webhook`.',
		});
	}
	const question = async () => {
		const given = await changesText(shape, { ...input, url: undefined }, context);
		return said`Send what happens in PagerDuty to ${quoted(url)}: ${given}?`;
	};
	await requireAgreement({ question, ids: [url] }, context);
	const created = await send(context, {
		url,
		events,
		filter,
		...(description !== undefined && { description }),
		...(active !== undefined && { active }),
	});
	context.directory.forget('webhook');
	const tested = input.send_test === true ? await test(created.id, context) : undefined;
	const secret = created.delivery_method?.secret;
	const shown = await showNamedWebhook(
		{ ...created, delivery_method: { url, temporarily_disabled: false, custom_headers: [] } },
		context,
	);
	const notes = [
		secret ? 'Keep the secret now: PagerDuty never shows it again.' : 'PagerDuty gave no secret.',
		...(tested?.note ? [tested.note] : []),
	];
	return {
		webhook: shown,
		...(secret && { secret }),
		created: true,
		tested: tested?.done ?? false,
		note: notes.join(' '),
	};
}

async function change(webhook: string, input: Input, context: ToolContext): Promise<Output> {
	if (input.url !== undefined) {
		throw new ToolError({
			message: 'PagerDuty cannot change the address of a webhook.',
			next: 'Create a new one, then delete this one.',
		});
	}
	const filter = await filterOf(input, context);
	const update: WebhookUpdate = {
		...(input.description !== undefined && { description: input.description }),
		...(input.events && { events: input.events }),
		...(filter && { filter }),
		...(input.active !== undefined && { active: input.active }),
	};
	const changes = Object.keys(update).length > 0;
	if (!changes && !input.send_test) {
		throw new ToolError({
			message: 'Nothing to change was given.',
			next: 'Give `events`, `description`, `active`, another scope, or `send_test`.',
		});
	}
	const { id } = await context.directory.resolve('webhook', webhook, context);
	const current = await getWebhook(context.pagerduty, id);
	const question = async () => {
		const given = await changesText(shape, { ...input, webhook: undefined }, context);
		return said`Change or test the webhook ${quoted(current.description ?? current.delivery_method?.url ?? id)}: ${given}?`;
	};
	await requireAgreement({ question, ids: [id] }, context);
	const saved = isAs(current, update) ? current : await updateOnce(id, update, context);
	const now = input.active === true ? await revived(saved, saved !== current, context) : saved;
	if (changes) context.directory.forget('webhook');
	const shown = await showNamedWebhook(now, context);
	if (!input.send_test) {
		const note = 'Nothing changed: it was already like this.';
		return { webhook: shown, created: false, tested: false, ...(now === current && { note }) };
	}
	if (now === current) {
		await testWebhook(context.pagerduty, id);
		return { webhook: shown, created: false, tested: true, note: testNote };
	}
	const { done, note } = await test(id, context);
	return { webhook: shown, created: false, tested: done, note };
}

const testNote = 'PagerDuty accepted the test event. Only the receiver knows whether it arrived.';

/** After a change that worked, a test that fails must not hide it. */
async function test(id: string, context: ToolContext): Promise<{ done: boolean; note: string }> {
	try {
		await testWebhook(context.pagerduty, id);
		return { done: true, note: testNote };
	} catch (error) {
		if (context.signal.aborted || !(error instanceof PagerDutyError)) throw error;
		return { done: false, note: `The webhook is saved, but no test event was sent: ${error.message}` };
	}
}

/** Creates once. Without a clear answer the secret is lost, even if the webhook is there. */
async function send(context: ToolContext, wanted: Parameters<typeof createWebhook>[1]): Promise<CreatedWebhook> {
	const alike = async () => {
		const found = await readWhole((at) => listWebhooks(context.pagerduty, at));
		return found.filter(({ delivery_method: delivery }) => delivery?.url === wanted.url);
	};
	const made = await createOnce<CreatedWebhook, Webhook>(
		{
			alike,
			send: () => createWebhook(context.pagerduty, wanted),
			missing: 'There is no new webhook with this address now.',
		},
		context,
	);
	const { delivery_method: delivery } = made;
	if (!delivery || !('custom_headers' in delivery)) return { ...made, delivery_method: delivery };
	throw new ToolError({
		message:
			'The webhook was created, but the reply with its secret was lost, and PagerDuty never shows the secret again.',
		candidates: [{ id: made.id, name: made.description ?? made.id }],
		next: 'Delete it with delete_webhook and create it again.',
	});
}

async function updateOnce(id: string, update: WebhookUpdate, context: ToolContext): Promise<Webhook> {
	return sendOnce(
		{
			send: () => updateWebhook(context.pagerduty, id, update),
			find: async () => {
				const now = await getWebhook(context.pagerduty, id);
				return isAs(now, update) ? now : undefined;
			},
			missing: 'The webhook does not show the change now.',
		},
		context,
	);
}

/** One that PagerDuty has disabled for a time does not deliver, although it is active. operationId: enableWebhookSubscription */
async function revived(webhook: Webhook, changed: boolean, context: ToolContext): Promise<Webhook> {
	if (webhook.delivery_method?.temporarily_disabled !== true) return webhook;
	const find = async () => {
		const now = await getWebhook(context.pagerduty, webhook.id);
		return now.delivery_method?.temporarily_disabled === true ? undefined : now;
	};
	const missing = 'PagerDuty keeps the webhook disabled.';
	try {
		return await sendOnce({ send: () => enableWebhook(context.pagerduty, webhook.id), find, missing }, context);
	} catch (error) {
		if (!changed || !(error instanceof PagerDutyError)) throw error;
		throw error.with({ message: `The webhook was changed, but it may still be disabled: ${error.message}` });
	}
}

function isAs(webhook: Webhook, { description, active, events, filter }: WebhookUpdate): boolean {
	return (
		(description === undefined || webhook.description === description) &&
		(active === undefined || webhook.active === active) &&
		(!events || sameTexts(webhook.events ?? [], events)) &&
		(!filter || (webhook.filter?.type === filter.type && webhook.filter.id === filter.id))
	);
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
	return [...a].sort().join() === [...b].sort().join();
}

function addressOf(text: string | undefined): string {
	const url = text?.trim();
	if (url !== undefined && URL.canParse(url) && new URL(url).protocol === 'https:') return url;
	throw new ToolError({
		message: url === undefined ? 'A new webhook needs `url`.' : 'url: not an HTTPS address.',
		next: 'To change a webhook that exists, name it as `webhook`.',
	});
}

function names(prefix: string): string {
	return webhookEvents
		.filter((event) => event.startsWith(prefix))
		.map((event) => event.slice(prefix.length))
		.join(', ');
}
