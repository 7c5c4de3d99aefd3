import * as z from 'zod';
import * as escalationPolicies from '../../pagerduty/api/escalation-policies.ts';
import { referenceTo } from '../../pagerduty/api/reference.ts';
import { agreementArgument, changesText, requireAgreement } from '../writes/agreement.ts';
import { reference } from '../core/arguments.ts';
import { nameOf, quoted } from '../text/names.ts';
import { sendOnce } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { escalationPolicyShape, showEscalationPolicy } from './shared/escalation-policy-shape.ts';
import { presentChanged, requireChange, hasValues } from '../writes/update.ts';
import { policyOnCallAfter, policyOnCall, readPolicyOnCall, takenOffPolicy } from '../schedules/policy-on-call.ts';
import { hasRules, policyArguments, rulesOf, targetsOf, withStrategies } from './shared/policy-levels.ts';
import { said } from '../text/said.ts';

/** operationId: updateEscalationPolicy, after getEscalationPolicy: PagerDuty replaces the whole policy. */
export const updateEscalationPolicy = defineTool({
	name: 'update_escalation_policy',
	title: 'Change an escalation policy',
	description:
		'Changes an escalation policy; what is not given stays. `levels` replaces all levels; the person is told whom that takes off call, and agrees first. Incidents that are open already keep paging as before.',
	example: 'Let the Identity policy wait 20 minutes before level 2.',
	toolset: 'oncall',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration', 'off-call'],
	operations: {
		always: ['listEscalationPolicies', 'getEscalationPolicy', 'updateEscalationPolicy'],
		sometimes: ['listSchedules', 'listUsers', 'listTeams', 'listSchedulesV3', 'listOnCalls'],
	},
	input: z.strictObject({
		escalation_policy: reference('Name or id.'),
		...policyArguments,
		confirm: agreementArgument,
	}),
	output: z.object({
		escalation_policy: escalationPolicyShape.schema,
		on_call: policyOnCall.optional(),
		note: z.string().optional(),
	}),
	async run({ escalation_policy: asked, confirm, ...given }, context) {
		requireChange(given, Object.keys(policyArguments));
		const { pagerduty, directory } = context;
		const [{ id }, targets, team] = await Promise.all([
			directory.resolve('escalation_policy', asked, context),
			given.levels && targetsOf(given.levels, context),
			given.team === undefined ? undefined : directory.resolve('team', given.team, context),
		]);
		const include = ['escalation_rule_assignment_strategies'] as const;
		const [current, duty] = await Promise.all([
			escalationPolicies.getEscalationPolicy(pagerduty, id, { include }),
			targets && readPolicyOnCall(id, context),
		]);
		const rules = rulesOf(current.escalation_rules ?? [], targets, given);
		const teams = team ? [team] : (current.teams ?? []);
		const settings = {
			name: given.name ?? nameOf(current),
			description: given.description ?? current.description,
			num_loops: given.loops ?? current.num_loops,
			on_call_handoff_notifications: given.handoff_notifications ?? current.on_call_handoff_notifications,
			// Where the account has no teams, PagerDuty refuses even an empty list.
			...(teams.length > 0 && { teams: teams.map((one) => referenceTo('team', one.id)) }),
		};
		const isSo = hasValues(current, settings) && hasRules(current.escalation_rules ?? [], rules);
		if (isSo)
			return { escalation_policy: showEscalationPolicy(current), note: 'Nothing changed: it was already like this.' };
		await requireAgreement(
			{
				question: async () =>
					said`Change the escalation policy ${quoted(nameOf(current))}: ${await changesText(policyArguments, given, context)}?`,
				ids: [id],
				consequence: duty && takenOffPolicy(nameOf(current), duty, rules),
				confirm,
			},
			context,
		);
		const policy = await sendOnce(
			{
				send: () => escalationPolicies.updateEscalationPolicy(pagerduty, id, { ...settings, escalation_rules: rules }),
				find: async () => {
					const after = await escalationPolicies.getEscalationPolicy(pagerduty, id, { include });
					return hasValues(after, settings) && hasRules(after.escalation_rules ?? [], rules) ? after : undefined;
				},
				missing: 'The escalation policy does not show the change now.',
			},
			context,
		);
		directory.forget('escalation_policy');
		context.changes.announce({ oncall: true });
		const shown = showEscalationPolicy(withStrategies(policy, rules));
		return { escalation_policy: shown, ...(duty && (await policyOnCallAfter(id, duty, context))) };
	},
	present: presentChanged(escalationPolicyShape, ['description', 'handoff_notifications']),
});
