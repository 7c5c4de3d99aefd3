import * as z from 'zod';
import { listOnCalls, type OnCall } from '../../pagerduty/oncalls.ts';
import { moment, references } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, readRows, wholeList } from '../list.ts';
import { isoSeconds, parseMoment, parseRange } from '../time.ts';
import { defineTool } from '../tool.ts';
import { oncallView, toOncallView } from '../views/oncall.ts';
import { checkAhead, contactItem, contactsOf, knownDays, nextOnCalls, policiesOfTeams } from './oncall-extras.ts';

const name = 'list_oncalls';

const input = z.strictObject({
	services: references('Names or ids.').optional(),
	escalation_policies: references('Names or ids.').optional(),
	schedules: references('Names or ids.').optional(),
	users: references('Names, ids or me.').optional(),
	teams: references('Whose policies: names or ids.').optional(),
	at: moment('A moment instead of a span. ISO 8601, or e.g. +1d.').optional(),
	since: moment('Default: now.').optional(),
	until: moment('At most 90 days after `since`.').optional(),
	earliest: z.boolean().default(false).describe("Only each person's current or next turn at each level."),
	next: z.boolean().default(false).describe('Who follows at each level, within 60 days.'),
	contact_methods: z.boolean().default(false).describe('With how to reach them; personal data.'),
	...listArguments(oncallView),
});
type Input = z.output<typeof input>;

/** operationId: listOnCalls */
export const listOncalls = defineTool({
	name,
	title: 'List who is on call',
	description:
		'Lists who is on call now, at a time or in a span, or who is next: by service, escalation policy, schedule, team or person. Level 1 is paged first; without start and end a person is always on call.',
	example: 'Who is on call for Payments, and who is next?',
	toolset: 'oncall',
	access: 'read',
	input,
	output: z.object({
		oncalls: z.array(oncallView.schema),
		...listEnvelope,
		contacts: z.array(contactItem).optional(),
	}),
	async run(input, context) {
		const range = rangeOf(input, context);
		const start = pageStart(name, input);
		const { directory } = context;
		const [policies, schedules, users, me] = await Promise.all([
			policyIds(input, context),
			directory.ids('schedule', input.schedules, context),
			directory.ids('user', input.users, context),
			directory.me(context),
		]);
		if (policies?.length === 0) return nobody;
		const query = {
			...(input.earliest && { earliest: true }),
			...(policies && { escalation_policy_ids: policies }),
			...(schedules && { schedule_ids: schedules }),
			...(users && { user_ids: users }),
		};
		const view = (oncall: OnCall) => toOncallView(oncall, me?.id);
		const rows = input.next
			? wholeList((await nextOnCalls(query, Date.parse(range.since), context)).map(view), start, input.limit)
			: await readRows({
					start,
					limit: input.limit,
					read: (at) => listOnCalls(context.pagerduty, { ...at, ...range, ...query }),
					view,
				});
		// The same turn comes more than once when a person is reached in several ways on one level.
		const seen = new Set<string>();
		const distinct = rows.rows.filter(({ item }) => {
			const key = [item.user_id, item.escalation_policy_id, item.level, item.schedule_id, item.start].join(' ');
			return !seen.has(key) && seen.add(key);
		});
		const { items, envelope } = listResult(name, oncallView, input, { ...rows, rows: distinct });
		if (!input.contact_methods) return { oncalls: items, ...envelope };
		const { contacts, notes } = await contactsOf(items, context);
		const note = [envelope.note, ...notes].filter((text) => text !== undefined).join(' ');
		return { oncalls: items, ...envelope, ...(note && { note }), contacts };
	},
	present: presentList(oncallView),
});

/** An empty filter would filter nothing. */
const nobody = { oncalls: [], returned: 0, more: false, note: 'No escalation policy fits these filters.' };

/** Both ends are always said: PagerDuty's own now would move from page to page. */
function rangeOf(input: Input, { asked }: ToolContext): { since: string; until: string } {
	if (input.next && (input.until !== undefined || input.earliest))
		throw new ToolError({ message: '`next` goes with a moment, not with a span or `earliest`.' });
	if (input.at !== undefined && (input.since ?? input.until))
		throw new ToolError({ message: 'Give either `at` or a span.' });
	const now = isoSeconds(asked.now());
	const at = input.at === undefined ? undefined : isoSeconds(parseMoment('at', input.at, asked));
	const span = parseRange({ since: input.since ?? 'now', until: input.until }, asked, knownDays);
	const { since = now, until = since > now ? since : now } = at === undefined ? span : { since: at, until: at };
	checkAhead(Date.parse(until), asked);
	return { since, until };
}

async function policyIds(input: Input, context: ToolContext): Promise<string[] | undefined> {
	if (!input.services && !input.escalation_policies && !input.teams) return undefined;
	const services = await Promise.all(
		(input.services ?? []).map((service) => context.directory.resolve('service', service, context)),
	);
	const ofServices = services.map(({ name: service, escalation_policy_id: id }) => {
		if (id) return id;
		throw new ToolError({ message: `${service} has no escalation policy.` });
	});
	const named = await context.directory.ids('escalation_policy', input.escalation_policies, context);
	const teams = await context.directory.ids('team', input.teams, context);
	const ofTeams = teams && (await policiesOfTeams(teams, context));
	// Each filter narrows, as the others do; PagerDuty knows only policies.
	const [first = [], ...others] = [input.services && ofServices, named, ofTeams].filter((ids) => ids !== undefined);
	return [...new Set(first)].filter((id) => others.every((ids) => ids.includes(id)));
}
