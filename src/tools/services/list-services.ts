import * as z from 'zod';
import * as services from '../../pagerduty/api/services.ts';
import { freeText } from '../core/arguments.ts';
import { listArguments, listEnvelope, listResult, presentList } from '../lists/list.ts';
import { readTeamRows, teamArguments } from '../names/team-scope.ts';
import { defineTool } from '../core/tool.ts';
import { serviceShape, showService } from './shared/service-shape.ts';

const name = 'list_services';

/** operationId: listServices */
export const listServices = defineTool({
	name,
	title: 'List services',
	description: 'Lists services by name with their status, escalation policy and teams.',
	example: 'Which services are critical right now?',
	toolset: 'services',
	access: 'read',
	operations: { always: ['listServices'], sometimes: ['listTeams', 'getCurrentUser'] },
	input: z.strictObject({
		query: freeText(200, 'Part of the name.').optional(),
		...teamArguments,
		...listArguments(serviceShape),
	}),
	output: z.object({ services: z.array(serviceShape.schema), ...listEnvelope }),
	async run(input, context) {
		const list = (query: Parameters<typeof services.listServices>[1]) =>
			services.listServices(context.pagerduty, { ...query, sort_by: 'name' });
		const rows = await readTeamRows(
			name,
			input,
			{
				read: context.directory.learning('service', list, context),
				show: showService,
				matching: { what: 'service', texts: ({ name: label, summary }) => [label ?? summary] },
			},
			context,
		);
		const { items, envelope } = listResult(name, serviceShape, input, rows);
		return { services: items, ...envelope };
	},
	present: presentList(serviceShape),
});
