import type { Call, Reply } from '../server/call.ts';
import { ApiError, invalidInput, notFound } from '../server/errors.ts';
import type { JsonObject } from '../json.ts';
import type { ChangeEvent, Incident, Service } from '../model/model.ts';
import { page } from '../server/paging.ts';
import type { Route } from '../server/router.ts';
import { required } from '../model/store.ts';
import { day, formatTime, hour } from '../time.ts';
import { changeEventJson } from '../replies/timeline.ts';
import { self } from '../replies/references.ts';
import { findIncident, findService, overlaps } from './find.ts';

/** What helps to understand an incident: changes, and incidents like it. */
export const contextRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/change_events',
		operationId: 'listChangeEvents',
		scope: 'change_events.read',
		handle: (call) => listChanges(call, call.world.store.changeEvents),
	},
	{
		method: 'GET',
		path: '/change_events/{id}',
		operationId: 'getChangeEvent',
		scope: 'change_events.read',
		handle(call) {
			const event = call.world.store.changeEvents.find(({ id }) => id === call.param('id'));
			if (!event || call.world.clock.ms - event.at > 90 * day) throw notFound();
			return { status: 200, body: { change_event: changeEventJson(event) } };
		},
	},
	{
		method: 'GET',
		path: '/services/{id}/change_events',
		operationId: 'listServiceChangeEvents',
		scope: 'services.read',
		handle(call) {
			const service = findService(call);
			return listChanges(call, changesOf(call, service));
		},
	},
	{
		method: 'GET',
		path: '/incidents/{id}/related_change_events',
		operationId: 'listIncidentRelatedChangeEvents',
		scope: 'incidents.read',
		handle: listRelatedChanges,
	},
	{
		method: 'GET',
		path: '/incidents/{id}/past_incidents',
		operationId: 'getPastIncidents',
		scope: 'incidents.read',
		handle: listPast,
	},
	{
		method: 'GET',
		path: '/incidents/{id}/related_incidents',
		operationId: 'getRelatedIncidents',
		scope: 'incidents.read',
		handle: listRelated,
	},
];

/** Newest first, kept for 90 days; times must be in UTC. */
function listChanges(call: Call, events: readonly ChangeEvent[]): Reply {
	const { query, world } = call;
	const now = world.clock.ms;
	for (const name of ['since', 'until']) {
		const text = query.text(name);
		if (text !== undefined && !text.endsWith('Z')) throw invalidInput(`${name} must be in UTC`);
	}
	const { since = now - 90 * day, until = Infinity } = query.range('UTC');
	const teams = query.filter('team_ids');
	const integrations = query.filter('integration_ids');
	const wanted = events
		.filter(({ at }) => at >= Math.max(since, now - 90 * day) && at <= until)
		.filter(({ integrationId }) => !integrations || integrations.has(integrationId ?? ''))
		.filter((event) => overlaps(teams, teamsOf(call, event)))
		.reverse();
	return { status: 200, body: page(query, 'change_events', wanted, changeEventJson) };
}

/** Changes to the incident's service in the day before it, then those to other services in the two hours before. */
function listRelatedChanges(call: Call): Reply {
	const incident = findIncident(call);
	const limit = call.query.count('limit') ?? 10;
	const before = call.world.store.changeEvents.filter(({ at }) => at <= incident.createdAt).reverse();
	const own = before
		.filter((event) => event.serviceIds.includes(incident.serviceId) && incident.createdAt - event.at <= day)
		.map((event) => ({ ...changeEventJson(event), correlation_reason: { reason: 'most_recent' } }));
	const others = before
		.filter((event) => !event.serviceIds.includes(incident.serviceId) && incident.createdAt - event.at <= 2 * hour)
		.map((event) => ({ ...changeEventJson(event), correlation_reason: { reason: 'related_service' } }));
	return {
		status: 200,
		body: { change_events: [...own, ...others].slice(0, limit), limit: null, offset: null, total: null, more: false },
	};
}

/** Resolved incidents of the same service within six months whose titles share words, best first. */
function listPast(call: Call): Reply {
	const incident = findIncident(call);
	const limit = call.query.count('limit') ?? 5;
	if (limit < 1 || limit > 999) throw new ApiError(400, 'Invalid Input Provided', 2001, ['limit is invalid.']);
	const scored = call.world.store.incidents
		.filter((other) => other.serviceId === incident.serviceId && other.status === 'resolved' && other !== incident)
		.filter((other) => other.createdAt <= incident.createdAt && incident.createdAt - other.createdAt < 184 * day)
		.map((other) => ({ other, score: likeness(incident.title, other.title) }))
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score || b.other.createdAt - a.other.createdAt);
	return {
		status: 200,
		body: {
			past_incidents: scored
				.slice(0, limit)
				.map(({ other, score }) => ({ incident: briefIncident(other), score: Math.round(score * 1_000_000) / 10_000 })),
			total: call.query.flag('total') ? scored.length : null,
			limit,
		},
	};
}

/** Open incidents of other services that began within the hour and may have the same cause, the most recent 20. */
function listRelated(call: Call): Reply {
	const incident = findIncident(call);
	const related = call.world.store.incidents
		.filter((other) => other.status !== 'resolved' && other.serviceId !== incident.serviceId)
		.filter((other) => Math.abs(other.createdAt - incident.createdAt) <= hour)
		.map((other) => ({ incident: briefIncident(other), relationships: relationships(call, incident, other) }))
		.filter((other) => other.relationships.length > 0)
		.slice(-20)
		.reverse();
	return { status: 200, body: { related_incidents: related } };
}

/** From here on two titles count as alike. */
const alike = 0.3;

/** Why two open incidents may have the same cause: like titles, or a service that needs the other one. */
function relationships(call: Call, one: Incident, other: Incident): JsonObject[] {
	const dependencies = [...call.world.store.settings.dependencies.values()].filter(
		({ supportingId, dependentId }) =>
			[supportingId, dependentId].includes(one.serviceId) && [supportingId, dependentId].includes(other.serviceId),
	);
	const likely = {
		type: 'machine_learning_inferred',
		metadata: {
			grouping_classification: 'similar_contents',
			user_feedback: { positive_feedback_count: 0, negative_feedback_count: 0 },
		},
	};
	return [
		...(likeness(one.title, other.title) >= alike ? [likely] : []),
		...dependencies.map(({ supportingId, dependentId }) => ({
			type: 'service_dependency',
			metadata: { dependent_services: technical(dependentId), supporting_services: technical(supportingId) },
		})),
	];
}

function technical(id: string): JsonObject {
	return { id, type: 'technical_service_reference', self: self(`services/${id}`) };
}

function briefIncident(incident: Incident): Record<string, string> {
	return {
		id: incident.id,
		created_at: formatTime(incident.createdAt),
		self: self(`incidents/${incident.id}`),
		title: incident.title,
	};
}

/** The share of words two titles have in common, 0 to 1; numbers say nothing. */
export function likeness(a: string, b: string): number {
	const words = (text: string) => new Set(text.toLowerCase().match(/[a-z]{3,}/g) ?? []);
	const [left, right] = [words(a), words(b)];
	const shared = [...left].filter((word) => right.has(word)).length;
	return shared / Math.max(1, left.size, right.size);
}

function changesOf(call: Call, service: Service): ChangeEvent[] {
	return call.world.store.changeEvents.filter(({ serviceIds }) => serviceIds.includes(service.id));
}

function teamsOf(call: Call, event: ChangeEvent): string[] {
	return event.serviceIds.flatMap((id) => required(call.world.store.services, id).teamIds);
}
