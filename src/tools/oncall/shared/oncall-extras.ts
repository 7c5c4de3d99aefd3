import * as z from 'zod';
import { listContactMethods, type ContactMethod } from '../../../pagerduty/api/contact-methods.ts';
import { listEscalationPolicies } from '../../../pagerduty/api/escalation-policies.ts';
import { listOnCalls, type ListOnCallsQuery, type OnCall } from '../../../pagerduty/api/oncalls.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { joinNotes, readPartOfEach } from '../../lists/incomplete.ts';
import { readAll } from '../../lists/read-all.ts';
import type { Moment } from '../../time/moment.ts';
import { rangeOf } from '../../time/range.ts';
import { cleanLine } from '../../text/untrusted.ts';
import type { OncallView } from '../../shapes/oncall.ts';

/** PagerDuty knows who is on call for so long ahead, and leaves out what is later without a word. */
export const knownDays = 90;

/** @throws {ToolError} for an end that PagerDuty does not know yet. */
export function checkAhead(end: number, asked: Moment): void {
	// An hour more where the clocks go back.
	if (end <= asked.now().getTime() + knownDays * 86_400_000 + 3_600_000) return;
	throw new ToolError({
		message: `PagerDuty only knows who is on call for the next ${knownDays} days.`,
		next: 'Ask for an earlier end, or look at a schedule with get_schedule.',
	});
}

/** How far ahead a successor is looked for. */
const reach = 60 * 86_400_000;

/** Whoever follows those on call at `from`: of each policy, level and schedule the next turns to begin. operationId: listOnCalls */
export async function nextOnCalls(
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

/** The policies of teams. operationId: listEscalationPolicies */
export async function policiesOfTeams(
	teamIds: readonly string[],
	{ pagerduty }: ToolContext,
): Promise<{ readonly ids: string[]; readonly note: string | undefined }> {
	const { items, note } = await readAll((at) => listEscalationPolicies(pagerduty, { ...at, team_ids: teamIds }));
	return { ids: items.map(({ id }) => id), note };
}

/** How to reach somebody: personal data, shown only when asked for. */
export const contactItem = z.object({ user: z.string(), contact_methods: z.array(z.string()) });

/** More people than this are too many requests. */
const mostPeople = 10;

/**
 * The first people's contact methods, e.g. `phone: +1 4155550100 (Work)`, and what is missing of them.
 * operationId: getUserContactMethods
 */
export async function contactsOf(oncalls: readonly OncallView[], context: ToolContext) {
	const all = [...new Map(oncalls.map(({ user_id: id, user: name }) => [id, { id, name }])).values()];
	const people = all.slice(0, mostPeople);
	const read = ({ id }: { readonly id: string }) => listContactMethods(context.pagerduty, id);
	const { values, note } = await readPartOfEach('contact methods', people, read, context.signal);
	return {
		contacts: people.flatMap(({ name: user }, index) => {
			const methods = values[index]?.filter(({ type }) => type !== undefined && !type.startsWith('push'));
			return methods ? [{ user, contact_methods: methods.map(contactText) }] : [];
		}),
		notes: [
			...(all.length > mostPeople ? [`Contact methods of the first ${mostPeople} people.`] : []),
			...(note === undefined ? [] : [note]),
		],
	};
}

function contactText({ type = '', address = '', country_code: code, label }: ContactMethod): string {
	const kind = type.replace(/_contact_method(_reference)?$/, '');
	const number = code === undefined || kind === 'email' ? address : `+${code} ${address}`;
	return cleanLine(`${kind}: ${number}${label ? ` (${label})` : ''}`, 200);
}
