import * as z from 'zod';
import type { EscalationPolicy } from '../../../pagerduty/api/escalation-policies.ts';
import { idsOf, nameOf, namesOf } from '../../text/names.ts';
import { cleanText } from '../../text/untrusted.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';

/** What the tools show of an escalation policy. */
export const escalationPolicyShape = defineShape({
	singular: 'escalation_policy',
	plural: 'escalation_policies',
	fields: {
		id: z.string(),
		name: z.string(),
		/** One line a level, e.g. `1: Payments primary, then after 15 min`, or `1: Ana, Ben (round robin)`. */
		levels: z.array(z.string()).optional(),
		/** How often it starts again from level 1. */
		loops: z.number().optional(),
		services: z.array(z.string()).optional(),
		teams: z.array(z.string()).optional(),
		url: z.string().optional(),
		description: z.string().optional(),
		/** Targets of each level as ids. */
		target_ids: z.array(z.array(z.string())).optional(),
		service_ids: z.array(z.string()).optional(),
		handoff_notifications: z.string().optional(),
	},
	compact: ['id', 'name', 'levels', 'loops', 'services', 'teams', 'url'],
});

type ShownEscalationPolicy = Shaped<typeof escalationPolicyShape>;

export function showEscalationPolicy(policy: EscalationPolicy): ShownEscalationPolicy {
	const rules = policy.escalation_rules;
	return {
		id: policy.id,
		name: nameOf(policy),
		levels: rules?.map((rule, index) => {
			const { targets, escalation_delay_in_minutes: delay } = rule;
			const who = `${namesOf(targets).join(', ') || 'nobody'}${isRoundRobin(rule) ? ' (round robin)' : ''}`;
			const then = delay === undefined || index === rules.length - 1 ? '' : `, then after ${delay} min`;
			return `${index + 1}: ${who}${then}`;
		}),
		loops: policy.num_loops,
		services: namesOf(policy.services),
		teams: namesOf(policy.teams),
		url: policy.html_url,
		description: policy.description && cleanText(policy.description, 500),
		target_ids: rules?.map(({ targets }) => targets.map(({ id }) => id)),
		service_ids: idsOf(policy.services),
		handoff_notifications: policy.on_call_handoff_notifications,
	};
}

/** Whether a level pages only one of its targets, each time the next one. */
export function isRoundRobin(rule: { readonly escalation_rule_assignment_strategy?: unknown }): boolean {
	// A text, an object with it as `type`, or a list of such.
	return JSON.stringify(rule.escalation_rule_assignment_strategy ?? '').includes('round_robin');
}
