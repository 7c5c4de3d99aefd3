import * as z from 'zod';
import { listMaintenanceWindows as readWindows } from '../../pagerduty/maintenance-windows.ts';
import { freeText, references } from '../arguments.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, readRows, type Rows } from '../list.ts';
import { teamScope, teamsOf } from '../team-scope.ts';
import { defineTool } from '../tool.ts';
import {
	maintenanceWindowView,
	toMaintenanceWindowView,
	type MaintenanceWindowView,
} from '../views/maintenance-window.ts';

const name = 'list_maintenance_windows';

/** operationId: listMaintenanceWindows */
export const listMaintenanceWindows = defineTool({
	name,
	title: 'List maintenance windows',
	description: 'Lists maintenance windows, in which services open no incidents and page nobody.',
	example: 'Is anything in maintenance this weekend?',
	toolset: 'services',
	access: 'read',
	input: z.strictObject({
		state: z.enum(['open', 'ongoing', 'future', 'past', 'all']).default('open').describe('open: ongoing and future.'),
		services: references('Names or ids.').optional(),
		scope: teamScope,
		teams: references('Names or ids.').optional(),
		query: freeText(200, 'Part of the description.').optional(),
		...listArguments(maintenanceWindowView),
	}),
	output: z.object({ maintenance_windows: z.array(maintenanceWindowView.schema), ...listEnvelope }),
	async run(input, context) {
		const [services, teams] = await Promise.all([
			context.directory.ids('service', input.services, context),
			teamsOf(input, context),
		]);
		const rows: Rows<MaintenanceWindowView> =
			teams && 'none' in teams
				? { rows: [], next: undefined, note: teams.none }
				: await readRows({
						start: pageStart(name, input),
						limit: input.limit,
						read: (at) =>
							readWindows(context.pagerduty, {
								...at,
								filter: input.state,
								...(input.query && { query: input.query.trim() }),
								...(services && { service_ids: services }),
								...(teams && { team_ids: teams }),
							}),
						view: (window) => toMaintenanceWindowView(window, context.clock),
					});
		const { items, envelope } = listResult(name, maintenanceWindowView, input, rows);
		return { maintenance_windows: items, ...envelope };
	},
	present: presentList(maintenanceWindowView),
});
