import * as z from 'zod';
import { anything, list, maybeList, number, text } from './fields.ts';
import { page, single, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { personReference, reference, type ReferenceInput } from './reference.ts';

/** One level: whom it pages, and for how many minutes before the next level. */
const escalationRule = z.object({
	id: text(),
	escalation_delay_in_minutes: number(),
	targets: list(personReference),
	/** A text or `{ type }`; only with `include`. Sent back as it came. */
	escalation_rule_assignment_strategy: anything(),
});

const escalationPolicy = reference.extend({
	name: text(),
	description: text(),
	num_loops: number(),
	on_call_handoff_notifications: text(),
	escalation_rules: maybeList(escalationRule),
	services: maybeList(reference),
	teams: maybeList(reference),
});
export type EscalationPolicy = z.output<typeof escalationPolicy>;

export interface EscalationPolicyQuery {
	readonly include?: readonly ('services' | 'teams' | 'targets' | 'escalation_rule_assignment_strategies')[];
}

export interface ListEscalationPoliciesQuery extends PageQuery, EscalationPolicyQuery {
	/** Part of the name. */
	readonly query?: string;
	/** Policies that page any of these people. */
	readonly user_ids?: readonly string[];
	readonly team_ids?: readonly string[];
	readonly sort_by?: 'name' | 'name:asc' | 'name:desc';
}

/** One page of escalation policies. operationId: listEscalationPolicies */
export function listEscalationPolicies(
	pd: PagerDutyApi,
	query: ListEscalationPoliciesQuery = {},
): Promise<Page<EscalationPolicy>> {
	return pd.request({
		operationId: 'listEscalationPolicies',
		method: 'GET',
		path: ['escalation_policies'],
		query: { ...query },
		reply: page('escalation_policies', escalationPolicy),
	});
}

/** operationId: getEscalationPolicy */
export function getEscalationPolicy(
	pd: PagerDutyApi,
	id: string,
	query: EscalationPolicyQuery = {},
): Promise<EscalationPolicy> {
	return pd.request({
		operationId: 'getEscalationPolicy',
		method: 'GET',
		path: ['escalation_policies', id],
		query: { ...query },
		reply: single('escalation_policy', escalationPolicy),
	});
}

/** A policy in the API's own words. */
export interface EscalationPolicyInput {
	readonly name: string;
	readonly description?: string | undefined;
	readonly num_loops?: number | undefined;
	readonly on_call_handoff_notifications?: string | undefined;
	readonly escalation_rules: readonly {
		/** Of an existing rule, which stays the same one. */
		readonly id?: string | undefined;
		readonly escalation_delay_in_minutes: number;
		readonly targets: readonly ReferenceInput[];
		readonly escalation_rule_assignment_strategy?: unknown;
	}[];
	readonly teams?: readonly ReferenceInput[] | undefined;
}

/** operationId: createEscalationPolicy */
export function createEscalationPolicy(pd: PagerDutyApi, policy: EscalationPolicyInput): Promise<EscalationPolicy> {
	return pd.request({
		operationId: 'createEscalationPolicy',
		method: 'POST',
		path: ['escalation_policies'],
		body: { escalation_policy: { type: 'escalation_policy', ...policy } },
		reply: single('escalation_policy', escalationPolicy),
	});
}

/** Replaces the whole policy. Open incidents keep the one they began with. operationId: updateEscalationPolicy */
export function updateEscalationPolicy(
	pd: PagerDutyApi,
	id: string,
	policy: EscalationPolicyInput,
): Promise<EscalationPolicy> {
	return pd.request({
		operationId: 'updateEscalationPolicy',
		method: 'PUT',
		path: ['escalation_policies', id],
		body: { escalation_policy: { type: 'escalation_policy', ...policy } },
		reply: single('escalation_policy', escalationPolicy),
	});
}

/** Refused while a service uses it. operationId: deleteEscalationPolicy */
export function deleteEscalationPolicy(pd: PagerDutyApi, id: string): Promise<unknown> {
	return pd.request({
		operationId: 'deleteEscalationPolicy',
		method: 'DELETE',
		path: ['escalation_policies', id],
		reply: z.unknown(),
	});
}
