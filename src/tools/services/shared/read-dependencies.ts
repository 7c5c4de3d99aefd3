import * as z from 'zod';
import { listBusinessServices } from '../../../pagerduty/api/business-services.ts';
import { listServiceDependencies } from '../../../pagerduty/api/service-dependencies.ts';
import { listServices } from '../../../pagerduty/api/services.ts';
import type { ToolContext } from '../../core/context.ts';
import { nameOf } from '../../text/names.ts';

export const dependencySchema = z.object({
	id: z.string(),
	/** Missing when it could not be found out. */
	name: z.string().optional(),
	kind: z.enum(['service', 'business_service']),
});
type ShownDependency = z.output<typeof dependencySchema>;

export const dependenciesSchema = z.object({
	/** What the service needs. */
	depends_on: z.array(dependencySchema),
	/** What needs the service. */
	needed_by: z.array(dependencySchema),
});

interface Side {
	readonly id: string;
	readonly type: string | undefined;
	readonly summary?: string | undefined;
}

interface Dependency {
	readonly supporting_service: Side | undefined;
	readonly dependent_service: Side | undefined;
}

/** What a service needs and what needs it. PagerDuty gives ids only: names come from the first page of each list. */
export async function readDependencies(
	serviceId: string,
	context: ToolContext,
): Promise<z.output<typeof dependenciesSchema>> {
	const all = await listServiceDependencies(context.pagerduty, serviceId);
	return nameDependencies(serviceId, all, context);
}

export async function nameDependencies(
	serviceId: string,
	all: readonly Dependency[],
	context: ToolContext,
): Promise<z.output<typeof dependenciesSchema>> {
	const { pagerduty, directory } = context;
	const sides = all
		.flatMap((one) => [one.supporting_service, one.dependent_service])
		.filter((side) => side !== undefined);
	const [services, business] = await Promise.all([
		sides.length > 0 ? listServices(pagerduty, { limit: 100 }).catch(() => undefined) : undefined,
		sides.some(isBusiness) ? listBusinessServices(pagerduty, { limit: 100 }).catch(() => undefined) : undefined,
	]);
	const listed = [...(services?.items ?? []), ...(business?.items ?? [])];
	const names = new Map(listed.map((service) => [service.id, nameOf(service)]));
	const show = async (side: Side | undefined): Promise<ShownDependency[]> => {
		if (!side) return [];
		const kind = isBusiness(side) ? ('business_service' as const) : ('service' as const);
		const known = names.get(side.id) ?? side.summary;
		const entry = known ? undefined : await directory.resolve(kind, side.id, context).catch(() => undefined);
		return [{ id: side.id, name: known ?? entry?.name, kind }];
	};
	const needs = all.filter(({ dependent_service: dependent }) => dependent?.id === serviceId);
	const needed = all.filter(({ supporting_service: supporting }) => supporting?.id === serviceId);
	const [depends_on, needed_by] = await Promise.all([
		Promise.all(needs.map(({ supporting_service: side }) => show(side))),
		Promise.all(needed.map(({ dependent_service: side }) => show(side))),
	]);
	return { depends_on: depends_on.flat(), needed_by: needed_by.flat() };
}

function isBusiness({ type }: Side): boolean {
	return type?.startsWith('business') ?? false;
}
