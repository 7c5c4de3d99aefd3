import * as z from 'zod';
import { listEscalationPolicies as readPolicies } from '../../pagerduty/escalation-policies.ts';
import { freeText, references } from '../arguments.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, readRows, type Rows } from '../list.ts';
import { teamScope, teamsOf } from '../team-scope.ts';
import { defineTool } from '../tool.ts';
import { escalationPolicyView, toEscalationPolicyView, type EscalationPolicyView } from '../views/escalation-policy.ts';

const name = 'list_escalation_policies';

/** operationId: listEscalationPolicies */
export const listEscalationPolicies = defineTool({
	name,
	title: 'List escalation policies',
	description: 'Lists escalation policies: who is paged at each level, after how long, and for which services.',
	example: 'Who is paged after Maya for Payments?',
	toolset: 'oncall',
	access: 'read',
	input: z.strictObject({
		query: freeText(200, 'Part of the name.').optional(),
		users: references('Whom they page: names, ids or me.').optional(),
		scope: teamScope,
		teams: references('Names or ids.').optional(),
		...listArguments(escalationPolicyView),
	}),
	output: z.object({ escalation_policies: z.array(escalationPolicyView.schema), ...listEnvelope }),
	async run(input, context) {
		const [users, teams] = await Promise.all([
			context.directory.ids('user', input.users, context),
			teamsOf(input, context),
		]);
		const rows: Rows<EscalationPolicyView> =
			teams && 'none' in teams
				? { rows: [], next: undefined, note: teams.none }
				: await readRows({
						start: pageStart(name, input),
						limit: input.limit,
						read: (at) =>
							readPolicies(context.pagerduty, {
								...at,
								sort_by: 'name',
								...(input.query && { query: input.query.trim() }),
								...(users && { user_ids: users }),
								...(teams && { team_ids: teams }),
							}),
						view: toEscalationPolicyView,
					});
		const { items, envelope } = listResult(name, escalationPolicyView, input, rows);
		return { escalation_policies: items, ...envelope };
	},
	present: presentList(escalationPolicyView),
});
