import type { Call, Reply } from '../server/call.ts';
import { ApiError, notFound } from '../server/errors.ts';
import type { JsonObject } from '../json.ts';
import type { Incident } from '../model/model.ts';
import type { Route } from '../server/router.ts';
import { day, formatTime, hour } from '../time.ts';
import { selfUrl } from '../replies/references.ts';
import { findIncident } from './find.ts';

const scope = 'incidents.read';

/** Incidents like another one, and how unusual it is for its service. */
export const relatedIncidentRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/incidents/{id}/past_incidents',
		operationId: 'getPastIncidents',
		scope,
		handle: listPast,
	},
	{
		method: 'GET',
		path: '/incidents/{id}/related_incidents',
		operationId: 'getRelatedIncidents',
		scope,
		handle: listRelated,
	},
	{
		method: 'GET',
		path: '/incidents/{id}/outlier_incident',
		operationId: 'getOutlierIncident',
		scope,
		handle: outlier,
	},
];

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
	const dependencies = [...call.world.store.serviceSettings.dependencies.values()].filter(
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
	return { id, type: 'technical_service_reference', self: selfUrl(`services/${id}`) };
}

function briefIncident(incident: Incident): Record<string, string> {
	return {
		id: incident.id,
		created_at: formatTime(incident.createdAt),
		self: selfUrl(`incidents/${incident.id}`),
		title: incident.title,
	};
}

/** The share of words two titles have in common, 0 to 1; numbers say nothing. */
function likeness(a: string, b: string): number {
	const words = (text: string) => new Set(text.toLowerCase().match(/[a-z]{3,}/g) ?? []);
	const [left, right] = [words(a), words(b)];
	const shared = [...left].filter((word) => right.has(word)).length;
	return shared / Math.max(1, left.size, right.size);
}

/** Counts incidents of the service within four months whose titles are alike; there is no answer for routine ones. */
function outlier(call: Call): Reply {
	const { world, query } = call;
	const incident = findIncident(call);
	const since = query.time('since', 'UTC') ?? incident.createdAt - 120 * day;
	const all = world.store.incidents.filter(
		({ serviceId, createdAt }) =>
			serviceId === incident.serviceId && createdAt >= since && createdAt <= incident.createdAt,
	);
	const count = all.filter(({ title }) => likeness(title, incident.title) >= 0.5).length;
	const frequency = Math.round((count / Math.max(1, all.length)) * 100) / 100;
	const category = count <= 1 ? 'novel' : frequency < 0.1 ? 'rare' : undefined;
	if (!category) throw notFound();
	const occurrence = { count, frequency, category, since: formatTime(since), until: formatTime(incident.createdAt) };
	const template = {
		id: `P${incident.id.slice(1, 7)}`,
		cluster_id: `P${incident.serviceId.slice(1)}`,
		mined_text: incident.title.replace(/\d+(\.\d+)?/g, '<NUMBER>'),
	};
	return {
		status: 200,
		body: { outlier_incident: { incident: { ...briefIncident(incident), occurrence }, incident_template: template } },
	};
}
