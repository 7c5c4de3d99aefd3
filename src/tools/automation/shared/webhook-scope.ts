import type { Webhook, WebhookFilter } from '../../../pagerduty/api/webhooks.ts';
import type { ToolContext } from '../../core/context.ts';
import { nameOfId } from '../../names/name-of-id.ts';
import { ToolError } from '../../core/failure.ts';
import { showWebhook, type ShownWebhook } from './webhook-shape.ts';

/** How a webhook's scope is given in the arguments of the tools. */
export interface ScopeInput {
	readonly service?: string | undefined;
	readonly team?: string | undefined;
	readonly scope?: 'account' | undefined;
}

/**
 * Whose events are meant, undefined when nothing is said.
 * @throws {ToolError} when more than one is named.
 */
export async function filterOf(input: ScopeInput, context: ToolContext): Promise<WebhookFilter | undefined> {
	const { service, team, scope } = input;
	if ([service, team, scope].filter((given) => given !== undefined).length > 1)
		throw new ToolError({ message: 'Give only one of `service`, `team` and `scope: account`.' });
	if (service !== undefined)
		return { type: 'service_reference', id: (await context.directory.resolve('service', service, context)).id };
	if (team !== undefined)
		return { type: 'team_reference', id: (await context.directory.resolve('team', team, context)).id };
	return scope && { type: 'account_reference' };
}

/** What is shown of a webhook, with the name of its service or team; the id where that is gone. */
export async function showNamedWebhook(webhook: Webhook, context: ToolContext): Promise<ShownWebhook> {
	const { type, id } = webhook.filter ?? {};
	const kind = type === 'service_reference' ? 'service' : type === 'team_reference' ? 'team' : undefined;
	if (!kind || id === undefined) return showWebhook(webhook);
	return showWebhook(webhook, await nameOfId(kind, id, context));
}
