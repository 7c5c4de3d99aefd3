import * as z from 'zod';
import { listServices as readServices } from '../../pagerduty/services.ts';
import { freeText, references } from '../arguments.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, readRows, type Rows } from '../list.ts';
import { teamScope, teamsOf } from '../team-scope.ts';
import { defineTool } from '../tool.ts';
import { serviceView, toServiceView, type ServiceView } from '../views/service.ts';

const name = 'list_services';

/** operationId: listServices */
export const listServices = defineTool({
	name,
	title: 'List services',
	description: 'Lists services by name with their status, escalation policy and teams.',
	example: 'Which services are critical right now?',
	toolset: 'services',
	access: 'read',
	input: z.strictObject({
		query: freeText(200, 'Part of the name.').optional(),
		scope: teamScope,
		teams: references('Names or ids.').optional(),
		...listArguments(serviceView),
	}),
	output: z.object({ services: z.array(serviceView.schema), ...listEnvelope }),
	async run(input, context) {
		const teams = await teamsOf(input, context);
		const rows: Rows<ServiceView> =
			teams && 'none' in teams
				? { rows: [], next: undefined, note: teams.none }
				: await readRows({
						start: pageStart(name, input),
						limit: input.limit,
						read: (at) =>
							readServices(context.pagerduty, {
								...at,
								sort_by: 'name',
								...(input.query && { query: input.query.trim() }),
								...(teams && { team_ids: teams }),
							}),
						view: toServiceView,
					});
		const { items, envelope } = listResult(name, serviceView, input, rows);
		return { services: items, ...envelope };
	},
	present: presentList(serviceView),
});
