import * as z from 'zod';
import { id, maybe, text } from './fields.ts';
import { cursorPage, page, single, whole, type CursorPage, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { reference } from './reference.ts';

/** Something the business does for its customers, carried by technical services. */
const businessService = reference.extend({
	name: text(),
	description: text(),
	point_of_contact: text(),
	team: maybe(reference),
});
export type BusinessService = z.output<typeof businessService>;

/** Whether incidents hurt a business service now. */
const businessServiceImpact = z.object({
	id,
	name: text(),
	status: text(),
	additional_fields: maybe(z.object({ highest_impacting_priority: maybe(z.object({ id })) })),
});
export type BusinessServiceImpact = z.output<typeof businessServiceImpact>;

/** One service needs another. */
export const dependency = z.object({
	supporting_service: maybe(reference),
	dependent_service: maybe(reference),
});
export type Dependency = z.output<typeof dependency>;

/** One page of business services. operationId: listBusinessServices */
export function listBusinessServices(pd: PagerDutyApi, query: PageQuery = {}): Promise<Page<BusinessService>> {
	return pd.request({
		operationId: 'listBusinessServices',
		method: 'GET',
		path: ['business_services'],
		query: { ...query },
		reply: page('business_services', businessService),
	});
}

/** operationId: getBusinessService */
export function getBusinessService(pd: PagerDutyApi, id: string): Promise<BusinessService> {
	return pd.request({
		operationId: 'getBusinessService',
		method: 'GET',
		path: ['business_services', id],
		reply: single('business_service', businessService),
	});
}

/** The most impacted business services, 200 at most, or those with the given ids. operationId: getBusinessServiceImpacts */
export function listBusinessServiceImpacts(
	pd: PagerDutyApi,
	ids?: readonly string[],
): Promise<Page<BusinessServiceImpact>> {
	return pd.request({
		operationId: 'getBusinessServiceImpacts',
		method: 'GET',
		path: ['business_services', 'impacts'],
		query: { additional_fields: ['services.highest_impacting_priority'], ...(ids && { ids }) },
		reply: page('services', businessServiceImpact),
	});
}

/** The business services that an incident impacts. operationId: getIncidentImpactedBusinessServices */
export function listImpactsOfIncident(
	pd: PagerDutyApi,
	incidentId: string,
): Promise<CursorPage<BusinessServiceImpact>> {
	return pd.request({
		operationId: 'getIncidentImpactedBusinessServices',
		method: 'GET',
		path: ['incidents', incidentId, 'business_services', 'impacts'],
		reply: cursorPage('services', businessServiceImpact),
	});
}

/** What a business service needs and what needs it, one step away. operationId: getBusinessServiceServiceDependencies */
export function listBusinessServiceDependencies(pd: PagerDutyApi, id: string): Promise<Dependency[]> {
	return pd.request({
		operationId: 'getBusinessServiceServiceDependencies',
		method: 'GET',
		path: ['service_dependencies', 'business_services', id],
		reply: whole('relationships', dependency),
	});
}

/** Says whether an incident impacts a business service, and gives what holds then. operationId: putIncidentManualBusinessServiceAssociation */
export function setIncidentImpact(
	pd: PagerDutyApi,
	incidentId: string,
	businessServiceId: string,
	relation: 'impacted' | 'not_impacted',
): Promise<string | undefined> {
	return pd.request({
		operationId: 'putIncidentManualBusinessServiceAssociation',
		method: 'PUT',
		path: ['incidents', incidentId, 'business_services', businessServiceId, 'impacts'],
		body: { relation },
		reply: z.object({ relation: text() }).transform((reply) => reply.relation),
	});
}
