import { listOnCalls, type ListOnCallsQuery, type OnCall } from '../../../pagerduty/api/oncalls.ts';
import type { ToolContext } from '../../core/context.ts';
import { joinNotes } from '../../lists/partial-answer.ts';
import { readAll } from '../../lists/read-all.ts';
import { rangeOf } from '../../time/range.ts';

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
