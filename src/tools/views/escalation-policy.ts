import * as z from 'zod';
import type { EscalationPolicy } from '../../pagerduty/escalation-policies.ts';
import { nameOf, namesOf } from '../names.ts';
import { cleanText } from '../untrusted.ts';
import { defineView, type Viewed } from '../view.ts';

/** What the tools show of an escalation policy. */
export const escalationPolicyView = defineView({
	singular: 'escalation_policy',
	plural: 'escalation_policies',
	fields: {
		id: z.string(),
		name: z.string(),
		/** One line a level, e.g. `1: Payments primary, then after 15 min`. */
		levels: z.array(z.string()),
		/** How often it starts again from level 1. */
		loops: z.number().optional(),
		services: z.array(z.string()),
		teams: z.array(z.string()),
		url: z.string().optional(),
		description: z.string().optional(),
		/** Targets of each level as ids. */
		target_ids: z.array(z.array(z.string())),
		service_ids: z.array(z.string()),
		handoff_notifications: z.string().optional(),
	},
	compact: ['id', 'name', 'levels', 'loops', 'services', 'teams', 'url'],
});

type EscalationPolicyView = Viewed<typeof escalationPolicyView>;

export function toEscalationPolicyView(policy: EscalationPolicy): EscalationPolicyView {
	const last = policy.escalation_rules.length - 1;
	return {
		id: policy.id,
		name: nameOf(policy),
		levels: policy.escalation_rules.map(({ targets, escalation_delay_in_minutes: delay }, index) => {
			const who = namesOf(targets).join(', ') || 'nobody';
			const then = delay === undefined || index === last ? '' : `, then after ${delay} min`;
			return `${index + 1}: ${who}${then}`;
		}),
		loops: policy.num_loops,
		services: namesOf(policy.services),
		teams: namesOf(policy.teams),
		url: policy.html_url,
		description: policy.description && cleanText(policy.description, 500),
		target_ids: policy.escalation_rules.map(({ targets }) => targets.map(({ id }) => id)),
		service_ids: policy.services.map(({ id }) => id),
		handoff_notifications: policy.on_call_handoff_notifications,
	};
}
