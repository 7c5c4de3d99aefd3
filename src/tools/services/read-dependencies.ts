import * as z from 'zod';
import { listServiceDependencies, type ServiceDependency } from '../../pagerduty/service-dependencies.ts';
import { listServices } from '../../pagerduty/services.ts';
import type { ToolContext } from '../context.ts';
import { nameOf } from '../names.ts';

export const dependencySchema = z.object({
	id: z.string(),
	/** Missing when it could not be found out. */
	name: z.string().optional(),
	kind: z.enum(['service', 'business_service']),
});
type DependencyView = z.output<typeof dependencySchema>;

export const dependenciesSchema = z.object({
	/** What the service needs. */
	depends_on: z.array(dependencySchema),
	/** What needs the service. */
	needed_by: z.array(dependencySchema),
});

/** What a service needs and what needs it. PagerDuty gives ids only: names come from the first page of the services. */
export async function readDependencies(
	serviceId: string,
	context: ToolContext,
): Promise<z.output<typeof dependenciesSchema>> {
	const all = await listServiceDependencies(context.pagerduty, serviceId);
	return named(serviceId, all, context);
}

async function named(serviceId: string, all: readonly ServiceDependency[], context: ToolContext) {
	const page = all.length > 0 ? (await listServices(context.pagerduty, { limit: 100 })).items : [];
	const names = new Map(page.map((service) => [service.id, nameOf(service)]));
	const view = async (side: ServiceDependency['supporting_service']): Promise<DependencyView[]> => {
		if (!side) return [];
		if (side.type?.startsWith('business')) return [{ id: side.id, name: side.summary, kind: 'business_service' }];
		const known = names.get(side.id) ?? side.summary;
		const entry = known
			? undefined
			: await context.directory.resolve('service', side.id, context).catch(() => undefined);
		return [{ id: side.id, name: known ?? entry?.name, kind: 'service' }];
	};
	const needs = all.filter(({ dependent_service: dependent }) => dependent?.id === serviceId);
	const needed = all.filter(({ supporting_service: supporting }) => supporting?.id === serviceId);
	const [depends_on, needed_by] = await Promise.all([
		Promise.all(needs.map(({ supporting_service: side }) => view(side))),
		Promise.all(needed.map(({ dependent_service: side }) => view(side))),
	]);
	return { depends_on: depends_on.flat(), needed_by: needed_by.flat() };
}
