import * as z from 'zod';
import { maybe, text } from './fields.ts';
import { whole } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { reference } from './reference.ts';

/** `supporting` is what `dependent` needs. The references carry no names. */
export const serviceDependency = z.object({
	id: text(),
	supporting_service: maybe(reference),
	dependent_service: maybe(reference),
});
export type ServiceDependency = z.output<typeof serviceDependency>;

export type DependencyKind = 'service' | 'business_service';

interface Side {
	readonly id: string;
	readonly type: DependencyKind;
}

export interface DependencyInput {
	readonly supporting_service: Side;
	readonly dependent_service: Side;
}

const reply = whole('relationships', serviceDependency);

/** The direct dependencies of a service, both ways. operationId: getTechnicalServiceServiceDependencies */
export function listServiceDependencies(pd: PagerDutyApi, serviceId: string): Promise<ServiceDependency[]> {
	return pd.request({
		operationId: 'getTechnicalServiceServiceDependencies',
		method: 'GET',
		path: ['service_dependencies', 'technical_services', serviceId],
		reply,
	});
}

/** Never sent twice. operationId: createServiceDependency */
export function addServiceDependencies(
	pd: PagerDutyApi,
	relationships: readonly DependencyInput[],
): Promise<ServiceDependency[]> {
	return pd.request({
		operationId: 'createServiceDependency',
		method: 'POST',
		path: ['service_dependencies', 'associate'],
		body: { relationships },
		reply,
	});
}

/** Never sent twice. operationId: deleteServiceDependency */
export function removeServiceDependencies(
	pd: PagerDutyApi,
	relationships: readonly DependencyInput[],
): Promise<ServiceDependency[]> {
	return pd.request({
		operationId: 'deleteServiceDependency',
		method: 'POST',
		path: ['service_dependencies', 'disassociate'],
		body: { relationships },
		reply,
	});
}
