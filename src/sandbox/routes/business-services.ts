import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import type { JsonObject } from '../json.ts';
import type { Incident } from '../model/model.ts';
import type { BusinessService } from '../model/account-wide.ts';
import { page } from '../server/paging.ts';
import type { Route } from '../server/router.ts';
import type { World } from '../model/world.ts';
import { businessServiceJson } from '../replies/account-wide.ts';
import { byName, find, findIncident } from './find.ts';

const read = 'services.read';

/** Business services: what they need, and what hurts them. */
export const businessServiceRoutes: readonly Route[] = [
	{ method: 'GET', path: '/business_services', operationId: 'listBusinessServices', scope: read, handle: list },
	{ method: 'GET', path: '/business_services/{id}', operationId: 'getBusinessService', scope: read, handle: get },
	{
		method: 'GET',
		path: '/business_services/impacts',
		operationId: 'getBusinessServiceImpacts',
		scope: read,
		handle: listImpacts,
	},
	{
		method: 'GET',
		path: '/service_dependencies/business_services/{id}',
		operationId: 'getBusinessServiceServiceDependencies',
		scope: read,
		handle: listDependencies,
	},
	{
		method: 'GET',
		path: '/incidents/{id}/business_services/impacts',
		operationId: 'getIncidentImpactedBusinessServices',
		scope: 'incidents.read',
		handle: listOfIncident,
	},
	{
		method: 'PUT',
		path: '/incidents/{id}/business_services/{business_service_id}/impacts',
		operationId: 'putIncidentManualBusinessServiceAssociation',
		scope: 'incidents.write',
		handle: setImpact,
	},
];

function list(call: Call): Reply {
	const { query, world } = call;
	const services = byName(world.store.accountWide.businessServices.values(), undefined);
	return {
		status: 200,
		body: page(query, 'business_services', services, (service) => businessServiceJson(world, service)),
	};
}

function get(call: Call): Reply {
	const service = find(call.world.store.accountWide.businessServices, call.param('id'));
	return { status: 200, body: { business_service: businessServiceJson(call.world, service) } };
}

/** Impacted ones first. */
function listImpacts(call: Call): Reply {
	const { query, world } = call;
	const ids = query.filter('ids');
	const fields = query.filter('additional_fields');
	const impacting = openIncidents(world);
	const services = byName(world.store.accountWide.businessServices.values(), undefined).filter(
		({ id }) => !ids || ids.has(id),
	);
	const rows = services
		.map((service) => ({ service, by: impacting.filter((incident) => impacts(world, incident, service)) }))
		.sort((a, b) => Number(b.by.length > 0) - Number(a.by.length > 0));
	return {
		status: 200,
		body: {
			limit: 200,
			more: false,
			services: rows.slice(0, 200).map(({ service, by }) => ({
				...impactJson(service, by.length > 0),
				...(fields?.has('services.highest_impacting_priority') && { additional_fields: highest(world, by) }),
			})),
			...(fields?.has('total_impacted_count') && {
				additional_fields: { total_impacted_count: rows.filter(({ by }) => by.length > 0).length },
			}),
		},
	};
}

function listDependencies(call: Call): Reply {
	const { businessServices } = call.world.store.accountWide;
	const service = find(businessServices, call.param('id'));
	const relation = (supporting: JsonObject, dependent: JsonObject): JsonObject => ({
		id: `D${String(supporting['id'])}${String(dependent['id'])}`,
		type: 'service_dependency',
		supporting_service: supporting,
		dependent_service: dependent,
	});
	const business = (id: string) => ({ id, type: 'business_service_reference' });
	const dependents = [...businessServices.values()].filter(({ businessServiceIds: needs }) =>
		needs.includes(service.id),
	);
	const relationships = [
		...service.serviceIds.map((id) => relation({ id, type: 'technical_service_reference' }, business(service.id))),
		...service.businessServiceIds.map((id) => relation(business(id), business(service.id))),
		...dependents.map(({ id }) => relation(business(service.id), business(id))),
	];
	return { status: 200, body: { relationships } };
}

function listOfIncident(call: Call): Reply {
	const { world } = call;
	const incident = findIncident(call);
	const services = byName(world.store.accountWide.businessServices.values(), undefined).filter((service) =>
		impacts(world, incident, service),
	);
	const body = { limit: 100, next_cursor: null, services: services.map((service) => impactJson(service, true)) };
	return { status: 200, body };
}

function setImpact(call: Call): Reply {
	const { accountWide } = call.world.store;
	const incident = findIncident(call);
	const service = find(accountWide.businessServices, call.param('business_service_id'));
	const { relation } = call.body(z.object({ relation: z.enum(['impacted', 'not_impacted']) }));
	accountWide.manualImpacts.set(`${incident.id} ${service.id}`, relation === 'impacted');
	return { status: 200, body: { relation } };
}

function impactJson({ id, name }: BusinessService, impacted: boolean): JsonObject {
	return { id, name, type: 'business_service', status: impacted ? 'impacted' : 'not_impacted' };
}

function highest(world: World, incidents: readonly Incident[]): JsonObject {
	const order = [...world.store.priorities.keys()];
	const [id] = incidents
		.flatMap(({ priorityId }) => priorityId ?? [])
		.sort((a, b) => order.indexOf(a) - order.indexOf(b));
	return { ...(id !== undefined && { highest_impacting_priority: { id, order: (order.indexOf(id) + 1) * 64 } }) };
}

function openIncidents(world: World): Incident[] {
	return world.store.incidents.filter(({ status }) => status !== 'resolved');
}

/** Said by people, or else an open P1 or P2 of a service that it needs, directly or not. */
function impacts(world: World, incident: Incident, service: BusinessService): boolean {
	if (incident.status === 'resolved') return false;
	const said = world.store.accountWide.manualImpacts.get(`${incident.id} ${service.id}`);
	if (said !== undefined) return said;
	const severe = [...world.store.priorities.keys()].slice(0, 2);
	return severe.includes(incident.priorityId ?? '') && needs(world, service).has(incident.serviceId);
}

function needs(world: World, service: BusinessService, seen = new Set<string>()): ReadonlySet<string> {
	for (const id of service.serviceIds) seen.add(id);
	for (const id of service.businessServiceIds) {
		const supporting = world.store.accountWide.businessServices.get(id);
		if (supporting && !seen.has(id)) needs(world, supporting, seen.add(id));
	}
	return seen;
}
