import * as z from 'zod';
import * as escalationPolicies from '../../pagerduty/api/escalation-policies.ts';
import { freeText, references } from '../core/arguments.ts';
import { listArguments, listEnvelope, listResult, pageStart, wholeList } from '../lists/list.ts';
import { presentListOrOne, refuseTogether } from '../lists/one-of-list.ts';
import { joinNotes } from '../lists/partial-answer.ts';
import { readTeamRows, teamArguments } from '../names/team-scope.ts';
import { defineTool } from '../core/tool.ts';
import { escalationPolicyShape, showEscalationPolicy } from './shared/escalation-policy-shape.ts';
import { pagingOf } from './shared/policies-of-users.ts';

const name = 'list_escalation_policies';

/** operationId: listEscalationPolicies, of people after listSchedules and listOnCalls */
export const listEscalationPolicies = defineTool({
	name,
	title: 'List escalation policies',
	description: 'Lists escalation policies: who is paged at each level, after how long, and for which services.',
	example: 'Who is paged after Maya for Payments?',
	toolset: 'oncall',
	access: 'read',
	input: z.strictObject({
		escalation_policies: references('Show only these policies, with all fields.').optional(),
		query: freeText(200, 'Part of the name.').optional(),
		users: references('People whom they page, also through a schedule.').optional(),
		...teamArguments,
		...listArguments(escalationPolicyShape),
	}),
	output: z.object({ escalation_policies: z.array(escalationPolicyShape.schema), ...listEnvelope }),
	async run(input, context) {
		if (input.escalation_policies) {
			const given = { ...input, scope: input.scope === 'account' ? undefined : input.scope };
			refuseTogether(given, 'escalation_policies', ['query', 'users', 'scope', 'teams']);
			const ids = (await context.directory.ids('escalation_policy', input.escalation_policies, context)) ?? [];
			const policies = await Promise.all(
				ids.map((id) => escalationPolicies.getEscalationPolicy(context.pagerduty, id)),
			);
			const rows = wholeList(policies.map(showEscalationPolicy), pageStart(name, input), input.limit);
			const { items, envelope } = listResult(name, escalationPolicyShape, input, rows);
			return { escalation_policies: items, ...envelope };
		}
		const users = await context.directory.ids('user', input.users, context);
		const paging = users && (await pagingOf(users, context));
		const list = (query: Parameters<typeof escalationPolicies.listEscalationPolicies>[1]) =>
			escalationPolicies.listEscalationPolicies(context.pagerduty, {
				...query,
				sort_by: 'name',
				include: ['escalation_rule_assignment_strategies'],
			});
		const rows = await readTeamRows(
			name,
			input,
			{
				read: context.directory.learning('escalation_policy', list, context),
				show: showEscalationPolicy,
				// PagerDuty's own filter knows direct targets only.
				keep: paging?.pages,
				matching: { what: 'escalation policy', texts: ({ name: label, summary }) => [label ?? summary] },
			},
			context,
		);
		const note = joinNotes(rows.note, paging?.note);
		const { items, envelope } = listResult(name, escalationPolicyShape, input, { ...rows, note });
		return { escalation_policies: items, ...envelope };
	},
	present: presentListOrOne(escalationPolicyShape, 'escalation_policies'),
});
