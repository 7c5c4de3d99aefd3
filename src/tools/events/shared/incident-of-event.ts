import type { Incident } from '../../../pagerduty/api/incident.ts';
import { listIncidents, type IncidentStatus } from '../../../pagerduty/api/incidents.ts';
import { listMaintenanceWindows } from '../../../pagerduty/api/maintenance-windows.ts';
import type { ToolContext } from '../../core/context.ts';
import { showIncident, type ShownIncident } from '../../shapes/incident.ts';
import { quoted } from '../../text/names.ts';
import { readIfPossible } from '../../writes/send-once.ts';
import type { RoutedService, RoutingTarget } from './event-arguments.ts';

/** What to say of an incident that was looked up for a routing key. */
export const byKeyOnly =
	'A routing key does not tell its service, so the incident was found by its dedup_key alone and may belong to another service.';

/**
 * The newest incident that an event's key opened, in one of `statuses` if given, if there is one already: PagerDuty works
 * events off a moment after it has accepted them. Announces it. A failure to look is no failure of the event.
 */
export async function findIncidentOfEvent(
	target: RoutingTarget,
	dedupKey: string,
	context: ToolContext,
	statuses?: readonly IncidentStatus[],
): Promise<ShownIncident | undefined> {
	const found = await readIfPossible(() => findNewestWithKey(target, dedupKey, context, statuses), context);
	if (!found) return undefined;
	const me = await context.directory.myId(context);
	const shown = showIncident(found, context.clock.now(), me);
	context.changes.announce({ incidents: [shown] });
	return shown;
}

/** operationId: listIncidents */
export async function findNewestWithKey(
	{ service }: RoutingTarget,
	dedupKey: string,
	context: ToolContext,
	statuses?: readonly IncidentStatus[],
): Promise<Incident | undefined> {
	const page = await listIncidents(context.pagerduty, {
		incident_key: dedupKey,
		date_range: 'all',
		sort_by: 'created_at:desc',
		limit: 1,
		...(statuses && { statuses }),
		...(service && { service_ids: [service.id] }),
	});
	return page.items[0];
}

/** Why a service opens no incident now, if its state is why. operationId: listMaintenanceWindows */
export async function readSilence(
	service: RoutedService | undefined,
	context: ToolContext,
): Promise<string | undefined> {
	if (service?.status === 'disabled') return `${quoted(service.name)} is disabled: it opens no incidents.`;
	if (service?.status !== 'maintenance') return undefined;
	const query = { filter: 'ongoing', service_ids: [service.id], limit: 5 } as const;
	const windows = (await readIfPossible(() => listMaintenanceWindows(context.pagerduty, query), context))?.items ?? [];
	const named = windows.map(({ id, description, end_time: end }) => {
		const why = description === undefined ? '' : `${quoted(description)}, `;
		return `${id} (${why}until ${end ?? 'an unknown time'})`;
	});
	const which = named.length > 0 ? `: maintenance window ${named.join(' and ')}` : '';
	return `${quoted(service.name)} is in maintenance, so it opens no incidents${which}.`;
}
