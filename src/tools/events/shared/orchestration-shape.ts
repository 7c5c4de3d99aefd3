import * as z from 'zod';
import {
	orchestrationRule,
	type EventOrchestration,
	type OrchestrationPath,
} from '../../../pagerduty/api/event-orchestrations.ts';
import { nameOf } from '../../text/names.ts';
import { cleanLine, cleanText } from '../../text/untrusted.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';
import { hideValues } from './hidden-values.ts';

export const eventOrchestrationShape = defineShape({
	singular: 'event_orchestration',
	plural: 'event_orchestrations',
	fields: {
		id: z.string(),
		name: z.string(),
		description: z.string().optional(),
		/** Rules of its router. */
		routes: z.number().optional(),
		team: z.string().optional(),
		team_id: z.string().optional(),
		created_at: z.string().optional(),
		updated_at: z.string().optional(),
	},
	compact: ['id', 'name', 'description', 'team', 'routes', 'updated_at'],
});
export type ShownEventOrchestration = Shaped<typeof eventOrchestrationShape>;

/** @param team the name of its team, which PagerDuty gives by id only. */
export function showEventOrchestration(orchestration: EventOrchestration, team?: string): ShownEventOrchestration {
	const { id, description, routes, created_at, updated_at } = orchestration;
	return {
		id,
		name: nameOf(orchestration),
		description: description && cleanText(description, 500),
		routes,
		team,
		team_id: orchestration.team?.id,
		created_at,
		updated_at,
	};
}

/** One rule of an orchestration. */
export const ruleShape = defineShape({
	singular: 'rule',
	plural: 'rules',
	fields: {
		/** From 1, in the order in which they are tried. */
		position: z.int(),
		/** Unless it is the first one. */
		set: z.string().optional(),
		id: z.string().optional(),
		label: z.string().optional(),
		/** One of them is enough; none: every event. */
		conditions: z.array(z.string()),
		/** The service that a router sends events to. */
		route_to: z.string().optional(),
		/** The other actions, as JSON, without credentials. */
		actions: z.string().optional(),
		disabled: z.boolean().optional(),
	},
	always: ['position', 'set', 'id'],
	compact: ['position', 'set', 'id', 'label', 'conditions', 'route_to', 'actions', 'disabled'],
});
type ShownRule = Shaped<typeof ruleShape>;

/** @param services names of services by id */
export function showRules(path: OrchestrationPath, services: ReadonlyMap<string, string>): ShownRule[] {
	return (path.sets ?? []).flatMap((set, index) =>
		set.rules.map((raw, position): ShownRule => {
			const rule = orchestrationRule.parse(raw);
			const { route_to: target, ...others } = hideValues(actionsOf(rule.actions));
			return {
				position: position + 1,
				set: index === 0 ? undefined : cleanLine(set.id, 60),
				id: rule.id,
				label: rule.label === undefined ? undefined : cleanLine(rule.label),
				conditions: rule.conditions.flatMap(({ expression }) => (expression ? [cleanLine(expression, 1000)] : [])),
				route_to: typeof target === 'string' ? (services.get(target) ?? target) : undefined,
				actions: Object.keys(others).length === 0 ? undefined : cleanText(JSON.stringify(others), 1000),
				disabled: rule.disabled === true ? true : undefined,
			};
		}),
	);
}

/** The rules as they are, to be changed and sent back; what may be secret is hidden. */
export function toRawRules({ sets, catch_all: caught }: OrchestrationPath): unknown {
	const hide = (owner: Record<string, unknown>) =>
		'actions' in owner ? { ...owner, actions: hideValues(actionsOf(owner['actions'])) } : owner;
	return {
		sets: sets?.map((set) => ({ ...set, rules: set.rules.map(hide) })),
		catch_all: caught === undefined ? undefined : hide(actionsOf(caught)),
	};
}

export function actionsOf(actions: unknown): Record<string, unknown> {
	return z.record(z.string(), z.unknown()).safeParse(actions).data ?? {};
}
