import type { JsonObject } from '../json.ts';
import type { EventOrchestration, OrchestrationPath, OrchestrationRule } from './model.ts';

/** The service that a router sends an event to; undefined: unrouted. */
export function route({ paths }: EventOrchestration, event: JsonObject): string | undefined {
	const [start] = paths.router.sets;
	const rule = start?.rules.find((candidate) => matches(candidate, event));
	const target = (rule?.actions ?? actionsOf(paths.router.catchAll))['route_to'];
	return typeof target === 'string' && target !== 'unrouted' ? target : undefined;
}

/** How many seconds the rules of a service make an event wait; undefined: it goes on at once. */
export function suspension({ sets: [start] }: OrchestrationPath, event: JsonObject): number | undefined {
	const seconds = start?.rules.find((candidate) => matches(candidate, event))?.actions['suspend'];
	return typeof seconds === 'number' ? seconds : undefined;
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
