import type { Call, Reply } from '../server/call.ts';
import { invalidInput, notFound } from '../server/errors.ts';
import type { ChangeEvent, Service } from '../model/model.ts';
import { page } from '../server/paging.ts';
import type { Route } from '../server/router.ts';
import { required } from '../model/store.ts';
import { day, hour } from '../time.ts';
import { changeEventJson } from '../replies/timeline.ts';
import { findIncident, findService, overlaps } from './find.ts';

/** Change events, and those that may have to do with an incident. */
export const changeEventRoutes: readonly Route[] = [
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

function changesOf(call: Call, service: Service): ChangeEvent[] {
	return call.world.store.changeEvents.filter(({ serviceIds }) => serviceIds.includes(service.id));
}

function teamsOf(call: Call, event: ChangeEvent): string[] {
	return event.serviceIds.flatMap((id) => required(call.world.store.services, id).teamIds);
}
