import * as z from 'zod';
import { createServiceIntegration as create, getServiceIntegration } from '../../pagerduty/integrations.ts';
import { getService } from '../../pagerduty/services.ts';
import { freeText, reference } from '../arguments.ts';
import { ToolError } from '../failure.ts';
import { nameOf } from '../names.ts';
import { defineTool } from '../tool.ts';
import { isRecent, sentOnce } from '../write.ts';

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
		'Creates an integration through which monitoring opens incidents on a service. The answer holds its key, a secret: whoever has it can page the service. No other tool shows it.',
	example: 'Give Gift Cards an Events API integration.',
	toolset: 'services',
	access: 'administer',
	effect: { destructive: false, idempotent: false },
	input: z.strictObject({
		service: reference('Name or id.'),
		name: freeText(255, 'Name of the integration, such as the monitoring tool.'),
		type: z.enum(['events_v2', 'events_v1', 'email']).default('events_v2').describe('How monitoring reports to it.'),
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
			throw new ToolError({ message: '`email` belongs to `type: email`, and only there.' });
		const started = context.clock.now();
		const { pagerduty } = context;
		const service = await context.directory.resolve('service', input.service, context);
		const name = input.name.trim();
		const wanted = { type: types[input.type], name, ...(input.email && { integration_email: input.email }) };
		const made = await sentOnce(
			() => create(pagerduty, service.id, wanted),
			async () => {
				const { integrations } = await getService(pagerduty, service.id);
				const alike = (integrations ?? []).filter(({ summary }) => summary === name);
				const read = await Promise.all(alike.map(({ id }) => getServiceIntegration(pagerduty, service.id, id)));
				return read.find(({ created_at: at }) => isRecent(at, started));
			},
		);
		return {
			service: service.name,
			integration: nameOf(made),
			id: made.id,
			type: input.type,
			integration_key: made.integration_key,
			integration_email: made.integration_email,
			note: 'The key is a secret: put it where the monitoring tool reads it, and nowhere else.',
		};
	},
});
