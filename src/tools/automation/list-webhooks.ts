import * as z from 'zod';
import { listExtensions } from '../../pagerduty/api/extensions.ts';
import * as webhooks from '../../pagerduty/api/webhooks.ts';
import type { Webhook } from '../../pagerduty/api/webhooks.ts';
import { reference, refuseTogether } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { checkFields, eitherShape } from '../lists/known-fields.ts';
import {
	listArguments,
	listEnvelope,
	listResult,
	pageStart,
	presentList,
	readRows,
	wholeList,
	type Rows,
	presentListOrOne,
	showRows,
} from '../lists/list.ts';
import { defineTool } from '../core/tool.ts';
import { extensionShape, showExtension, type ShownExtension } from './shared/extension-shape.ts';
import { webhookShape } from './shared/webhook-shape.ts';
import { filterOf, showNamedWebhook } from './shared/webhook-scope.ts';

const name = 'list_webhooks';

const input = z.strictObject({
	webhook: reference('Show only this one: description or id.').optional(),
	service: reference('Show those of this service: name or id.').optional(),
	team: reference('Show those of this team: name or id.').optional(),
	scope: z.enum(['account']).optional().describe('account shows those of the whole account.'),
	extensions: z.boolean().default(false).describe('Show extensions of services, such as Slack or ServiceNow, instead.'),
	extension_schema: reference('Show extensions of this kind: name, key or id.').optional(),
	...listArguments(eitherShape(webhookShape, extensionShape)),
});
type Input = z.output<typeof input>;

/** operationId: listWebhookSubscriptions, getWebhookSubscription, or listExtensions */
export const listWebhooks = defineTool({
	name,
	title: 'List webhooks',
	description:
		'Lists webhook subscriptions (which events go to which address), or the extensions that connect services to other systems. Secrets are never shown.',
	example: 'Which webhooks are set up?',
	toolset: 'automation',
	access: 'read',
	operations: {
		always: [],
		sometimes: [
			'listServices',
			'listWebhookSubscriptions',
			'listTeams',
			'getWebhookSubscription',
			'getTeam',
			'listExtensions',
			'listExtensionSchemas',
		],
	},
	input,
	output: z.object({
		webhooks: z.array(webhookShape.schema).optional(),
		extensions: z.array(extensionShape.schema).optional(),
		...listEnvelope,
	}),
	async run(input, context) {
		refuseTogether(input, 'webhook', ['service', 'team', 'scope', 'cursor']);
		if (!input.extensions && input.extension_schema !== undefined)
			throw new ToolError({ message: '`extension_schema` goes with `extensions` only.' });
		checkFields(input.extensions ? extensionShape : webhookShape, input.fields);
		if (input.extensions) {
			const { items, envelope } = listResult(name, extensionShape, input, await readExtensions(input, context));
			return { extensions: items, ...envelope };
		}
		const rows = await showRows(await read(input, context), (webhook) => showNamedWebhook(webhook, context));
		const { items, envelope } = listResult(name, webhookShape, input, rows);
		return { webhooks: items, ...envelope };
	},
	present: (output, input) =>
		(input.extensions ? presentList(extensionShape) : presentListOrOne(webhookShape, 'webhook'))(output, input),
});

async function readExtensions(input: Input, context: ToolContext): Promise<Rows<ShownExtension>> {
	refuseTogether(input, 'extensions', ['webhook', 'team', 'scope']);
	const start = pageStart(name, input);
	const { service, extension_schema: kind } = input;
	const [found, schema] = await Promise.all([
		service === undefined ? undefined : context.directory.resolve('service', service, context),
		kind === undefined ? undefined : context.directory.resolve('extension_schema', kind, context),
	]);
	return readRows({
		start,
		limit: input.limit,
		read: (at) =>
			listExtensions(context.pagerduty, {
				...at,
				...(found && { extension_object_id: found.id }),
				...(schema && { extension_schema_id: schema.id }),
			}),
		show: showExtension,
	});
}

async function read(input: Input, context: ToolContext): Promise<Rows<Webhook>> {
	if (input.webhook !== undefined) {
		const { id } = await context.directory.resolve('webhook', input.webhook, context);
		return wholeList([await webhooks.getWebhook(context.pagerduty, id)], { offset: 0 }, 1);
	}
	const filter = await filterOf(input, context);
	return readRows({
		start: pageStart(name, input),
		limit: input.limit,
		read: (at) =>
			webhooks.listWebhooks(context.pagerduty, {
				...at,
				...(filter && { filter_type: filterTypes[filter.type] }),
				...(filter?.id && { filter_id: filter.id }),
			}),
		show: (webhook) => webhook,
	});
}

const filterTypes = { account_reference: 'account', service_reference: 'service', team_reference: 'team' } as const;
