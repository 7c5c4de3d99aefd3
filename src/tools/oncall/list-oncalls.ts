import * as z from 'zod';
import { listOnCalls, type ListOnCallsQuery, type OnCall } from '../../pagerduty/api/oncalls.ts';
import { moment, references } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import type { Position } from '../lists/cursor.ts';
import {
	listArguments,
	listEnvelope,
	listResult,
	pageStart,
	presentList,
	readRows,
	wholeList,
	type Rows,
} from '../lists/list.ts';
import { namesOf, quotedNames } from '../text/names.ts';
import { joinNotes } from '../text/notes.ts';
import { findSchedule } from '../schedules/read-schedule.ts';
import { learnOncalls } from './shared/learn-oncalls.ts';
import { defineTool } from '../core/tool.ts';
import type { Span } from '../time/spans.ts';
import { oncallShape, showOncall, type ShownOncall } from '../shapes/oncall.ts';
import { describeAsked, parseAsked, type AskedSpan } from './shared/asked-span.ts';
import { policiesOfTeams } from '../schedules/policies-of-teams.ts';
import { contactSchema, readContacts } from './shared/contacts-on-call.ts';
import { whyNobody } from './shared/why-nobody.ts';
import { readAll } from '../lists/read-all.ts';
import { rangeOf } from '../time/range.ts';

const name = 'list_oncalls';

const input = z.strictObject({
	services: references('Names or ids.').optional(),
	escalation_policies: references('Names or ids.').optional(),
	schedules: references('Names or ids.').optional(),
	users: references('Names, ids or me.').optional(),
	teams: references('Teams whose policies count, or me.').optional(),
	at: moment('A moment, instead of a period.').optional(),
	since: moment('Default: now.').optional(),
	until: moment('End, at most 90 days later.').optional(),
	earliest: z.boolean().default(false).describe("Show only each person's current or next turn."),
	next: z.boolean().default(false).describe('Show who follows instead, within 60 days.'),
	contact_methods: z.boolean().default(false).describe('Also show phone numbers.'),
	...listArguments(oncallShape),
});
type Input = z.output<typeof input>;

/** operationId: listOnCalls */
export const listOncalls = defineTool({
	name,
	title: 'List who is on call',
	description:
		'Lists who is on call now, at a time or in a period, or who is next. Level 1 is paged first. A person without start and end is always on call.',
	example: 'Who is on call for Payments, and who is next?',
	toolset: 'oncall',
	access: 'read',
	operations: {
		always: ['listOnCalls'],
		sometimes: [
			'listSchedules',
			'listSchedulesV3',
			'listServices',
			'listEscalationPolicies',
			'listTeams',
			'getUserContactMethods',
			'getCurrentUser',
		],
	},
	input,
	output: z.object({
		oncalls: z.array(oncallShape.schema),
		...listEnvelope,
		contacts: z.array(contactSchema).optional(),
	}),
	async run(input, context) {
		const start = pageStart(name, input);
		const { directory } = context;
		const schedules = input.schedules && (await Promise.all(input.schedules.map((one) => findSchedule(one, context))));
		const asked = await parseAsked(input, schedules, context);
		const [{ ids: policies, note: cut }, users, me] = await Promise.all([
			policiesOf(input, context),
			directory.ids('user', input.users, context),
			directory.myId(context),
		]);
		if (policies?.length === 0) return { ...nobody, note: cut ?? nobody.note };
		const query = {
			...(input.earliest && { earliest: true }),
			...(policies && { escalation_policy_ids: policies }),
			...(schedules && { schedule_ids: schedules.map(({ id }) => id) }),
			...(users && { user_ids: users }),
			...(input.fields?.some((field) => field === 'email' || field === 'all') && { include: ['users'] as const }),
		};
		const rows = input.next
			? await readNext(query, asked.span.start, start, input.limit, context)
			: await readNow(query, asked, start, input.limit, context);
		const whole = !input.next && !input.earliest && start.offset === 0 && !rows.next && !rows.unreachable;
		const question = { span: asked.span, schedules, policyIds: policies, userIds: users };
		const found = rows.rows.map(({ item }) => item);
		const why = whole ? await whyNobody(question, found, context) : undefined;
		const note = joinNotes(rows.note, cut, why, describeAsked(input, asked));
		const { items, envelope } = listResult(name, oncallShape, input, { ...distinct(rows, me), note });
		if (!input.contact_methods) return { oncalls: items, ...envelope };
		const { contacts, notes } = await readContacts(items, context);
		const all = joinNotes(envelope.note, ...notes);
		return { oncalls: items, ...envelope, ...(all && { note: all }), contacts };
	},
	present: presentList(oncallShape),
});

/** An empty filter would filter nothing. */
const nobody = { oncalls: [], returned: 0, more: false, note: 'No escalation policy fits these filters.' };

/** Both ends are always said: PagerDuty's own now would move from page to page. */
async function readNow(
	query: ListOnCallsQuery,
	{ span, range }: AskedSpan,
	start: Position,
	limit: number,
	context: ToolContext,
): Promise<Rows<OnCall>> {
	const rows = await readRows({
		start,
		limit,
		read: (at) => learnOncalls(listOnCalls(context.pagerduty, { ...at, ...range, ...query }), context),
		show: (oncall) => oncall,
	});
	const inside = rows.rows.filter(({ item }) => touches(item, span));
	const left = rows.rows.length - inside.length;
	if (left === 0) return rows;
	return {
		...rows,
		rows: inside,
		note: joinNotes(rows.note, `PagerDuty also sent ${left} from outside that time, which are left out here.`),
	};
}

async function readNext(
	query: ListOnCallsQuery,
	from: number,
	start: Position,
	limit: number,
	context: ToolContext,
): Promise<Rows<OnCall>> {
	const { oncalls, note } = await nextOnCalls(query, from, context);
	return { ...wholeList(oncalls, start, limit), note };
}

/** Whoever is always on call has no times. */
function touches({ start, end }: OnCall, span: Span): boolean {
	return !(Date.parse(end ?? '') < span.start) && !(Date.parse(start ?? '') > span.end);
}

/** The same turn comes more than once when a person is reached in several ways on one level. */
function distinct(rows: Rows<OnCall>, me: string | undefined): Rows<ShownOncall> {
	const seen = new Set<string>();
	return {
		...rows,
		rows: rows.rows.flatMap(({ item: oncall, after }) => {
			const item = showOncall(oncall, me);
			const key = [item.user_id, item.escalation_policy_id, item.level, item.schedule_id, item.start].join(' ');
			return seen.has(key) ? [] : (seen.add(key), [{ item, after }]);
		}),
	};
}

/** The policies that the filters leave; undefined for all. Each filter narrows; PagerDuty knows only policies. */
async function policiesOf(
	input: Input,
	context: ToolContext,
): Promise<{ readonly ids: string[] | undefined; readonly note?: string | undefined }> {
	const { directory } = context;
	const [services, named, teams] = await Promise.all([
		input.services && Promise.all(input.services.map((service) => directory.current('service', service, context))),
		directory.ids('escalation_policy', input.escalation_policies, context),
		directory.ids('team', input.teams, context),
	]);
	const ofServices = services?.flatMap(({ escalation_policy: policy }) => policy?.id ?? []);
	const without = services?.filter(({ escalation_policy: policy }) => !policy) ?? [];
	const ofTeams = teams && (await policiesOfTeams(teams, context));
	const [first, ...others] = [ofServices, named, ofTeams?.ids].filter((ids) => ids !== undefined);
	const ids = first && [...new Set(first)].filter((id) => others.every((all) => all.includes(id)));
	const none =
		without.length > 0 ? `PagerDuty names no escalation policy for ${quotedNames(namesOf(without))}.` : undefined;
	return { ids, note: joinNotes(ofTeams?.note, none) };
}

/** How far ahead a successor is looked for. */
const reach = 60 * 86_400_000;

/** Whoever follows those on call at `from`: of each policy, level and schedule the next turns to begin. operationId: listOnCalls */
async function nextOnCalls(
	query: ListOnCallsQuery,
	from: number,
	{ pagerduty }: ToolContext,
): Promise<{ readonly oncalls: OnCall[]; readonly note: string | undefined }> {
	const next = new Map<string, OnCall[]>();
	const range = rangeOf({ start: from, end: from + reach });
	const { items, note } = await readAll((at) => listOnCalls(pagerduty, { ...query, ...range, ...at }));
	for (const oncall of items) {
		const start = startOf(oncall);
		if (!(start > from)) continue;
		const key = [oncall.escalation_policy?.id, oncall.escalation_level, oncall.schedule?.id].join(' ');
		const known = next.get(key) ?? [];
		const earliest = known[0] ? startOf(known[0]) : Infinity;
		if (start < earliest) next.set(key, [oncall]);
		else if (start === earliest) next.set(key, [...known, oncall]);
	}
	const oncalls = [...next.values()].flat();
	return { oncalls, note: joinNotes(note, oncalls.length === 0 ? noTurn : undefined) };
}

const noTurn = 'No turn begins in the 60 days after that.';

/** NaN for who is always on call. */
function startOf({ start }: OnCall): number {
	return Date.parse(start ?? '');
}
