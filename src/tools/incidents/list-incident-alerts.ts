import * as z from 'zod';
import * as alerts from '../../pagerduty/api/alerts.ts';
import type { Alert } from '../../pagerduty/api/alerts.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { keywords, reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, readRows, wholeList } from '../lists/list.ts';
import { defineTool } from '../core/tool.ts';
import { alertShape, showAlert } from './shared/alert-shape.ts';
import { findIncidentName, incidentReference } from '../names/find-incidents.ts';

/** operationId: listIncidentAlerts, or getIncidentAlert for one */
export const listIncidentAlerts = defineTool({
	name: 'list_incident_alerts',
	title: 'List alerts of an incident',
	description:
		'Lists the alerts behind an incident with what monitoring tools sent. Raise `detail_length` for long details.',
	example: 'Which alerts are behind #4260?',
	toolset: 'incidents',
	access: 'read',
	operations: { always: ['getIncident', 'listIncidentAlerts'], sometimes: ['getIncidentAlert'] },
	input: z.strictObject({
		incident: reference(incidentReference),
		alert: reference('Id of one alert to show alone.').optional(),
		statuses: keywords(['triggered', 'resolved'], 'Default: both.').optional(),
		detail_length: z.int().min(0).max(20_000).default(600).describe('Characters of details to show. Default: 600.'),
		...listArguments(alertShape),
	}),
	output: z.object({ alerts: z.array(alertShape.schema), ...listEnvelope }),
	async run(input, context) {
		const { id } = await findIncidentName(input.incident, context);
		const start = pageStart('list_incident_alerts', input);
		if (input.alert !== undefined) {
			const alert = showAlert(await oneAlert(id, input.alert, context), input.detail_length);
			const one = listResult('list_incident_alerts', alertShape, input, wholeList([alert], start, 1));
			return { alerts: one.items, ...one.envelope };
		}
		const rows = await readRows({
			start,
			limit: input.limit,
			read: (at) =>
				alerts.listIncidentAlerts(context.pagerduty, id, {
					...at,
					sort_by: 'created_at:desc',
					...(input.statuses && { statuses: input.statuses }),
				}),
			show: (alert) => showAlert(alert, input.detail_length),
		});
		const { items, envelope } = listResult('list_incident_alerts', alertShape, input, rows);
		return { alerts: items, ...envelope };
	},
	present: presentList(alertShape),
});

async function oneAlert(incidentId: string, alertId: string, context: ToolContext): Promise<Alert> {
	try {
		return await alerts.getIncidentAlert(context.pagerduty, incidentId, alertId);
	} catch (error) {
		if (!(error instanceof PagerDutyError) || error.kind !== 'notFound') throw error;
		throw new ToolError(
			{
				message: `The incident has no alert ${alertId}.`,
				...(error.status && { status: error.status }),
				next: 'Leave `alert` out to see which ones it has.',
			},
			error,
		);
	}
}
