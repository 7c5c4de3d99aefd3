import type { Incident } from '../../pagerduty/incident.ts';
import { listIncidents, type IncidentStatus } from '../../pagerduty/incidents.ts';
import type { ToolContext } from '../context.ts';
import { toIncidentView, type IncidentView } from '../views/incident.ts';
import type { RoutingTarget } from './event-arguments.ts';

/** What to say of an incident that was looked up for a routing key. */
export const byKeyOnly =
	'The incident is matched by dedup_key only, as a routing key does not tell its service: it may be of another one.';

/**
 * The newest incident that an event's key opened, in one of `statuses` if given, if there is one already: PagerDuty works
 * events off a moment after it has accepted them. Announces it. A failure to look is no failure of the event. operationId: listIncidents
 */
export async function incidentOf(
	target: RoutingTarget,
	dedupKey: string,
	context: ToolContext,
	statuses?: readonly IncidentStatus[],
): Promise<IncidentView | undefined> {
	let found: Incident | undefined;
	try {
		const page = await listIncidents(context.pagerduty, {
			incident_key: dedupKey,
			date_range: 'all',
			sort_by: 'created_at:desc',
			limit: 1,
			...(statuses && { statuses }),
			...(target.service && { service_ids: [target.service.id] }),
		});
		found = page.items[0];
	} catch {
		context.signal.throwIfAborted();
		return undefined;
	}
	if (!found) return undefined;
	const me = await context.directory.myId(context);
	const view = toIncidentView(found, context.clock.now(), me);
	context.changes.announce({ incidents: [view] });
	return view;
}
