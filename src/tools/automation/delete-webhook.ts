import * as z from 'zod';
import * as webhooks from '../../pagerduty/api/webhooks.ts';
import { reference } from '../core/arguments.ts';
import { presentObject } from '../lists/list.ts';
import { deleteOnce } from '../writes/send-once.ts';
import { quoted } from '../text/names.ts';
import { requireAgreement } from '../writes/agreement.ts';
import { defineTool } from '../core/tool.ts';
import { webhookShape } from './shared/webhook-shape.ts';
import { showNamedWebhook } from './shared/webhook-scope.ts';
import { said } from '../text/said.ts';

/** operationId: deleteWebhookSubscription */
export const deleteWebhook = defineTool({
	name: 'delete_webhook',
	title: 'Delete a webhook',
	description:
		'Deletes a webhook for good: its address gets no more events, and its secret is lost. To pause it instead, use set_webhook with `active: false`.',
	example: 'Delete the webhook of the old bot.',
	toolset: 'automation',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration'],
	operations: { always: ['listWebhookSubscriptions', 'getWebhookSubscription', 'deleteWebhookSubscription'] },
	input: z.strictObject({ webhook: reference('Description or id.') }),
	output: z.object({
		deleted: z.boolean(),
		/** As it was. */
		webhook: webhookShape.schema,
	}),
	async run(input, context) {
		const { id } = await context.directory.resolve('webhook', input.webhook, context);
		const webhook = await showNamedWebhook(await webhooks.getWebhook(context.pagerduty, id), context);
		const { pagerduty, directory } = context;
		const name = quoted(webhook.description ?? webhook.url ?? id);
		const question = said`Delete the webhook ${name} for good? Its address gets no more events, and its secret is lost.`;
		await requireAgreement({ question, ids: [id] }, context);
		await deleteOnce(
			{
				send: () => webhooks.deleteWebhook(pagerduty, id),
				read: () => webhooks.getWebhook(pagerduty, id),
				missing: 'The webhook is still there.',
			},
			context,
		).finally(() => directory.forget('webhook'));
		return { deleted: true, webhook };
	},
	present: (output) => presentObject(webhookShape)(output, {}),
});
