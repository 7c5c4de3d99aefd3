import * as z from 'zod';
import type { JsonObject } from '../json.ts';
import type { EventOrchestration, OrchestrationPath, OrchestrationRule } from './model.ts';

/** The service that a router sends an event to; undefined: unrouted. */
export function route({ paths }: EventOrchestration, event: JsonObject): string | undefined {
	const target = actionsOn(paths.router, event)['route_to'];
	return typeof target === 'string' && target !== 'unrouted' ? target : undefined;
}

const Decision = z.object({
	drop_event: z.boolean().catch(false),
	suppress: z.boolean().catch(false),
	/** How many seconds it waits. */
	suspend: z.number().optional().catch(undefined),
	severity: z.enum(['info', 'warning', 'error', 'critical']).optional().catch(undefined),
	/** An id. */
	priority: z.string().optional().catch(undefined),
});
export type Decision = z.output<typeof Decision>;

/** What rules make of an event; those of later paths, the service's own, have the last word. */
export function decide(paths: readonly OrchestrationPath[], event: JsonObject): Decision {
	return Decision.parse(Object.assign({}, ...paths.map((path) => actionsOn(path, event))));
}

/** The actions of the first rule that fits, and of the one in the set that it leads to. */
function actionsOn({ sets, catchAll }: Pick<OrchestrationPath, 'sets' | 'catchAll'>, event: JsonObject): JsonObject {
	const [set, ...others] = sets;
	const actions = set?.rules.find((candidate) => matches(candidate, event))?.actions;
	if (!actions) return actionsOf(catchAll);
	const next = others.find(({ id }) => id === actions['route_to']);
	if (!next) return actions;
	return { ...actions, ...actionsOn({ sets: [next, ...others.filter((other) => other !== next)], catchAll }, event) };
}

/** Any condition will do; a rule without conditions takes everything. */
function matches({ conditions, disabled }: OrchestrationRule, event: JsonObject): boolean {
	if (disabled) return false;
	return conditions.length === 0 || conditions.some(({ expression }) => holds(expression, event));
}

/** The simple forms of PagerDuty's condition language, joined by `and`: exists, matches, matches part, matches regex. */
function holds(expression: string, event: JsonObject): boolean {
	return expression.split(/\s+and\s+/).every((term) => {
		const form = /^event\.([\w.]+)\s+(exists|matches(?:\s+(?:part|regex))?)(?:\s+'([^']*)')?$/.exec(term.trim());
		if (!form) return false;
		const [, path = '', operator = '', wanted = ''] = form;
		const value = at(event, path.split('.'));
		if (value === undefined) return false;
		if (operator === 'exists') return true;
		if (operator.endsWith('part')) return value.toLowerCase().includes(wanted.toLowerCase());
		return operator.endsWith('regex') ? new RegExp(wanted).test(value) : value === wanted;
	});
}

function at(value: unknown, path: readonly string[]): string | undefined {
	const [name, ...rest] = path;
	if (name === undefined) return typeof value === 'string' ? value : undefined;
	if (typeof value !== 'object' || value === null) return undefined;
	const entry = Object.entries(value).find(([key]) => key === name);
	return at(entry?.[1], rest);
}

function actionsOf(catchAll: JsonObject): JsonObject {
	const { actions } = catchAll;
	return typeof actions === 'object' && actions !== null ? { ...actions } : {};
}
