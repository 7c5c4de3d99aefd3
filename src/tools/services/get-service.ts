import * as z from 'zod';
import { getService as readService } from '../../pagerduty/services.ts';
import { reference } from '../arguments.ts';
import { presentObject } from '../list.ts';
import { defineTool } from '../tool.ts';
import { fieldsArgument } from '../view.ts';
import { serviceView, toServiceView } from '../views/service.ts';

/** operationId: getService */
export const getService = defineTool({
	name: 'get_service',
	title: 'Show a service',
	description: 'Shows one service: status, escalation policy, teams, timeouts, integrations.',
	toolset: 'services',
	access: 'read',
	input: z.strictObject({ service: reference('Name or id.'), fields: fieldsArgument(serviceView) }),
	output: z.object({ service: serviceView.schema }),
	async run(input, context) {
		const { id } = await context.directory.resolve('service', input.service, context);
		return { service: toServiceView(await readService(context.pagerduty, id)) };
	},
	present: presentObject(serviceView),
});
