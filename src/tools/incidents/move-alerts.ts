import * as z from 'zod';
import type { Incident } from '../../pagerduty/api/incident.ts';
import { getIncident } from '../../pagerduty/api/incidents.ts';
import { referenceTo } from '../../pagerduty/api/reference.ts';
import { reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { announceIncidents } from './shared/change-incidents.ts';
import { findIncident } from '../names/find-incidents.ts';
import { alertsArgument, changeAlerts, findAlerts, readAlerts } from './shared/incident-alerts.ts';
import { defineTool } from '../core/tool.ts';
import { numberOf } from '../text/names.ts';

/** operationId: updateIncidentAlert, updateIncidentAlerts */
export const moveAlerts = defineTool({
	name: 'move_alerts',
	title: 'Move alerts to another incident',
	description: 'Moves alerts from one incident to another that is open. The incident they leave stays open.',
	example: 'Move the CDN alerts of #4260 to #4256.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: true },
	operations: { always: ['getIncident', 'listIncidentAlerts', 'updateIncidentAlert'], sometimes: ['getCurrentUser'] },
	input: z.strictObject({
		incident: reference('Incident that they leave.'),
		alerts: alertsArgument,
		target: reference('Incident that they go to.'),
	}),
	output: z.object({
		from: z.string(),
		to: z.string(),
		moved: z.int(),
		alerts: z.array(z.string()),
		note: z.string().optional(),
	}),
	async run(input, context) {
		const [from, to] = await Promise.all([findIncident(input.incident, context), findIncident(input.target, context)]);
		if (from.id === to.id) throw new ToolError({ message: 'The alerts are already in that incident.' });
		const number = numberOf(to);
		if (to.status === 'resolved') {
			throw new ToolError({ message: `${number} is resolved: alerts can only go to an open incident.` });
		}
		const ids = findAlerts(await readAlerts(from.id, context), input.alerts).map(({ id }) => id);
		const areThere = () => haveArrived(to.id, ids, context);
		await changeAlerts(from.id, ids, { incident: referenceTo('incident', to.id) }, areThere, context);
		// The alerts are moved, whether or not the incidents can be read now.
		const read = ({ id }: Incident) => getIncident(context.pagerduty, id).catch(() => undefined);
		const now = (await Promise.all([from, to].map(read))).filter((incident) => incident !== undefined);
		await announceIncidents(now, context);
		return {
			from: numberOf(from),
			to: number,
			moved: ids.length,
			alerts: ids,
			...(now.length < 2 && { note: 'The alerts are moved, but the incidents could not be read again.' }),
		};
	},
});

async function haveArrived(incidentId: string, ids: readonly string[], context: ToolContext): Promise<boolean> {
	const there = new Set((await readAlerts(incidentId, context)).map(({ id }) => id));
	return ids.every((id) => there.has(id));
}
