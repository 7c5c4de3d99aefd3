import * as z from 'zod';
import * as escalationPolicies from '../../pagerduty/api/escalation-policies.ts';
import { freeText, references, refuseTogether } from '../core/arguments.ts';
import { listArguments, listEnvelope, listResult, pageStart, wholeList, presentListOrOne } from '../lists/list.ts';
import { joinNotes } from '../text/notes.ts';
import { readTeamRows, teamArguments } from '../names/team-scope.ts';
import { defineTool } from '../core/tool.ts';
import { escalationPolicyShape, showEscalationPolicy } from './shared/escalation-policy-shape.ts';
import type { EscalationPolicy } from '../../pagerduty/api/escalation-policies.ts';
import { listOnCalls } from '../../pagerduty/api/oncalls.ts';
import { listSchedules } from '../../pagerduty/api/schedules.ts';
import type { ToolContext } from '../core/context.ts';
import { nameOf, quotedNames } from '../text/names.ts';
import { readAll } from '../lists/read-all.ts';
import { rangeOf } from '../time/range.ts';
import { knownDays } from './shared/known-ahead.ts';

const name = 'list_escalation_policies';

/** operationId: listEscalationPolicies, of people after listSchedules and listOnCalls */
export const listEscalationPolicies = defineTool({
	name,
	title: 'List escalation policies',
	description: 'Lists escalation policies: who is paged at each level, after how long, and for which services.',
	example: 'Who is paged after Maya for Payments?',
	toolset: 'oncall',
	access: 'read',
	operations: {
		always: ['listEscalationPolicies'],
		sometimes: ['getCurrentUser', 'listSchedules', 'listOnCalls', 'listTeams', 'getEscalationPolicy'],
	},
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

/** Which policies page some people. */
interface Paging {
	readonly pages: (policy: EscalationPolicy) => boolean;
	readonly note: string | undefined;
}

/**
 * Tells the policies that page any of these people, as direct targets or through a schedule. Layered schedules name their
 * people; those made of shifts show in who is on call in the next 90 days. operationId: listSchedules, listOnCalls
 */
async function pagingOf(userIds: readonly string[], context: ToolContext): Promise<Paging> {
	const { pagerduty, asked } = context;
	const now = Math.floor(asked.now().getTime() / 1000) * 1000;
	const range = rangeOf({ start: now, end: now + knownDays * 86_400_000 });
	const [layered, turns] = await Promise.all([
		readAll((at) => listSchedules(pagerduty, at)),
		readAll((at) => listOnCalls(pagerduty, { ...at, ...range, user_ids: userIds })),
	]);
	const schedules = new Map<string, string>();
	for (const schedule of layered.items)
		if (schedule.users?.some(({ id }) => userIds.includes(id))) schedules.set(schedule.id, nameOf(schedule));
	for (const { schedule } of turns.items) if (schedule) schedules.set(schedule.id, nameOf(schedule));
	const through = quotedNames([...schedules.values()]);
	return {
		pages: ({ escalation_rules: levels }) =>
			levels?.some(({ targets }) => targets.some(({ id }) => userIds.includes(id) || schedules.has(id))) ?? false,
		note: joinNotes(layered.note ?? turns.note, through ? `Directly, or through a schedule: ${through}.` : undefined),
	};
}
