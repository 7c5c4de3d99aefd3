import {
	listBusinessServiceDependencies,
	type BusinessService,
	type BusinessServiceImpact,
	type Dependency,
} from '../../../pagerduty/api/business-services.ts';
import type { ToolContext } from '../../core/context.ts';
import { nameOfId } from '../../names/name-of-id.ts';
import { nameOf } from '../../text/names.ts';
import { cleanLine, cleanText } from '../../text/untrusted.ts';
import type { ShownBusinessService } from './business-service-shape.ts';

/** A business service with the name of its team. */
export async function showBusinessService(
	service: BusinessService,
	context: ToolContext,
): Promise<ShownBusinessService> {
	const { id, description, point_of_contact: contact, team } = service;
	return {
		id,
		name: nameOf(service),
		description: description && cleanText(description, 500),
		team: team && (team.summary === undefined ? ((await nameOfId('team', team.id, context)) ?? team.id) : nameOf(team)),
		contact: contact && cleanLine(contact, 150),
	};
}

/** What the impact says of a business service. */
export async function showBusinessServiceImpact(
	impact: BusinessServiceImpact,
	context: ToolContext,
): Promise<Pick<ShownBusinessService, 'id' | 'name' | 'impacted' | 'priority'>> {
	const priority = impact.additional_fields?.highest_impacting_priority;
	return {
		id: impact.id,
		name: nameOf(impact),
		impacted: impact.status === 'impacted',
		priority: priority && ((await nameOfId('priority', priority.id, context)) ?? priority.id),
	};
}

/** What a business service needs, and what needs it. operationId: getBusinessServiceServiceDependencies */
export async function readBusinessServiceDependencies(
	id: string,
	context: ToolContext,
): Promise<Pick<ShownBusinessService, 'needs' | 'needed_by'>> {
	const all = await listBusinessServiceDependencies(context.pagerduty, id);
	const [needs, neededBy] = await Promise.all([
		Promise.all(
			all.filter((item) => item.dependent_service?.id === id).map((item) => side(item.supporting_service, context)),
		),
		Promise.all(
			all.filter((item) => item.supporting_service?.id === id).map((item) => side(item.dependent_service, context)),
		),
	]);
	return { needs: needs.flat().sort(), needed_by: neededBy.flat().sort() };
}

/** These references carry no names. */
async function side(service: Dependency['supporting_service'], context: ToolContext): Promise<string[]> {
	if (!service) return [];
	const business = service.type?.startsWith('business') ?? false;
	const name = (await nameOfId(business ? 'business_service' : 'service', service.id, context)) ?? service.id;
	return [`${business ? 'business service' : 'service'} ${name}`];
}
