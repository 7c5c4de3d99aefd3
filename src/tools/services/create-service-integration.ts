import * as z from 'zod';
import * as integrations from '../../pagerduty/api/integrations.ts';
import type { Integration } from '../../pagerduty/api/integrations.ts';
import type { Reference } from '../../pagerduty/api/reference.ts';
import { getService } from '../../pagerduty/api/services.ts';
import { freeText, reference } from '../core/arguments.ts';
import { ToolError } from '../core/failure.ts';
import type { ToolContext } from '../core/context.ts';
import { nameOf, quoted } from '../text/names.ts';
import { createOnce, lookAgain } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';

const types = {
	events_v2: 'events_api_v2_inbound_integration',
	events_v1: 'generic_events_api_inbound_integration',
	email: 'generic_email_inbound_integration',
} as const;

/** operationId: createServiceIntegration */
export const createServiceIntegration = defineTool({
	name: 'create_service_integration',
	title: 'Create an integration of a service',
	description:
		'Creates an integration through which monitoring opens incidents on a service. The answer holds its key, a secret: whoever has it can page the service. No other tool shows it. When an alert fires (a threshold) is set in the monitoring tool.',
	example: 'Give Gift Cards an Events API integration.',
	toolset: 'services',
	access: 'administer',
	effect: { destructive: false, idempotent: false },
	operations: {
		always: ['listServices', 'createServiceIntegration'],
		sometimes: ['getServiceIntegration', 'getService'],
	},
	input: z.strictObject({
		service: reference('Name or id.'),
		name: freeText(255, 'Name of the integration, such as the monitoring tool.'),
		type: z
			.enum(['events_v2', 'events_v1', 'email'])
			.default('events_v2')
			.describe('How monitoring reports to it. Default: events_v2.'),
		email: reference("An address in the account's own domain, for type email.").optional(),
	}),
	output: z.object({
		service: z.string(),
		integration: z.string(),
		id: z.string(),
		type: z.string(),
		/** A secret. */
		integration_key: z.string().optional(),
		integration_email: z.string().optional(),
		note: z.string(),
	}),
	async run(input, context) {
		if ((input.type === 'email') !== (input.email !== undefined))
			throw new ToolError({ message: '`email` and `type: email` need each other.' });
		const { pagerduty } = context;
		const service = await context.directory.resolve('service', input.service, context);
		const name = input.name.trim();
		const wanted = { type: types[input.type], name, ...(input.email && { integration_email: input.email }) };
		const found = await createOnce(
			{
				alike: async () =>
					((await getService(pagerduty, service.id)).integrations ?? []).filter(({ summary }) => summary === name),
				send: () => integrations.createServiceIntegration(pagerduty, service.id, wanted),
				missing: `${quoted(service.name)} has no new integration ${quoted(name)} now.`,
			},
			context,
		);
		// A service names its integrations only.
		const made = 'integration_key' in found ? found : await readMade(service.id, found, context);
		return {
			service: service.name,
			integration: nameOf(made),
			id: made.id,
			type: input.type,
			integration_key: made.integration_key,
			integration_email: made.integration_email,
			note:
				(made.integration_key ?? made.integration_email) === undefined
					? 'The integration exists, but its key could not be read: PagerDuty shows it on the page of the service.'
					: 'The key is a secret: put it where the monitoring tool reads it, and nowhere else.',
		};
	},
});

/** An integration with its key, or without it while PagerDuty does not show it. */
async function readMade(
	serviceId: string,
	found: Reference,
	context: ToolContext,
): Promise<Partial<Integration> & Reference> {
	const read = await lookAgain(
		() => integrations.getServiceIntegration(context.pagerduty, serviceId, found.id),
		context,
	);
	return typeof read === 'object' ? read.found : found;
}
