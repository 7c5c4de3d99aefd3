import * as z from 'zod';
import { listEscalationPolicies } from '../../pagerduty/api/escalation-policies.ts';
import { listOnCalls } from '../../pagerduty/api/oncalls.ts';
import { pages } from '../../pagerduty/api/paging.ts';
import { listSchedules } from '../../pagerduty/api/schedules.ts';
import * as users from '../../pagerduty/api/users.ts';
import { reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { confirmArgument, deleteConfirmed, namesCheck, openIncidentsCheck } from '../writes/deletion.ts';
import { ToolError } from '../core/failure.ts';
import { nameOf, namesOf } from '../text/names.ts';
import { onCallThrough } from '../schedules/turns-through.ts';
import { isoSeconds } from '../time/iso.ts';
import { defineTool } from '../core/tool.ts';
import { said } from '../text/said.ts';

/** operationId: deleteUser */
export const deleteUser = defineTool({
	name: 'delete_user',
	title: 'Delete a user',
	description:
		'Removes a person from the account, for good; PagerDuty cannot deactivate people instead. The person is told what would break (incidents, schedules, escalation policies, teams), and agrees first. PagerDuty refuses while they are still needed.',
	example: 'Remove the account of Sam, who left.',
	toolset: 'people',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration'],
	operations: {
		always: ['deleteUser'],
		sometimes: [
			'listUsers',
			'getCurrentUser',
			'getUser',
			'listIncidents',
			'listOnCalls',
			'listEscalationPolicies',
			'listSchedules',
		],
	},
	input: z.strictObject({ user: reference('Name, e-mail or id.'), confirm: confirmArgument('person') }),
	output: z.object({ deleted: z.string(), id: z.string() }),
	async run(input, context) {
		const { pagerduty, directory } = context;
		const { id, name } = await directory.resolve('user', input.user, context);
		if (id === (await directory.myId(context)))
			throw new ToolError({ message: 'That is the person signed in: people cannot delete themselves here.' });
		const checks = [
			openIncidentsCheck({ user_ids: [id] }, context),
			onCallThrough(() => Promise.resolve({ user_ids: [id] }), context),
			namesCheck(said`escalation policies`, async () => {
				const page = await listEscalationPolicies(pagerduty, { user_ids: [id], limit: 100 });
				return { names: namesOf(page.items), more: page.more };
			}),
			namesCheck(said`schedules`, () => schedulesOf(id, context)),
			namesCheck(said`teams`, async () => ({
				names: namesOf((await users.getUser(pagerduty, id)).teams),
				more: false,
			})),
		];
		await deleteConfirmed(
			{
				noun: 'person',
				question: (named) => said`Delete the person ${named} for good?`,
				id,
				name,
				confirm: input.confirm,
				checks,
				send: () => users.deleteUser(pagerduty, id),
				read: () => users.getUser(pagerduty, id),
			},
			context,
		);
		directory.forget('user');
		context.changes.announce({ oncall: true });
		return { deleted: name, id };
	},
});

/** Schedules made of layers name their people; those made of shifts show in who is on call in the next 90 days. */
async function schedulesOf(id: string, context: ToolContext): Promise<{ names: string[]; more: boolean }> {
	const { pagerduty, clock } = context;
	const names = new Set<string>();
	let more = false;
	let left = 10;
	for await (const page of pages((at) => listSchedules(pagerduty, at))) {
		for (const schedule of page.items) if (schedule.users?.some((user) => user.id === id)) names.add(nameOf(schedule));
		more = page.more;
		if (--left === 0) break;
	}
	const until = isoSeconds(new Date(clock.now().getTime() + 90 * 86_400_000));
	const turns = await listOnCalls(pagerduty, { user_ids: [id], since: isoSeconds(clock.now()), until, limit: 100 });
	for (const { schedule } of turns.items) if (schedule) names.add(nameOf(schedule));
	return { names: [...names], more };
}
