import * as z from 'zod';
import * as maintenanceWindows from '../../pagerduty/api/maintenance-windows.ts';
import { freeText, references } from '../core/arguments.ts';
import { listArguments, listEnvelope, listResult, presentList } from '../lists/list.ts';
import { readTeamRows, teamArguments } from '../names/team-scope.ts';
import { defineTool } from '../core/tool.ts';
import { maintenanceWindowShape, showMaintenanceWindow } from './shared/maintenance-window-shape.ts';

const name = 'list_maintenance_windows';

/** operationId: listMaintenanceWindows */
export const listMaintenanceWindows = defineTool({
	name,
	title: 'List maintenance windows',
	description: 'Lists maintenance windows, in which services open no incidents and page nobody.',
	example: 'Is anything in maintenance this weekend?',
	toolset: 'services',
	access: 'read',
	operations: { always: ['listMaintenanceWindows'], sometimes: ['listServices', 'listTeams', 'getCurrentUser'] },
	input: z.strictObject({
		state: z
			.enum(['open', 'ongoing', 'future', 'past', 'all'])
			.default('open')
			.describe('Default: open, which means ongoing and future.'),
		services: references('Names or ids.').optional(),
		...teamArguments,
		query: freeText(200, 'Part of the description.').optional(),
		...listArguments(maintenanceWindowShape),
	}),
	output: z.object({ maintenance_windows: z.array(maintenanceWindowShape.schema), ...listEnvelope }),
	async run(input, context) {
		const services = await context.directory.ids('service', input.services, context);
		const rows = await readTeamRows(
			name,
			input,
			{
				read: (query) =>
					maintenanceWindows.listMaintenanceWindows(context.pagerduty, {
						...query,
						filter: input.state,
						...(services && { service_ids: services }),
					}),
				show: (window) => showMaintenanceWindow(window, context.clock),
				matching: { what: 'maintenance window', texts: ({ description, summary }) => [description ?? summary] },
			},
			context,
		);
		const { items, envelope } = listResult(name, maintenanceWindowShape, input, rows);
		return { maintenance_windows: items, ...envelope };
	},
	present: presentList(maintenanceWindowShape),
});
