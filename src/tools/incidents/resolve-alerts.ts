import * as z from 'zod';
import { getIncident } from '../../pagerduty/api/incidents.ts';
import { reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { defineTool } from '../core/tool.ts';
import { announceIncidents } from './shared/change-incidents.ts';
import { findIncident, incidentReference } from '../names/find-incidents.ts';
import { alertsArgument, changeAlerts, mostAlerts, findAlerts, readAlerts } from './shared/incident-alerts.ts';
import { numberOf } from '../text/names.ts';

/** operationId: updateIncidentAlert, updateIncidentAlerts */
export const resolveAlerts = defineTool({
	name: 'resolve_alerts',
	title: 'Resolve alerts of an incident',
	description:
		'Resolves some or all open alerts of an incident. That may resolve the incident too: see `incident_status`.',
	example: 'Resolve the disk alerts of #4256.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: true },
	operations: {
		always: ['getIncident', 'listIncidentAlerts', 'updateIncidentAlert', 'updateIncidentAlerts'],
		sometimes: ['getCurrentUser'],
	},
	input: z.strictObject({
		incident: reference(incidentReference),
		alerts: alertsArgument.optional(),
		all: z.boolean().optional().describe('true resolves all open alerts instead.'),
	}),
	output: z.object({
		incident: z.string(),
		incident_status: z.string(),
		resolved: z.int(),
		alerts: z.array(z.string()),
		already_resolved: z.array(z.string()),
		note: z.string().optional(),
	}),
	async run(input, context) {
		if (Boolean(input.alerts) === Boolean(input.all)) {
			throw new ToolError({ message: 'Give either `alerts` or `all: true`.' });
		}
		const incident = await findIncident(input.incident, context);
		const all = await readAlerts(incident.id, context);
		const selected = input.alerts ? findAlerts(all, input.alerts) : all;
		const open = selected.filter(({ status }) => status !== 'resolved').map(({ id }) => id);
		if (open.length > mostAlerts) {
			throw new ToolError({
				message: `${open.length} alerts are open; at most ${mostAlerts} can be resolved at once.`,
				next: 'Resolve them in several calls, or resolve the incident.',
			});
		}
		const areDone = () => areResolved(incident.id, open, context);
		await changeAlerts(incident.id, open, { status: 'resolved' }, areDone, context);
		// The alerts are resolved, whether or not the incident can be read now.
		const now = open.length > 0 ? await getIncident(context.pagerduty, incident.id).catch(() => undefined) : incident;
		if (now && open.length > 0) await announceIncidents([now], context);
		return {
			incident: numberOf(incident),
			incident_status: now?.status ?? 'unknown',
			resolved: open.length,
			alerts: open,
			already_resolved: input.alerts ? selected.map(({ id }) => id).filter((id) => !open.includes(id)) : [],
			...(open.length === 0 && { note: 'Nothing changed: no such alert is open.' }),
			...(!now && { note: 'The alerts are resolved, but the status of the incident could not be read.' }),
		};
	},
});

async function areResolved(incidentId: string, ids: readonly string[], context: ToolContext): Promise<boolean> {
	const alerts = findAlerts(await readAlerts(incidentId, context), ids);
	return alerts.every(({ status }) => status === 'resolved');
}
