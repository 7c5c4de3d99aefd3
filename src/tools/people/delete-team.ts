import * as z from 'zod';
import { listEscalationPolicies } from '../../pagerduty/api/escalation-policies.ts';
import { listSchedulesV3 } from '../../pagerduty/api/schedules-v3.ts';
import { listSchedules } from '../../pagerduty/api/schedules.ts';
import { listServices } from '../../pagerduty/api/services.ts';
import * as teams from '../../pagerduty/api/teams.ts';
import { reference } from '../core/arguments.ts';
import { confirmArgument, deleteConfirmed, namesCheck, openIncidentsCheck } from '../writes/deletion.ts';
import { ToolError } from '../core/failure.ts';
import { readAll } from '../lists/read-all.ts';
import { namesOf } from '../text/names.ts';
import { policiesOfTeams } from '../schedules/policies-of-teams.ts';
import { onCallThrough } from '../schedules/turns-through.ts';
import { defineTool } from '../core/tool.ts';
import { said } from '../text/said.ts';

/** operationId: deleteTeam */
export const deleteTeam = defineTool({
	name: 'delete_team',
	title: 'Delete a team',
	description:
		'Deletes a team, for good. PagerDuty refuses while services, escalation policies, schedules or other teams belong to it; the person is told which ones do, and agrees first.',
	example: 'Delete the empty team Labs.',
	toolset: 'people',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration'],
	operations: {
		always: ['listTeams', 'deleteTeam'],
		sometimes: ['listIncidents', 'listServices', 'listEscalationPolicies', 'listSchedules', 'listSchedulesV3'],
	},
	input: z.strictObject({
		team: reference('Name or id.'),
		reassign_to: reference('Team that gets the open incidents. Without it everybody sees them.').optional(),
		confirm: confirmArgument('team'),
	}),
	output: z.object({ deleted: z.string(), id: z.string() }),
	async run(input, context) {
		const { pagerduty, directory } = context;
		const { id, name } = await directory.resolve('team', input.team, context);
		const other = input.reassign_to && (await directory.resolve('team', input.reassign_to, context)).id;
		if (other === id) throw new ToolError({ message: '`reassign_to` must be another team.' });
		const query = { team_ids: [id], limit: 100 };
		const checks = [
			openIncidentsCheck({ team_ids: [id] }, context),
			onCallThrough(async () => {
				const { ids } = await policiesOfTeams([id], context);
				return ids.length > 0 ? { escalation_policy_ids: ids } : undefined;
			}, context),
			namesCheck(said`services`, async () => namesIn(await listServices(pagerduty, query))),
			namesCheck(said`escalation policies`, async () => namesIn(await listEscalationPolicies(pagerduty, query))),
			namesCheck(said`schedules`, async () => namesIn(await listSchedules(pagerduty, query))),
			namesCheck(said`shift-based schedules`, async () => namesIn(await listSchedulesV3(pagerduty, query))),
			namesCheck(said`teams under it`, async () => {
				const all = await readAll((at) => teams.listTeams(pagerduty, at));
				const under = all.items.filter(({ parent }) => parent?.id === id);
				return { names: namesOf(under), more: all.note !== undefined };
			}),
		];
		await deleteConfirmed(
			{
				noun: 'team',
				question: (named) => said`Delete the team ${named} for good?`,
				id,
				name,
				confirm: input.confirm,
				checks,
				send: () => teams.deleteTeam(pagerduty, id, other ? { reassignment_team: other } : {}),
				read: () => teams.getTeam(pagerduty, id),
			},
			context,
		);
		directory.forget('team');
		return { deleted: name, id };
	},
});

function namesIn({ items, more }: { readonly items: Parameters<typeof namesOf>[0]; readonly more: boolean }) {
	return { names: namesOf(items), more };
}
