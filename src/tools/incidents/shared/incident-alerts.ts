import {
	listIncidentAlerts,
	updateIncidentAlert,
	updateIncidentAlerts,
	type Alert,
	type AlertUpdate,
} from '../../../pagerduty/api/alerts.ts';
import { references } from '../../core/arguments.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { readWhole } from '../../lists/read-all.ts';
import { sendOnce } from '../../writes/send-once.ts';

/** PagerDuty changes at most this many alerts at once. */
export const mostAlerts = 250;

export const alertsArgument = references(`At most ${mostAlerts} alert ids.`, mostAlerts);

/** All alerts of an incident, newest first. operationId: listIncidentAlerts */
export function readAlerts(incidentId: string, context: ToolContext): Promise<Alert[]> {
	return readWhole((at) => listIncidentAlerts(context.pagerduty, incidentId, { ...at, sort_by: 'created_at:desc' }));
}

/** The alerts with these ids, each once. @throws {ToolError} for ids that the incident has no alert for. */
export function findAlerts(alerts: readonly Alert[], ids: readonly string[]): Alert[] {
	const byId = new Map(alerts.map((alert) => [alert.id, alert]));
	const wanted = [...new Set(ids)];
	const missing = wanted.filter((id) => !byId.has(id));
	if (missing.length > 0) {
		throw new ToolError({
			message: `The incident has no alert ${missing.slice(0, 5).join(', ')}.`,
			next: 'Look the ids up with list_incident_alerts.',
		});
	}
	return wanted.flatMap((id) => byId.get(id) ?? []);
}

/**
 * Changes alerts of an incident in one request; if no answer comes, `isMade` decides. Many alerts share a request, a single
 * one has an operation of its own. operationId: updateIncidentAlert, updateIncidentAlerts
 */
export async function changeAlerts(
	incidentId: string,
	ids: readonly string[],
	update: AlertUpdate,
	isMade: () => Promise<boolean>,
	context: ToolContext,
): Promise<void> {
	const { pagerduty } = context;
	const [first, ...others] = ids;
	if (first === undefined) return;
	await sendOnce(
		{
			send: async () => {
				if (others.length === 0) await updateIncidentAlert(pagerduty, incidentId, first, update);
				else
					await updateIncidentAlerts(
						pagerduty,
						incidentId,
						ids.map((id) => ({ ...update, id })),
					);
				return true;
			},
			find: async () => (await isMade()) || undefined,
			missing: 'Not all of these alerts show the change now.',
		},
		context,
	);
}
