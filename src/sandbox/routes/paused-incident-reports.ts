import type { Call, Reply } from '../server/call.ts';
import { invalidInput } from '../server/errors.ts';
import type { PausedAlert } from '../orchestrations/model.ts';
import type { Route } from '../server/router.ts';
import { day, formatTime } from '../time.ts';
import { find } from './find.ts';

/** What became of alerts that had to wait. */
export const pausedIncidentReportRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/paused_incident_reports/counts',
		operationId: 'getPausedIncidentReportCounts',
		scope: 'incidents.read',
		handle: count,
	},
];

const furthest = 184 * day;
const causes: readonly (string | undefined)[] = ['auto_pause', 'rules', undefined];

/** 400 for what is longer ago than six months. */
function count(call: Call): Reply {
	const { query, world, replyOptions } = call;
	const span = query.span(replyOptions.zone, world.clock.ms - 30 * day, 30 * day);
	if (span.start < world.clock.ms - furthest) throw invalidInput('Since must be within the last 6 months.');
	const by = query.text('suspended_by');
	if (!causes.includes(by)) throw invalidInput('Suspended by is invalid.');
	const service = query.text('service_id');
	if (service !== undefined) find(world.store.services, service);
	const paused = world.store.orchestrations.paused
		.filter(({ at }) => at >= span.start && at < span.end)
		.filter((alert) => (!by || alert.by === by) && (!service || alert.serviceId === service));
	const of = (outcome: PausedAlert['outcome']) => paused.filter((alert) => alert.outcome === outcome).length;
	const counts = {
		since: formatTime(span.start, replyOptions.zone),
		until: formatTime(span.end, replyOptions.zone),
		paused_count: paused.length,
		triggered_after_pause_count: of('triggered'),
		resolved_after_pause_count: of('resolved'),
	};
	return { status: 200, body: { paused_incident_reporting_counts: counts } };
}
