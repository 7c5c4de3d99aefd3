import * as z from 'zod';
import * as escalationPolicies from '../../pagerduty/api/escalation-policies.ts';
import { reference } from '../core/arguments.ts';
import { confirmArgument, deleteConfirmed, openIncidentsOfPoliciesCheck } from '../writes/deletion.ts';
import { ToolError } from '../core/failure.ts';
import { namesOf, quoted, quotedNames } from '../text/names.ts';
import { readIfPossible } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { policyOnCall, showPolicyOnCall, readPolicyOnCall } from '../schedules/policy-on-call.ts';
import { onCallThrough } from '../schedules/turns-through.ts';
import { said } from '../text/said.ts';

/** operationId: deleteEscalationPolicy, after getEscalationPolicy */
export const deleteEscalationPolicy = defineTool({
	name: 'delete_escalation_policy',
	title: 'Delete an escalation policy',
	description:
		'Deletes an escalation policy for good, unless services still use it. The person is told what depends on it, and agrees first.',
	example: 'Delete the policy of the old importer.',
	toolset: 'oncall',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration'],
	operations: {
		always: ['listEscalationPolicies', 'getEscalationPolicy', 'deleteEscalationPolicy'],
		sometimes: ['listOnCalls', 'listIncidents', 'getCurrentUser'],
	},
	input: z.strictObject({
		escalation_policy: reference('Name or id.'),
		confirm: confirmArgument('escalation policy'),
	}),
	output: z.object({ deleted: z.string(), id: z.string(), on_call: policyOnCall.optional() }),
	async run(input, context) {
		const { pagerduty, directory } = context;
		const { id, name } = await directory.resolve('escalation_policy', input.escalation_policy, context);
		const policy = await escalationPolicies.getEscalationPolicy(pagerduty, id);
		if (policy.services && policy.services.length > 0) {
			throw new ToolError({
				message: `${quoted(name)} cannot be deleted because these services use it: ${quotedNames(namesOf(policy.services))}.`,
				next: 'Give these services another policy first, with update_service.',
			});
		}
		const tellsOnly = input.confirm === undefined && context.consent.isGiven(['configuration']);
		// Without it the answer says less, and the policy goes all the same.
		const duty = tellsOnly ? undefined : await readIfPossible(() => readPolicyOnCall(id, context), context);
		await deleteConfirmed(
			{
				noun: 'escalation policy',
				question: (named) => said`Delete the escalation policy ${named} for good?`,
				id,
				name,
				confirm: input.confirm,
				checks: [
					openIncidentsOfPoliciesCheck([id], context),
					onCallThrough(() => Promise.resolve({ escalation_policy_ids: [id] }), context),
				],
				send: () => escalationPolicies.deleteEscalationPolicy(pagerduty, id),
				read: () => escalationPolicies.getEscalationPolicy(pagerduty, id),
			},
			context,
		);
		directory.forget('escalation_policy');
		context.changes.announce({ oncall: true });
		return { deleted: name, id, ...(duty && { on_call: { before: showPolicyOnCall(duty), now: [] } }) };
	},
});
