import type { Call, Reply } from '../call.ts';
import { questionOf, select } from '../analytics/filters.ts';
import { factsOf } from '../analytics/facts.ts';
import { compare, metricRows, type Grouping } from '../analytics/metrics.ts';
import { rawIncident } from '../analytics/raw.ts';
import { responderRows } from '../analytics/responders.ts';
import { invalidInput } from '../errors.ts';
import type { Route } from '../router.ts';
import { findIncident } from './find.ts';

// They only read, but that is the scope.
const scope = 'analytics.write';

/** Figures computed from the incidents' timelines at the moment of asking; PagerDuty's own lag up to a day behind. */
export const analyticsRoutes: readonly Route[] = [
	incidentMetrics('/analytics/metrics/incidents/all', 'getAnalyticsMetricsIncidentsAll', 'all'),
	incidentMetrics('/analytics/metrics/incidents/services', 'getAnalyticsMetricsIncidentsService', 'service'),
	incidentMetrics('/analytics/metrics/incidents/teams', 'getAnalyticsMetricsIncidentsTeam', 'team'),
	incidentMetrics(
		'/analytics/metrics/incidents/escalation_policies',
		'getAnalyticsMetricsIncidentsEscalationPolicy',
		'escalation_policy',
	),
	responderMetrics('/analytics/metrics/responders/all', 'getAnalyticsMetricsRespondersAll', false),
	responderMetrics('/analytics/metrics/responders/teams', 'getAnalyticsMetricsRespondersTeam', true),
	{ method: 'POST', path: '/analytics/raw/incidents', operationId: 'getAnalyticsIncidents', scope, handle: listRaw },
	{
		method: 'GET',
		path: '/analytics/raw/incidents/{id}',
		operationId: 'getAnalyticsIncidentsById',
		scope: 'analytics.read',
		handle: getRaw,
	},
];

function incidentMetrics(path: string, operationId: string, grouping: Grouping): Route {
	const handle = (call: Call): Reply => {
		const question = questionOf(call, { scoped: true });
		const { filters, time_zone, order, order_by = 'total_incident_count', aggregate_unit = null } = question;
		const data = metricRows(call.world, select(call, question), grouping, question);
		return { status: 200, body: { data, filters, time_zone, order, order_by, aggregate_unit } };
	};
	return { method: 'POST', path, operationId, scope, handle };
}

function responderMetrics(path: string, operationId: string, perTeam: boolean): Route {
	const handle = (call: Call): Reply => {
		const question = questionOf(call, { scoped: false });
		const { filters, time_zone, order, order_by = 'total_incident_count' } = question;
		const data = responderRows(call.world, select(call, question), perTeam, question);
		return { status: 200, body: { data, filters, time_zone, order, order_by } };
	};
	return { method: 'POST', path, operationId, scope, handle };
}

/** The object itself, without a name around it. */
function getRaw(call: Call): Reply {
	const facts = factsOf(call.world, findIncident(call));
	return { status: 200, body: rawIncident(call.world, facts, 'Etc/UTC') };
}

/** Cursors are ids of incidents. */
function listRaw(call: Call): Reply {
	const question = questionOf(call, { scoped: true });
	const { filters, time_zone, order, limit, starting_after: after, ending_before: before } = question;
	const by = question.order_by ?? 'created_at';
	if (by !== 'created_at' && by !== 'seconds_to_resolve') throw invalidInput('order_by is invalid');
	const sign = order === 'asc' ? 1 : -1;
	const rows = select(call, question)
		.map((facts) => rawIncident(call.world, facts, time_zone))
		.sort((a, b) => sign * (compare(a[by], b[by]) || compare(a['id'], b['id'])));
	const place = (id: string) => {
		const index = rows.findIndex((row) => row['id'] === id);
		if (index < 0) throw invalidInput('The cursor is invalid');
		return index;
	};
	const end = before === undefined ? rows.length : place(before);
	const start = after === undefined ? (before === undefined ? 0 : Math.max(0, end - limit)) : place(after) + 1;
	const data = rows.slice(start, Math.min(end, start + limit));
	const more = before === undefined ? start + data.length < rows.length : start > 0;
	const first = data[0]?.['id'] ?? '';
	const last = data.at(-1)?.['id'] ?? '';
	return { status: 200, body: { first, last, limit, more, order, order_by: by, filters, time_zone, data } };
}
