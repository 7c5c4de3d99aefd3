import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { invalidInput, notFound } from '../server/errors.ts';
import type { JsonObject } from '../json.ts';
import { parseCondition } from '../orchestrations/conditions.ts';
import type { EventOrchestration, OrchestrationPath, OrchestrationRule } from '../orchestrations/model.ts';
import { page } from '../server/paging.ts';
import type { Method, Route } from '../server/router.ts';
import { formatTime } from '../time.ts';
import { find } from './find.ts';

const read = 'event_orchestrations.read';
const write = 'event_orchestrations.write';

/** Event orchestrations and the rules that events run through. */
export const orchestrationRoutes: readonly Route[] = [
	{ method: 'GET', path: '/event_orchestrations', operationId: 'listEventOrchestrations', scope: read, handle: list },
	{ method: 'GET', path: '/event_orchestrations/{id}', operationId: 'getOrchestration', scope: read, handle: get },
	...pathRoutes('router', 'Router'),
	...pathRoutes('global', 'Global'),
	...pathRoutes('unrouted', 'Unrouted'),
	servicePath('GET', 'getOrchPathService', 'services.read', (_call, path) => ({ status: 200, body: bodyOf(path) })),
	servicePath('PUT', 'updateOrchPathService', 'services.write', replace),
	{
		method: 'GET',
		path: '/event_orchestrations/services/{service_id}/active',
		operationId: 'getOrchActiveStatus',
		scope: 'services.read',
		handle: (call) => {
			const active = call.world.store.orchestrations.activeServices.has(serviceOf(call));
			return { status: 200, body: { active } };
		},
	},
	{
		method: 'PUT',
		path: '/event_orchestrations/services/{service_id}/active',
		operationId: 'updateOrchActiveStatus',
		scope: 'services.write',
		handle: activate,
	},
];

function pathRoutes(part: keyof EventOrchestration['paths'], name: string): Route[] {
	const path = `/event_orchestrations/{id}/${part}`;
	const of = (call: Call) => find(call.world.store.orchestrations.byId, call.param('id')).paths[part];
	return [
		{
			method: 'GET',
			path,
			operationId: `getOrchPath${name}`,
			scope: read,
			handle: (call) => ({ status: 200, body: bodyOf(of(call)) }),
		},
		{
			method: 'PUT',
			path,
			operationId: `updateOrchPath${name}`,
			scope: write,
			handle: (call) => replace(call, of(call)),
		},
	];
}

function servicePath(
	method: Method,
	operationId: string,
	scope: string,
	handle: (call: Call, path: OrchestrationPath) => Reply,
): Route {
	return {
		method,
		path: '/event_orchestrations/services/{service_id}',
		operationId,
		scope,
		handle: (call) => handle(call, pathOfService(call, serviceOf(call))),
	};
}

function serviceOf(call: Call): string {
	const service = find(call.world.store.services, call.param('service_id'));
	if (service.deleted) throw notFound();
	return service.id;
}

function activate(call: Call): Reply {
	const { activeServices } = call.world.store.orchestrations;
	const { active } = call.body(z.object({ active: z.boolean() }));
	const service = serviceOf(call);
	if (active) activeServices.add(service);
	else activeServices.delete(service);
	return { status: 200, body: { active } };
}

/** Every service has rules; those of most are empty. */
function pathOfService({ world }: Call, serviceId: string): OrchestrationPath {
	const { ofServices } = world.store.orchestrations;
	const known = ofServices.get(serviceId);
	if (known) return known;
	const path: OrchestrationPath = {
		type: 'service',
		parentId: serviceId,
		sets: [{ id: 'start', rules: [] }],
		catchAll: { actions: {} },
		version: world.ids.key(),
		createdAt: world.clock.ms,
		updatedAt: world.clock.ms,
		updatedBy: world.account.demoUserId,
	};
	ofServices.set(serviceId, path);
	return path;
}

const orders = new Map<string, (a: EventOrchestration, b: EventOrchestration) => number>([
	['name', (a, b) => a.name.localeCompare(b.name)],
	['routes', (a, b) => routesOf(a) - routesOf(b)],
	['created_at', (a, b) => a.createdAt - b.createdAt],
]);

function list(call: Call): Reply {
	const [field = 'name', direction] = (call.query.text('sort_by') ?? 'name:asc').split(':');
	const order = orders.get(field);
	if (!order) throw invalidInput('sort_by is invalid');
	const sign = direction === 'desc' ? -1 : 1;
	const all = [...call.world.store.orchestrations.byId.values()].sort((a, b) => sign * order(a, b));
	return { status: 200, body: page(call.query, 'orchestrations', all, viewOf) };
}

function get(call: Call): Reply {
	const orchestration = find(call.world.store.orchestrations.byId, call.param('id'));
	const integrations = orchestration.integrations.map(({ id, label, key }) => ({
		id,
		label,
		parameters: { routing_key: key, type: 'global' },
	}));
	return { status: 200, body: { orchestration: { ...viewOf(orchestration), integrations } } };
}

function viewOf(orchestration: EventOrchestration): JsonObject {
	const { id, name, description, teamId, createdAt, paths } = orchestration;
	return {
		id,
		self: self(`event_orchestrations/${id}`),
		name,
		description,
		team: teamId === null ? null : reference('teams', 'team_reference', teamId),
		routes: routesOf(orchestration),
		created_at: formatTime(createdAt),
		created_by: reference('users', 'user_reference', paths.router.updatedBy),
		updated_at: formatTime(paths.router.updatedAt),
		updated_by: reference('users', 'user_reference', paths.router.updatedBy),
		version: paths.router.version,
	};
}

function routesOf({ paths }: EventOrchestration): number {
	return paths.router.sets.reduce((sum, { rules }) => sum + rules.length, 0);
}

const Rule = z.object({
	id: z.string().optional(),
	label: z.string().nullish(),
	conditions: z.array(z.object({ expression: z.string() })).optional(),
	actions: z.record(z.string(), z.unknown()),
	disabled: z.boolean().optional(),
});
const Replacement = z.object({
	orchestration_path: z.object({
		sets: z.array(z.object({ id: z.string(), rules: z.array(Rule) })).min(1),
		catch_all: z.object({ actions: z.record(z.string(), z.unknown()) }).optional(),
	}),
});

/** A PUT replaces all rules: what it leaves out is gone. Ids are given here; only those of rules that are there count. */
function replace(call: Call, path: OrchestrationPath): Reply {
	const { sets, catch_all: catchAll } = call.body(Replacement).orchestration_path;
	if (sets[0]?.id !== 'start') throw invalidInput('The first set must have the id start');
	if (path.type !== 'service' && path.type !== 'global' && sets.length > 1)
		throw invalidInput('Only one set is allowed');
	const known = new Set(path.sets.flatMap(({ rules }) => rules.map(({ id }) => id)));
	const { store } = call.world;
	const made = sets.map(({ id: setId, rules }) => ({
		id: setId,
		rules: rules.map((rule): OrchestrationRule => {
			if (rule.id !== undefined && !known.has(rule.id)) throw invalidInput(`Rule ${rule.id} does not exist`);
			const target = rule.actions['route_to'];
			if (
				path.type === 'router' &&
				(typeof target !== 'string' || !store.services.has(target)) &&
				!rule.actions['dynamic_route_to']
			)
				throw invalidInput('route_to must be the id of a service');
			for (const { expression } of rule.conditions ?? []) checkCondition(expression);
			return {
				id: rule.id ?? call.world.ids.key().slice(0, 8),
				label: rule.label ?? '',
				conditions: rule.conditions ?? [],
				actions: rule.actions,
				disabled: rule.disabled ?? false,
			};
		}),
	}));
	path.sets = made;
	if (catchAll) path.catchAll = catchAll;
	// What reaches nobody's rules is never shown to anybody.
	if (path.type === 'unrouted') path.catchAll = { actions: { ...catchAll?.actions, suppress: true } };
	path.version = call.world.ids.key();
	path.updatedAt = call.world.clock.ms;
	path.updatedBy = call.caller.kind === 'user' ? call.user.id : path.updatedBy;
	return { status: 200, body: { ...bodyOf(path), warnings: [] } };
}

/** Conditions that cannot be read are refused when they are stored. */
function checkCondition(expression: string): void {
	try {
		parseCondition(expression);
	} catch (error) {
		const why = error instanceof Error ? error.message : 'unreadable';
		throw invalidInput(`Condition "${expression}" is invalid: ${why}`);
	}
}

function bodyOf(path: OrchestrationPath): JsonObject {
	const { type, parentId, sets, catchAll, version, createdAt, updatedAt, updatedBy } = path;
	const parent =
		type === 'service'
			? reference('services', 'service_reference', parentId)
			: reference('event_orchestrations', 'event_orchestration_reference', parentId);
	const place =
		type === 'service' ? `event_orchestrations/services/${parentId}` : `event_orchestrations/${parentId}/${type}`;
	return {
		orchestration_path: {
			type,
			parent,
			self: self(place),
			sets: sets.map(({ id, rules }) => ({
				id,
				rules: rules.map(({ disabled, ...rule }) => ({ ...rule, ...(disabled && { disabled }) })),
			})),
			catch_all: catchAll,
			created_at: formatTime(createdAt),
			created_by: reference('users', 'user_reference', updatedBy),
			updated_at: formatTime(updatedAt),
			updated_by: reference('users', 'user_reference', updatedBy),
			version,
		},
	};
}

function reference(collection: string, type: string, id: string): JsonObject {
	return { id, type, self: self(`${collection}/${id}`) };
}

function self(path: string): string {
	return `https://api.pagerduty.com/${path}`;
}
