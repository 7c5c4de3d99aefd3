import * as z from 'zod';
import { referenceTo } from '../../pagerduty/api/reference.ts';
import * as services from '../../pagerduty/api/services.ts';
import { freeText, reference } from '../core/arguments.ts';
import { quoted } from '../text/names.ts';
import { createOnce } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { serviceShape, showService } from './shared/service-shape.ts';
import { presentChanged } from '../writes/update.ts';
import { serviceArguments, serviceInput, serviceSettings } from './shared/service-input.ts';

/** operationId: createService */
export const createService = defineTool({
	name: 'create_service',
	title: 'Create a service',
	description:
		'Creates a service whose incidents page an escalation policy. Monitoring reaches it through an integration.',
	example: 'Create a service Gift Cards on the Payments policy.',
	toolset: 'services',
	access: 'administer',
	effect: { destructive: false, idempotent: false },
	operations: { always: ['listEscalationPolicies', 'createService'], sometimes: ['listServices'] },
	input: z.strictObject({
		...serviceArguments,
		name: freeText(255, 'Name that no other service has.'),
		escalation_policy: reference('Name or id of the policy that it pages.'),
	}),
	output: z.object({ service: serviceShape.schema, note: z.string().optional() }),
	async run(input, context) {
		const { id } = await context.directory.resolve('escalation_policy', input.escalation_policy, context);
		const name = input.name.trim();
		const { values, note } = await serviceInput(input, context);
		const wanted = {
			...values,
			name,
			escalation_policy: referenceTo('escalation_policy', id),
		};
		const service = await createOnce(
			{
				alike: async () => (await services.listServices(context.pagerduty, { name })).items,
				send: () => services.createService(context.pagerduty, wanted),
				missing: `There is no new service ${quoted(name)} now.`,
			},
			context,
		);
		context.directory.forget('service');
		return { service: showService(service), ...(note && { note }) };
	},
	present: presentChanged(serviceShape, serviceSettings),
});
