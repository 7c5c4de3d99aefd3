import * as z from 'zod';
import { listOnCalls } from '../../pagerduty/oncalls.ts';
import { moment, references } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, readRows } from '../list.ts';
import { parseRange } from '../time.ts';
import { defineTool } from '../tool.ts';
import { oncallView, toOncallView } from '../views/oncall.ts';

const name = 'list_oncalls';

const input = z.strictObject({
	services: references('Names or ids.').optional(),
	escalation_policies: references('Names or ids.').optional(),
	schedules: references('Names or ids.').optional(),
	users: references('Names, ids or me.').optional(),
	since: moment('Default: now. ISO 8601, or e.g. +1d.').optional(),
	until: moment('At most 90 days after `since`.').optional(),
	earliest: z.boolean().default(false).describe("Only each person's current or next turn at each level."),
	...listArguments(oncallView),
});
type Input = z.output<typeof input>;

/** operationId: listOnCalls */
export const listOncalls = defineTool({
	name,
	title: 'List who is on call',
	description:
		'Lists who is on call now or in a span of time, by service, escalation policy, schedule or person. Level 1 is paged first; without start and end a person is always on call.',
	toolset: 'oncall',
	access: 'read',
	input,
	output: z.object({ oncalls: z.array(oncallView.schema), ...listEnvelope }),
	async run(input, context) {
		const range = parseRange(input, context.clock, 90);
		const { directory } = context;
		const [policies, schedules, users, me] = await Promise.all([
			policyIds(input, context),
			directory.ids('schedule', input.schedules, context),
			directory.ids('user', input.users, context),
			directory.me(context),
		]);
		const seen = new Set<string>();
		const rows = await readRows({
			start: pageStart(name, input),
			limit: input.limit,
			read: (at) =>
				listOnCalls(context.pagerduty, {
					...at,
					...range,
					...(input.earliest && { earliest: true }),
					...(policies && { escalation_policy_ids: policies }),
					...(schedules && { schedule_ids: schedules }),
					...(users && { user_ids: users }),
				}),
			view: (oncall) => toOncallView(oncall, me?.id),
		});
		// The same turn comes more than once when a person is reached in several ways on one level.
		const distinct = rows.rows.filter(({ item }) => {
			const key = [item.user_id, item.escalation_policy_id, item.level, item.schedule_id, item.start].join(' ');
			return !seen.has(key) && seen.add(key);
		});
		const { items, envelope } = listResult(name, oncallView, input, { ...rows, rows: distinct });
		return { oncalls: items, ...envelope };
	},
	present: presentList(oncallView),
});

async function policyIds(input: Input, context: ToolContext): Promise<string[] | undefined> {
	if (!input.services && !input.escalation_policies) return undefined;
	const services = await Promise.all(
		(input.services ?? []).map((service) => context.directory.resolve('service', service, context)),
	);
	const ofServices = services.map(({ name: service, escalation_policy_id: id }) => {
		if (id) return id;
		throw new ToolError({ message: `${service} has no escalation policy.` });
	});
	const named = (await context.directory.ids('escalation_policy', input.escalation_policies, context)) ?? [];
	return [...new Set([...ofServices, ...named])];
}
