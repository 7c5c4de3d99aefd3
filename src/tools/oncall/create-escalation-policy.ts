import * as z from 'zod';
import * as escalationPolicies from '../../pagerduty/api/escalation-policies.ts';
import type { EscalationPolicyInput } from '../../pagerduty/api/escalation-policies.ts';
import { referenceTo } from '../../pagerduty/api/reference.ts';
import { quoted } from '../text/names.ts';
import { createOnce } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { escalationPolicyShape, showEscalationPolicy } from './shared/escalation-policy-shape.ts';
import { presentChanged } from '../writes/update.ts';
import { policyOnCallAfter, policyOnCall } from '../schedules/policy-on-call.ts';
import { policyArguments, rulesOf, targetsOf, withStrategies } from './shared/policy-levels.ts';

/** operationId: createEscalationPolicy */
export const createEscalationPolicy = defineTool({
	name: 'create_escalation_policy',
	title: 'Create an escalation policy',
	description: 'Creates an escalation policy, which says whom to page first and whom to page when nobody reacts.',
	example: 'Make a policy for Search: Oliver first, after 15 minutes the Storefront schedule.',
	toolset: 'oncall',
	access: 'administer',
	effect: { destructive: false, idempotent: false },
	operations: {
		always: ['listSchedules', 'createEscalationPolicy'],
		sometimes: ['listUsers', 'listTeams', 'listSchedulesV3', 'listEscalationPolicies', 'listOnCalls'],
	},
	input: z.strictObject({
		...policyArguments,
		name: policyArguments.name.unwrap(),
		levels: policyArguments.levels.unwrap(),
	}),
	output: z.object({
		escalation_policy: escalationPolicyShape.schema,
		on_call: policyOnCall.optional(),
		note: z.string().optional(),
	}),
	async run(input, context) {
		const { pagerduty, directory } = context;
		const [targets, team] = await Promise.all([
			targetsOf(input.levels, context),
			input.team === undefined ? undefined : directory.resolve('team', input.team, context),
		]);
		const rules = rulesOf([], targets, input);
		const wanted: EscalationPolicyInput = {
			name: input.name,
			...(input.description !== undefined && { description: input.description }),
			...(input.loops !== undefined && { num_loops: input.loops }),
			...(input.handoff_notifications && { on_call_handoff_notifications: input.handoff_notifications }),
			escalation_rules: rules,
			...(team && { teams: [referenceTo('team', team.id)] }),
		};
		const policy = await createOnce(
			{
				alike: async () => {
					const { items } = await escalationPolicies.listEscalationPolicies(pagerduty, {
						query: input.name,
						include: ['escalation_rule_assignment_strategies'],
						limit: 100,
					});
					return items.filter(({ name }) => name === input.name);
				},
				send: () => escalationPolicies.createEscalationPolicy(pagerduty, wanted),
				missing: `There is no new escalation policy ${quoted(input.name)} now.`,
			},
			context,
		);
		directory.forget('escalation_policy');
		context.changes.announce({ oncall: true });
		const shown = showEscalationPolicy(withStrategies(policy, rules));
		return { escalation_policy: shown, ...(await policyOnCallAfter(policy.id, [], context)) };
	},
	present: presentChanged(escalationPolicyShape),
});
