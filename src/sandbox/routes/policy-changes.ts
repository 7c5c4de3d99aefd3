import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { ApiError, invalidInput } from '../server/errors.ts';
import type { EscalationPolicy, EscalationTarget } from '../model/model.ts';
import type { Route } from '../server/router.ts';
import { policyJson } from '../replies/services-and-policies.ts';
import type { World } from '../model/world.ts';
import { find } from './find.ts';

const scope = 'escalation_policies.write';
const one = '/escalation_policies/{id}';

/** Making and changing escalation policies. */
export const policyChangeRoutes: readonly Route[] = [
	{ method: 'POST', path: '/escalation_policies', operationId: 'createEscalationPolicy', scope, handle: create },
	{ method: 'PUT', path: one, operationId: 'updateEscalationPolicy', scope, handle: update },
	{ method: 'DELETE', path: one, operationId: 'deleteEscalationPolicy', scope, handle: remove },
];

const reference = z.object({ id: z.string(), type: z.string() });
const strategies = z.enum(['round_robin', 'assign_to_everyone']);
/** The schema says text, its examples an object. */
const strategy = z.union([strategies, z.object({ type: strategies }).transform(({ type }) => type)]);
const body = z.object({
	escalation_policy: z.object({
		name: z.string().min(1, "can't be blank"),
		description: z.string().nullish(),
		num_loops: z.int().min(0).max(9).optional(),
		on_call_handoff_notifications: z.enum(['if_has_services', 'always']).optional(),
		escalation_rules: z
			.array(
				z.object({
					id: z.string().optional(),
					escalation_delay_in_minutes: z.int().min(1, 'must be at least 1'),
					targets: z.array(reference).min(1).max(10),
					escalation_rule_assignment_strategy: strategy.nullish(),
				}),
			)
			.min(1, "can't be blank"),
		teams: z.array(reference).max(1, 'only one team may be associated').nullish(),
	}),
});

function create(call: Call): Reply {
	const { world } = call;
	const policy = made(call, world.ids.short());
	world.store.policies.set(policy.id, policy);
	return { status: 201, body: { escalation_policy: policyJson(world, policy) } };
}

/** Replaces all of it: what is not named is reset. Open incidents go on with the copy they have. */
function update(call: Call): Reply {
	const { world } = call;
	const { id } = find(world.store.policies, call.param('id'));
	const policy = made(call, id);
	world.store.policies.set(id, policy);
	return { status: 200, body: { escalation_policy: policyJson(world, policy) } };
}

function remove(call: Call): Reply {
	const { store } = call.world;
	const { id } = find(store.policies, call.param('id'));
	if ([...store.services.values()].some(({ policyId, deleted }) => policyId === id && !deleted))
		throw invalidInput('The escalation policy is used by services and cannot be deleted');
	store.policies.delete(id);
	return { status: 204 };
}

function made(call: Call, id: string): EscalationPolicy {
	const { world } = call;
	const asked = call.body(body).escalation_policy;
	if (asked.teams && !world.store.abilities.includes('teams')) throw lacksTeams();
	const old = world.store.policies.get(id);
	const taken = [...world.store.policies.values()].some((other) => other.id !== id && other.name === asked.name);
	if (taken) throw invalidInput('Name has already been taken');
	return {
		id,
		name: asked.name,
		description: asked.description ?? null,
		loops: asked.num_loops ?? 0,
		handoff: asked.on_call_handoff_notifications ?? 'if_has_services',
		teamIds: (asked.teams ?? []).map((team) => find(world.store.teams, team.id).id),
		rules: asked.escalation_rules.map((rule) => ({
			id: old?.rules.find((known) => known.id === rule.id)?.id ?? world.ids.short(),
			delayMinutes: rule.escalation_delay_in_minutes,
			targets: rule.targets.map((item) => target(world, item)),
			...(rule.escalation_rule_assignment_strategy === 'round_robin' && { roundRobin: true as const }),
		})),
	};
}

/** 402: an account without teams refuses even an empty list of them. */
export function lacksTeams(): ApiError {
	const why = 'The teams account ability is required to assign to a team';
	return new ApiError(402, 'Required abilities are unavailable', 2014, [why]);
}

function target({ store }: World, { id, type }: z.infer<typeof reference>): EscalationTarget {
	if (type.startsWith('user') && store.users.has(id)) return { type: 'user', id };
	if (type === 'schedule_v3_reference' && store.shiftSchedules.has(id)) return { type: 'schedule_v3', id };
	if (/^schedule(_reference)?$/.test(type) && store.schedules.has(id)) return { type: 'schedule', id };
	throw new ApiError(400, 'Invalid Input Provided', 2001, [`Escalation target ${id} is invalid`]);
}
