import type { Call, Reply } from '../server/call.ts';
import { questionOf, select, type Question } from '../analytics/filters.ts';
import { factsOf } from '../analytics/facts.ts';
import { inOrder, metricRows, type Grouping } from '../analytics/metrics.ts';
import { rawIncident } from '../analytics/raw.ts';
import { responderIncidentRows, responderRows } from '../analytics/responders.ts';
import { responseRows } from '../analytics/responses.ts';
import { invalidInput } from '../server/errors.ts';
import type { JsonObject } from '../json.ts';
import type { Route } from '../server/router.ts';
import { find, findIncident } from './find.ts';

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
	{
		method: 'GET',
		path: '/analytics/raw/incidents/{id}/responses',
		operationId: 'getAnalyticsIncidentResponsesById',
		scope: 'analytics.read',
		handle: listResponses,
	},
	{
		method: 'POST',
		path: '/analytics/raw/responders/{responder_id}/incidents',
		operationId: 'getAnalyticsResponderIncidents',
		scope,
		handle: listOfResponder,
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

/** What the request may ask for stands in the body of a GET, which nobody can send: these are the defaults. */
function listResponses(call: Call): Reply {
	const incident = findIncident(call);
	const [limit, order, time_zone] = [100, 'desc', 'Etc/UTC'];
	const responses = responseRows(call.world, incident, time_zone).slice(0, limit);
	return {
		status: 200,
		body: { incident_id: incident.id, limit, order, order_by: 'requested_at', time_zone, responses },
	};
}

function listRaw(call: Call): Reply {
	const question = questionOf(call, { scoped: true });
	const { filters, time_zone, order, limit } = question;
	const by = question.order_by ?? 'created_at';
	if (by !== 'created_at' && by !== 'seconds_to_resolve') throw invalidInput('order_by is invalid');
	const rows = select(call, question).map((facts) => rawIncident(call.world, facts, time_zone));
	const { more, ...page } = cursorPage(rows, question, by, 'id');
	return { status: 200, body: { limit, more, order, order_by: by, filters, time_zone, ...page } };
}

/** Does not say whether there are more. */
function listOfResponder(call: Call): Reply {
	const user = find(call.world.store.users, call.param('responder_id'));
	const question = questionOf(call, { scoped: false });
	const { filters, time_zone, order, limit } = question;
	const by = question.order_by ?? 'incident_created_at';
	if (by !== 'incident_created_at') throw invalidInput('order_by is invalid');
	const rows = responderIncidentRows(call.world, user, select(call, question), time_zone);
	const { first, last, data } = cursorPage(rows, question, by, 'incident_id');
	return {
		status: 200,
		body: { first, last, responder_id: user.id, limit, order, order_by: by, time_zone, filters, data },
	};
}

/** Cursors are ids of incidents. */
function cursorPage(
	unsorted: readonly JsonObject[],
	{ order, limit, starting_after: after, ending_before: before }: Question,
	by: string,
	key: string,
) {
	const rows = unsorted.toSorted(inOrder(order, key)).sort(inOrder(order, by));
	const place = (id: string) => {
		const index = rows.findIndex((row) => row[key] === id);
		if (index < 0) throw invalidInput('The cursor is invalid');
		return index;
	};
	const end = before === undefined ? rows.length : place(before);
	const start = after === undefined ? (before === undefined ? 0 : Math.max(0, end - limit)) : place(after) + 1;
	const data = rows.slice(start, Math.min(end, start + limit));
	const more = before === undefined ? start + data.length < rows.length : start > 0;
	return { first: data[0]?.[key] ?? '', last: data.at(-1)?.[key] ?? '', more, data };
}
