import * as z from 'zod';
import type { JsonObject } from '../json.ts';
import { parseCondition, type Scene } from './conditions.ts';
import type { EventOrchestration, OrchestrationPath, OrchestrationRule } from './model.ts';

/** The service that a router sends an event to; undefined: unrouted. */
export function route({ paths }: EventOrchestration, scene: Scene): string | undefined {
	const target = actionsOn(paths.router, scene)['route_to'];
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
export function decide(paths: readonly OrchestrationPath[], scene: Scene): Decision {
	return Decision.parse(Object.assign({}, ...paths.map((path) => actionsOn(path, scene))));
}

/** The actions of the first rule that fits, and of the one in the set that it leads to. */
function actionsOn({ sets, catchAll }: Pick<OrchestrationPath, 'sets' | 'catchAll'>, scene: Scene): JsonObject {
	const [set, ...others] = sets;
	const actions = set?.rules.find((candidate) => matches(candidate, scene))?.actions;
	if (!actions) return actionsOf(catchAll);
	const next = others.find(({ id }) => id === actions['route_to']);
	if (!next) return actions;
	return { ...actions, ...actionsOn({ sets: [next, ...others.filter((other) => other !== next)], catchAll }, scene) };
}

/** Any condition will do; a rule without conditions takes everything. */
function matches({ conditions, disabled }: OrchestrationRule, scene: Scene): boolean {
	if (disabled) return false;
	return conditions.length === 0 || conditions.some(({ expression }) => parseCondition(expression)(scene));
}

function actionsOf(catchAll: JsonObject): JsonObject {
	const { actions } = catchAll;
	return typeof actions === 'object' && actions !== null ? { ...actions } : {};
}
