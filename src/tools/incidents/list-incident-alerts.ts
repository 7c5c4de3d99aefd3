import * as z from 'zod';
import { listIncidentAlerts as readAlerts } from '../../pagerduty/alerts.ts';
import { keywords, reference } from '../arguments.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, readRows } from '../list.ts';
import { defineTool } from '../tool.ts';
import { alertView, toAlertView } from '../views/alert.ts';
import { findIncident, incidentReference } from './find-incidents.ts';

/** operationId: listIncidentAlerts */
export const listIncidentAlerts = defineTool({
	name: 'list_incident_alerts',
	title: 'List alerts of an incident',
	description:
		'Lists the alerts behind an incident with what the monitoring tools sent. Long details are cut: raise `detail_length` for the rest.',
	toolset: 'incidents',
	access: 'read',
	input: z.strictObject({
		incident: reference(incidentReference),
		statuses: keywords(['triggered', 'resolved']).optional(),
		detail_length: z.int().min(0).max(20_000).default(600).describe('Characters of details per alert.'),
		...listArguments(alertView),
	}),
	output: z.object({ alerts: z.array(alertView.schema), ...listEnvelope }),
	async run(input, context) {
		const { id } = await findIncident(input.incident, context);
		const rows = await readRows({
			start: pageStart('list_incident_alerts', input),
			limit: input.limit,
			read: (at) =>
				readAlerts(context.pagerduty, id, {
					...at,
					sort_by: 'created_at:desc',
					...(input.statuses && { statuses: input.statuses }),
				}),
			view: (alert) => toAlertView(alert, input.detail_length),
		});
		const { items, envelope } = listResult('list_incident_alerts', alertView, input, rows);
		return { alerts: items, ...envelope };
	},
	present: presentList(alertView),
});
