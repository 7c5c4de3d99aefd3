import * as z from 'zod';
import {
	createEscalationPolicy as create,
	listEscalationPolicies,
	type EscalationPolicyInput,
} from '../../pagerduty/escalation-policies.ts';
import { referenceTo } from '../../pagerduty/reference.ts';
import { defineTool } from '../tool.ts';
import { escalationPolicyView, toEscalationPolicyView } from '../views/escalation-policy.ts';
import { presentChanged, sentOnce } from '../write.ts';
import { policyArguments, rulesOf, targetsOf } from './policy-levels.ts';

/** operationId: createEscalationPolicy */
export const createEscalationPolicy = defineTool({
	name: 'create_escalation_policy',
	title: 'Create an escalation policy',
	description: 'Creates an escalation policy: whom to page first, and whom when nobody reacts.',
	example: 'Make a policy for Search: Oliver first, after 15 minutes the Storefront schedule.',
	toolset: 'oncall',
	access: 'administer',
	effect: { destructive: false, idempotent: false },
	input: z.strictObject({
		...policyArguments,
		name: policyArguments.name.unwrap(),
		levels: policyArguments.levels.unwrap(),
	}),
	output: z.object({ escalation_policy: escalationPolicyView.schema }),
	async run(input, context) {
		const { pagerduty, directory } = context;
		const [targets, team] = await Promise.all([
			targetsOf(input.levels, context),
			input.team === undefined ? undefined : directory.resolve('team', input.team, context),
		]);
		const wanted: EscalationPolicyInput = {
			name: input.name,
			...(input.description !== undefined && { description: input.description }),
			...(input.loops !== undefined && { num_loops: input.loops }),
			...(input.handoff_notifications && { on_call_handoff_notifications: input.handoff_notifications }),
			escalation_rules: rulesOf([], targets, input.delays),
			...(team && { teams: [referenceTo('team', team.id)] }),
		};
		const policy = await sentOnce(
			() => create(pagerduty, wanted),
			// Names are unique: one of this name was not there before, or PagerDuty would have refused.
			async () =>
				(await listEscalationPolicies(pagerduty, { query: input.name })).items.find(({ name }) => name === input.name),
		);
		directory.forget('escalation_policy');
		context.changes.announce({ oncall: true });
		return { escalation_policy: toEscalationPolicyView(policy) };
	},
	present: presentChanged(escalationPolicyView),
});
