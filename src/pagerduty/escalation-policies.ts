import * as z from 'zod';
import { list, number, text } from './fields.ts';
import { page, single, type Page, type PageQuery } from './paging.ts';
import type { PagerDuty } from './pagerduty.ts';
import { personReference, reference } from './reference.ts';

/** One level: whom it pages, and for how many minutes before the next level. */
export const escalationRule = z.object({
	id: text(),
	escalation_delay_in_minutes: number(),
	targets: list(personReference),
});

export const escalationPolicy = reference.extend({
	name: text(),
	description: text(),
	num_loops: number(),
	on_call_handoff_notifications: text(),
	escalation_rules: list(escalationRule),
	services: list(reference),
	teams: list(reference),
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
	pd: PagerDuty,
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
	pd: PagerDuty,
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
