import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { badArguments, invalidInput, notFound } from '../server/errors.ts';
import type { JsonObject } from '../json.ts';
import type { ServiceDependency } from '../model/service-settings.ts';
import type { Route } from '../server/router.ts';
import { businessDependencyJson, dependencyJson } from '../replies/service-settings.ts';
import { findService, liveServiceId } from './find.ts';

const read = 'services.read';
const write = 'services.write';

/** What services need, and which business services need them. */
export const serviceDependencyRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/service_dependencies/technical_services/{id}',
		operationId: 'getTechnicalServiceServiceDependencies',
		scope: read,
		handle: listDependencies,
	},
	{
		method: 'POST',
		path: '/service_dependencies/associate',
		operationId: 'createServiceDependency',
		scope: write,
		handle: associate,
	},
	{
		method: 'POST',
		path: '/service_dependencies/disassociate',
		operationId: 'deleteServiceDependency',
		scope: write,
		handle: disassociate,
	},
];

const side = z.object({ id: z.string(), type: z.string() });
const relationships = z.object({
	relationships: z.array(z.object({ supporting_service: side, dependent_service: side })).min(1),
});

function listDependencies(call: Call): Reply {
	const { id } = findService(call);
	const { serviceSettings, accountWide } = call.world.store;
	const own = [...serviceSettings.dependencies.values()].filter(
		({ supportingId, dependentId }) => supportingId === id || dependentId === id,
	);
	const business = [...accountWide.businessServices.values()].filter(({ serviceIds }) => serviceIds.includes(id));
	const all = [...own.map(dependencyJson), ...business.map((dependent) => businessDependencyJson(id, dependent.id))];
	return { status: 200, body: { relationships: all } };
}

/** One relationship: whether it is there, how to make it so or not, and how it looks. */
interface Relation {
	readonly exists: boolean;
	add(): JsonObject;
	remove(): JsonObject;
}

/** Makes what is not there yet. */
function associate(call: Call): Reply {
	const made = relations(call).map((relation) => relation.add());
	return { status: 200, body: { relationships: made } };
}

/** All or none: 404 when one is not there. */
function disassociate(call: Call): Reply {
	const wanted = relations(call);
	if (wanted.some(({ exists }) => !exists)) throw notFound();
	return { status: 200, body: { relationships: wanted.map((relation) => relation.remove()) } };
}

function relations(call: Call): Relation[] {
	return call
		.body(relationships)
		.relationships.map(({ supporting_service: supporting, dependent_service: dependent }) => {
			const supportingId = liveServiceId(call, supporting.id);
			return dependent.type === 'business_service'
				? businessRelation(call, supportingId, dependent.id)
				: serviceRelation(call, { supportingId, dependentId: liveServiceId(call, dependent.id) });
		});
}

function serviceRelation(call: Call, wanted: Omit<ServiceDependency, 'id'>): Relation {
	const { dependencies } = call.world.store.serviceSettings;
	if (wanted.supportingId === wanted.dependentId) throw invalidInput('A service cannot depend on itself');
	const known = [...dependencies.values()].find(
		({ supportingId, dependentId }) => supportingId === wanted.supportingId && dependentId === wanted.dependentId,
	);
	const dependency = known ?? { id: call.world.ids.incident(), ...wanted };
	return {
		exists: known !== undefined,
		add() {
			dependencies.set(dependency.id, dependency);
			return dependencyJson(dependency);
		},
		remove() {
			dependencies.delete(dependency.id);
			return dependencyJson(dependency);
		},
	};
}

function businessRelation(call: Call, serviceId: string, businessId: string): Relation {
	const business = call.world.store.accountWide.businessServices.get(businessId);
	if (!business) throw badArguments('Service not found');
	return {
		exists: business.serviceIds.includes(serviceId),
		add() {
			business.serviceIds = [...new Set([...business.serviceIds, serviceId])];
			return businessDependencyJson(serviceId, businessId);
		},
		remove() {
			business.serviceIds = business.serviceIds.filter((id) => id !== serviceId);
			return businessDependencyJson(serviceId, businessId);
		},
	};
}
