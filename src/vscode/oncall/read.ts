import type { Clock } from '../../pagerduty/http/clock.ts';
import { listEscalationPolicies } from '../../tools/oncall/list-escalation-policies.ts';
import { listOncalls } from '../../tools/oncall/list-oncalls.ts';
import type { ShownOncall } from '../../tools/shapes/oncall.ts';
import type { Caller } from '../../tools/tool-runs.ts';
import type { RunsTools } from '../lazy-toolbox.ts';
import { readList } from '../refresh/reading.ts';
import type { Problem } from '../words/problem.ts';
import { mayHaveGapSoon } from './gaps.ts';
import type { TeamsOfPolicies } from './groups.ts';
import { byPolicy } from './policies.ts';
import type { OncallStore } from './store.ts';

const dayMs = 24 * 60 * 60_000;
/** How far ahead "next" looks. */
const aheadMs = 14 * dayMs;
/** How far ahead all turns are read where there may be a gap soon: over a weekend, so that its end is known as well. */
const wholeMs = 5 * dayMs;
/** So many policies are looked at for gaps to come, those in which the person is on call first. */
const mostWhole = 50;

/** Where the second part of the list begins. */
const secondPart = 'second part';

/**
 * Reads who is on call now and next into the store. Each person's first turn is enough for that; all turns of the coming days are
 * read only of policies that may have a gap there.
 * @param withTeams reads whose policies they are as well
 * @throws what the tool throws, after the store has been told.
 */
export async function readOncalls(
	toolbox: RunsTools,
	store: OncallStore,
	clock: Clock,
	caller: Caller,
	describe: (error: unknown) => Problem,
	withTeams = false,
): Promise<void> {
	const now = clock.now();
	const span = (ms: number) => ({ since: now.toISOString(), until: new Date(now.getTime() + ms).toISOString() });
	const reading = store.begin();
	const first: ShownOncall[] = [];
	let whole: string[] | undefined;
	const readPage = async (cursor: string | undefined) => {
		if (cursor === undefined && withTeams) {
			try {
				reading.teams(await readTeams(toolbox, caller));
			} catch (error) {
				caller.signal.throwIfAborted();
				// Who is on call is worth more than whose policies they are.
				reading.withoutTeams(describe(error));
			}
		}
		const query = whole ? { ...span(wholeMs), escalation_policies: whole } : { ...span(aheadMs), earliest: true };
		const at = cursor === undefined || cursor === secondPart ? {} : { cursor };
		const { oncalls, next_cursor: next } = await toolbox.run(listOncalls, { ...query, limit: 100, ...at }, caller);
		if (whole) return { items: oncalls, next };
		first.push(...oncalls);
		if (next !== undefined) return { items: oncalls, next };
		whole = withGapsPossible(first, now);
		reading.whole(whole, new Date(now.getTime() + wholeMs));
		return { items: oncalls, next: whole.length > 0 ? secondPart : undefined };
	};
	await readList(reading, readPage, caller.signal, describe);
}

/** The ids of policies that may have a gap soon. */
function withGapsPossible(oncalls: readonly ShownOncall[], now: Date): string[] {
	return [...byPolicy(oncalls)]
		.filter(([id, entries]) => id !== '' && mayHaveGapSoon(entries, now.getTime()))
		.sort(([, a], [, b]) => Number(hasMe(b)) - Number(hasMe(a)))
		.slice(0, mostWhole)
		.map(([id]) => id);
}

function hasMe(entries: readonly ShownOncall[]): boolean {
	return entries.some(({ me }) => me === true);
}

async function readTeams(toolbox: RunsTools, caller: Caller): Promise<TeamsOfPolicies> {
	const teams = new Map<string, readonly string[]>();
	let cursor: string | undefined;
	do {
		const query = { scope: 'account', limit: 100, ...(cursor !== undefined && { cursor }) } as const;
		const { escalation_policies: policies, next_cursor: next } = await toolbox.run(
			listEscalationPolicies,
			query,
			caller,
		);
		for (const { id, teams: names = [] } of policies) teams.set(id, names);
		cursor = next;
	} while (cursor !== undefined);
	return teams;
}
