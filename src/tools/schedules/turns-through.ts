import { listOnCalls, type ListOnCallsQuery, type OnCall } from '../../pagerduty/api/oncalls.ts';
import type { ToolContext } from '../core/context.ts';
import type { DeletionCheck } from '../writes/deletion.ts';
import { nameOf, quoted } from '../text/names.ts';
import { readAll } from '../lists/read-all.ts';
import { localZoneOf } from '../time/local-zone.ts';
import { rangeOf } from '../time/range.ts';
import { cleanLine } from '../text/untrusted.ts';
import { inEnglish, inTurn, said, type Said, type Saying } from '../text/said.ts';
import { saidTime } from '../time/show-time.ts';

/** Who is on call through something, as sentences would say it. */
interface Turns {
	/** E.g. `"Maya Okafor" (level 1 of "Payments")`. */
	readonly now: readonly Saying[];
	/** The same of the next turn to begin. */
	readonly next: Said | undefined;
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
	context: ToolContext,
): Promise<Turns> {
	const { pagerduty, clock } = context;
	const from = clock.now().getTime();
	const range = rangeOf({ start: from, end: from + reach });
	const { items, note } = await readAll((at) => listOnCalls(pagerduty, { ...query, ...range, earliest: true, ...at }));
	const startOf = ({ start }: OnCall) => (start === undefined ? -Infinity : Date.parse(start));
	const there = items.filter((one) => startOf(one) <= from);
	const byLevel = there.toSorted((a, b) => (a.escalation_level ?? 1) - (b.escalation_level ?? 1));
	const current = [...new Map(byLevel.map((one) => [inEnglish(placed(one)), placed(one)])).values()];
	const [next] = items.filter((one) => startOf(one) > from).toSorted((a, b) => startOf(a) - startOf(b));
	const zone = next && (await localZoneOf(undefined, context)).zone;
	return {
		now: current.slice(0, mostNamed),
		next: next && said`${placed(next)} from ${saidTime(cleanLine(next.start ?? '', 40), zone ?? 'UTC')}`,
		more: note !== undefined || current.length > mostNamed,
	};
}

/** `on call now: …; next on call: …`; undefined if nobody is. */
export function turnsText({ now, next, more }: Turns): Said | undefined {
	const names = inTurn(now, ', ');
	const parts = [
		...(now.length > 0 ? [more ? said`on call now: ${names} and more` : said`on call now: ${names}`] : []),
		...(next === undefined ? [] : [said`next on call: ${next}`]),
	];
	return parts.length > 0 ? inTurn(parts, '; ') : undefined;
}

/** To be told before a deletion: whom it would take off call. */
export function onCallThrough(
	query: () => Promise<Parameters<typeof readTurns>[0] | undefined>,
	context: ToolContext,
): DeletionCheck {
	return {
		what: said`who is on call`,
		async find() {
			const asked = await query();
			return asked && turnsText(await readTurns(asked, context));
		},
	};
}

function placed({ user, escalation_level: level = 1, escalation_policy: policy }: OnCall): Said {
	const who = quoted(nameOf(user));
	return policy ? said`${who} (level ${level} of ${quoted(nameOf(policy))})` : said`${who} (level ${level})`;
}
