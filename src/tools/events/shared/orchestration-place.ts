import type { PathPart } from '../../../pagerduty/api/event-orchestrations.ts';
import { listServices } from '../../../pagerduty/api/services.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { nameOf } from '../../text/names.ts';

/** A part of an orchestration, or the rules of a service. */
export interface Place {
	readonly part: PathPart;
	readonly owner: string;
	readonly name: string;
}

interface Wanted {
	readonly orchestration?: string | undefined;
	readonly service?: string | undefined;
	readonly part?: Exclude<PathPart, 'service'> | undefined;
}

/** @throws {ToolError} unless it is either a part of an orchestration or a service. */
export async function findPlace({ orchestration, service, part }: Wanted, context: ToolContext): Promise<Place> {
	if ((orchestration === undefined) === (service === undefined))
		throw new ToolError({ message: 'Give either `orchestration` or `service`.' });
	if (service !== undefined) {
		if (part) throw new ToolError({ message: '`part` is for an `orchestration`: a service has one list of rules.' });
		const { id, name } = await context.directory.resolve('service', service, context);
		return { part: 'service', owner: id, name };
	}
	const { id, name } = await context.directory.resolve('event_orchestration', orchestration ?? '', context);
	return { part: part ?? 'router', owner: id, name };
}

/** Names of the services that rules lead to, by id. operationId: listServices */
export async function serviceNames(context: ToolContext): Promise<Map<string, string>> {
	const { items } = await listServices(context.pagerduty, { limit: 100 });
	return new Map(items.map((service) => [service.id, nameOf(service)]));
}
