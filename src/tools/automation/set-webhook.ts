import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/errors.ts';
import {
	createWebhook,
	getWebhook,
	listWebhooks,
	testWebhook,
	updateWebhook,
	type CreatedWebhook,
	type Webhook,
	type WebhookUpdate,
} from '../../pagerduty/webhooks.ts';
import { freeText, keywords, reference } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { presentObject } from '../list.ts';
import { defineTool } from '../tool.ts';
import { sentOnce } from '../write.ts';
import { webhookView } from '../views/webhook.ts';
import { filterOf, viewOf } from './find-webhook.ts';
import { webhookEvents } from './webhook-events.ts';

const input = z.strictObject({
	webhook: reference('The one to change, description or id. Without it a new one is created.').optional(),
	url: freeText(2000, 'HTTPS address, of a new one only.').optional(),
	events: keywords(
		webhookEvents,
		`Replaces all: incident. with ${names('incident.')}; service. with ${names('service.')}.`,
	).optional(),
	service: reference('Send what happens to this service: name or id.').optional(),
	team: reference('Send what happens to this team: name or id.').optional(),
	scope: z.enum(['account']).optional().describe('account sends what happens in the whole account.'),
	description: freeText(500, 'What it is for.').optional(),
	active: z.boolean().optional().describe('false pauses it; true starts it again.'),
	send_test: z.boolean().optional().describe('Send a test event afterwards.'),
});
type Input = z.output<typeof input>;

const output = z.object({
	webhook: webhookView.schema,
	/** Signs the deliveries; only of a new webhook, and never to be had again. */
	secret: z.string().optional(),
	created: z.boolean(),
	tested: z.boolean(),
	note: z.string().optional(),
});
type Output = z.output<typeof output>;

/** operationId: createWebhookSubscription, updateWebhookSubscription, testWebhookSubscription */
export const setWebhook = defineTool({
	name: 'set_webhook',
	title: 'Create, change or test a webhook',
	description:
		'Creates a webhook, which sends what happens in PagerDuty to an address, or changes or tests one: only what is given changes. The signing secret of a new one is shown once, here.',
	example: 'Send incidents of Checkout to our bot.',
	toolset: 'automation',
	access: 'administer',
	// A change replaces events, aims elsewhere or switches off.
	effect: { destructive: true, idempotent: false },
	input,
	output,
	run: (input, context) =>
		input.webhook === undefined ? create(input, context) : change(input.webhook, input, context),
	present: (output) => presentObject(webhookView)(output, {}),
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
	const view = await viewOf(
		{ ...created, delivery_method: { url, temporarily_disabled: false, custom_headers: [] } },
		context,
	);
	const notes = [
		secret ? 'Keep the secret now: PagerDuty never shows it again.' : 'PagerDuty gave no secret.',
		...(tested?.note ? [tested.note] : []),
	];
	return {
		webhook: view,
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
	const now = changes ? await updateOnce(id, update, context) : await getWebhook(context.pagerduty, id);
	if (changes) context.directory.forget('webhook');
	const view = await viewOf(now, context);
	if (!input.send_test) return { webhook: view, created: false, tested: false };
	if (!changes) {
		await testWebhook(context.pagerduty, id);
		return { webhook: view, created: false, tested: true, note: testNote };
	}
	const { done, note } = await test(id, context);
	return { webhook: view, created: false, tested: done, note };
}

const testNote = 'PagerDuty took the test event; whether it arrived, the receiver knows.';

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
	try {
		return await createWebhook(context.pagerduty, wanted);
	} catch (error) {
		if (!(error instanceof PagerDutyError) || !error.unclear) throw error;
		const there = await listWebhooks(context.pagerduty, { limit: 100 }).catch(() => undefined);
		const same = (there?.items ?? []).filter(({ delivery_method: delivery }) => delivery?.url === wanted.url);
		if (same.length === 0) throw error;
		throw new ToolError(
			{
				message:
					'No clear answer came. A webhook with this address exists, new or older; the secret of a new one is lost.',
				candidates: same.map(({ id, description }) => ({ id, name: description ?? id })),
				next: 'If it is the new one, delete it with delete_webhook and create it again.',
			},
			error,
		);
	}
}

async function updateOnce(id: string, update: WebhookUpdate, context: ToolContext): Promise<Webhook> {
	return sentOnce(
		() => updateWebhook(context.pagerduty, id, update),
		async () => {
			const now = await getWebhook(context.pagerduty, id);
			const done =
				(update.description === undefined || now.description === update.description) &&
				(update.active === undefined || now.active === update.active) &&
				(!update.events || sameTexts(now.events ?? [], update.events)) &&
				(!update.filter || (now.filter?.type === update.filter.type && now.filter.id === update.filter.id));
			return done ? now : undefined;
		},
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
