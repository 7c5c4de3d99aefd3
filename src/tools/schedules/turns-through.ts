import { listOnCalls, type ListOnCallsQuery, type OnCall } from '../../pagerduty/api/oncalls.ts';
import type { ToolContext } from '../core/context.ts';
import type { DeletionCheck } from '../writes/deletion.ts';
import { nameOf, quoted } from '../text/names.ts';
import { readAll } from '../lists/read-all.ts';
import { rangeOf } from '../time/range.ts';
import { cleanLine } from '../text/untrusted.ts';

/** Who is on call through something, as sentences would say it. */
interface Turns {
	/** E.g. `"Maya Okafor" (level 1 of "Payments")`. */
	readonly now: readonly string[];
	/** The same of the next turn to begin. */
	readonly next: string | undefined;
	/** There may be others. */
	readonly more: boolean;
}

/** How far the next turn is looked for, in milliseconds. */
const reach = 60 * 86_400_000;

/** As many people are named. */
const mostNamed = 10;

/** Who is on call now, and whose turn begins next. operationId: listOnCalls */
export async function readTurns(
	query: Pick<ListOnCallsQuery, 'user_ids' | 'escalation_policy_ids'>,
	{ pagerduty, clock }: ToolContext,
): Promise<Turns> {
	const from = clock.now().getTime();
	const range = rangeOf({ start: from, end: from + reach });
	const { items, note } = await readAll((at) => listOnCalls(pagerduty, { ...query, ...range, earliest: true, ...at }));
	const startOf = ({ start }: OnCall) => (start === undefined ? -Infinity : Date.parse(start));
	const there = items.filter((one) => startOf(one) <= from);
	const byLevel = there.toSorted((a, b) => (a.escalation_level ?? 1) - (b.escalation_level ?? 1));
	const current = [...new Set(byLevel.map(placed))];
	const [next] = items.filter((one) => startOf(one) > from).toSorted((a, b) => startOf(a) - startOf(b));
	return {
		now: current.slice(0, mostNamed),
		next: next && `${placed(next)} from ${cleanLine(next.start ?? '', 40)}`,
		more: note !== undefined || current.length > mostNamed,
	};
}

/** `on call now: …; next on call: …`; undefined if nobody is. */
export function turnsText({ now, next, more }: Turns): string | undefined {
	const parts = [
		...(now.length > 0 ? [`on call now: ${now.join(', ')}${more ? ' and more' : ''}`] : []),
		...(next === undefined ? [] : [`next on call: ${next}`]),
	];
	return parts.join('; ') || undefined;
}

/** To be told before a deletion: whom it would take off call. */
export function onCallThrough(
	query: () => Promise<Parameters<typeof readTurns>[0] | undefined>,
	context: ToolContext,
): DeletionCheck {
	return {
		what: 'who is on call',
		async find() {
			const asked = await query();
			return asked && turnsText(await readTurns(asked, context));
		},
	};
}

function placed({ user, escalation_level: level = 1, escalation_policy: policy }: OnCall): string {
	return `${quoted(nameOf(user))} (level ${level}${policy ? ` of ${quoted(nameOf(policy))}` : ''})`;
}
