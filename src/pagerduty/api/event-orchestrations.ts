import * as z from 'zod';
import { anything, flag, id, list, maybe, number, text } from './fields.ts';
import { page, single, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi, RequestPath } from '../http/request.ts';
import { reference } from './reference.ts';

/** An event orchestration. Its integrations are left out: their keys let anybody send events. */
const eventOrchestration = z.object({
	id,
	name: text(),
	description: text(),
	team: maybe(reference),
	/** Rules of its router. */
	routes: number(),
	created_at: text(),
	updated_at: text(),
	updated_by: maybe(reference),
});
export type EventOrchestration = z.output<typeof eventOrchestration>;

export interface ListEventOrchestrationsQuery extends PageQuery {
	readonly sort_by?: 'name:asc' | 'name:desc' | 'routes:asc' | 'routes:desc' | 'created_at:asc' | 'created_at:desc';
}

/** One page of event orchestrations. operationId: listEventOrchestrations */
export function listEventOrchestrations(
	pd: PagerDutyApi,
	query: ListEventOrchestrationsQuery = {},
): Promise<Page<EventOrchestration>> {
	return pd.request({
		operationId: 'listEventOrchestrations',
		method: 'GET',
		path: ['event_orchestrations'],
		query: { ...query },
		reply: page('orchestrations', eventOrchestration),
	});
}

/** operationId: getOrchestration */
export function getEventOrchestration(pd: PagerDutyApi, id: string): Promise<EventOrchestration> {
	return pd.request({
		operationId: 'getOrchestration',
		method: 'GET',
		path: ['event_orchestrations', id],
		reply: single('orchestration', eventOrchestration),
	});
}

/** Parts of an orchestration; `service` are the rules of a service. */
export type PathPart = 'router' | 'global' | 'unrouted' | 'service';

/** A set of rules as it came: a change must send back also what this product does not know. */
const ruleSet = z.looseObject({ id: z.string(), rules: z.array(z.looseObject({})) });
export type RuleSet = z.output<typeof ruleSet>;

/** The rules that events run through, in sets of which `start` comes first. */
const orchestrationPath = z.object({
	type: text(),
	/** Another one after each change. */
	version: text(),
	updated_at: text(),
	updated_by: maybe(reference),
	/** Undefined when it cannot be read, and so not be changed either. */
	sets: maybe(z.array(ruleSet)),
	/** What happens to events that no rule takes; as it came. */
	catch_all: anything(),
});
export type OrchestrationPath = z.output<typeof orchestrationPath>;

const operations = {
	router: ['getOrchPathRouter', 'updateOrchPathRouter'],
	global: ['getOrchPathGlobal', 'updateOrchPathGlobal'],
	unrouted: ['getOrchPathUnrouted', 'updateOrchPathUnrouted'],
	service: ['getOrchPathService', 'updateOrchPathService'],
} as const;

function place(part: PathPart, owner: string): RequestPath {
	return part === 'service' ? ['event_orchestrations', 'services', owner] : ['event_orchestrations', owner, part];
}

/**
 * The rules of one part. operationId: getOrchPathRouter, getOrchPathGlobal, getOrchPathUnrouted or getOrchPathService
 * @param owner id of the orchestration, or of the service for `service`
 */
export function getOrchestrationPath(pd: PagerDutyApi, part: PathPart, owner: string): Promise<OrchestrationPath> {
	return pd.request({
		operationId: operations[part][0],
		method: 'GET',
		path: place(part, owner),
		reply: single('orchestration_path', orchestrationPath),
	});
}

/**
 * Replaces all rules of one part; what is left out is gone. operationId: updateOrchPathRouter, updateOrchPathGlobal,
 * updateOrchPathUnrouted or updateOrchPathService
 */
export function replaceOrchestrationPath(
	pd: PagerDutyApi,
	part: PathPart,
	owner: string,
	rules: { readonly sets: readonly RuleSet[]; readonly catch_all?: unknown },
): Promise<OrchestrationPath> {
	return pd.request({
		operationId: operations[part][1],
		method: 'PUT',
		path: place(part, owner),
		body: { orchestration_path: { ...rules, ...writable(part, rules.catch_all) } },
		// Sent again after somebody else's change, it would undo that.
		repeatable: false,
		reply: single('orchestration_path', orchestrationPath),
	});
}

const CatchAll = z.looseObject({ actions: z.looseObject({ suppress: z.unknown().optional() }) });

/** Unrouted events are always suppressed: PagerDuty says so in its reply, but its requests have no field for it. */
function writable(part: PathPart, catchAll: unknown): { readonly catch_all?: unknown } {
	const read = CatchAll.safeParse(catchAll);
	if (part !== 'unrouted' || !read.success) return {};
	const { actions, ...rest } = read.data;
	const kept = Object.entries(actions).filter(([name]) => name !== 'suppress');
	return { catch_all: { ...rest, actions: Object.fromEntries<unknown>(kept) } };
}

const activeStatus = z.object({ active: flag() });

/** Whether the rules of a service are in use. operationId: getOrchActiveStatus */
export async function isServiceOrchestrationActive(pd: PagerDutyApi, serviceId: string): Promise<boolean | undefined> {
	const { active } = await pd.request({
		operationId: 'getOrchActiveStatus',
		method: 'GET',
		path: ['event_orchestrations', 'services', serviceId, 'active'],
		reply: activeStatus,
	});
	return active;
}

/** Puts the rules of a service to use, or out of it. operationId: updateOrchActiveStatus */
export async function setServiceOrchestrationActive(
	pd: PagerDutyApi,
	serviceId: string,
	active: boolean,
): Promise<boolean | undefined> {
	const reply = await pd.request({
		operationId: 'updateOrchActiveStatus',
		method: 'PUT',
		path: ['event_orchestrations', 'services', serviceId, 'active'],
		body: { active },
		reply: activeStatus,
	});
	return reply.active;
}

/** One rule, as far as it can be read. */
export const orchestrationRule = z.object({
	id: text(),
	label: text(),
	conditions: list(z.object({ expression: text() })),
	actions: anything(),
	disabled: flag(),
});
export type OrchestrationRule = z.output<typeof orchestrationRule>;
