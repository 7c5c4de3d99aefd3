import type { ShownIncident } from '../../tools/shapes/incident.ts';

/** The account's priorities by name, the highest first; empty while they are not known. */
export type Priorities = readonly string[];

/**
 * Puts what needs somebody most first: triggered before acknowledged, then by priority, by urgency, and the newest first. While
 * the account's own order of priorities is not known, their names decide: `P1` before `P2`.
 */
export function needOrder(priorities: Priorities): (a: ShownIncident, b: ShownIncident) => number {
	return (a, b) =>
		statusRank(a) - statusRank(b) ||
		comparePriorities(a.priority, b.priority, priorities) ||
		urgencyRank(a) - urgencyRank(b) ||
		// ISO times of one account compare as text.
		compareText(b.created_at ?? '', a.created_at ?? '');
}

/** The person's own first, then what needs somebody most. */
export function sortedByNeed<Incident extends ShownIncident>(
	incidents: readonly Incident[],
	priorities: Priorities,
): readonly Incident[] {
	const byNeed = needOrder(priorities);
	return incidents.toSorted((a, b) => Number(b.mine ?? false) - Number(a.mine ?? false) || byNeed(a, b));
}

/** Whether this is the account's highest priority. */
export function isHighest(priority: string | undefined, priorities: Priorities): boolean {
	if (priority === undefined) return false;
	return priorities.length > 0 ? priorities[0] === priority : /^(p|sev[- ]?)1$/i.test(priority);
}

function statusRank({ status }: ShownIncident): number {
	return status === 'triggered' ? 0 : 1;
}

function urgencyRank({ urgency }: ShownIncident): number {
	return urgency === 'low' ? 1 : 0;
}

/** Below 0 where the first one is higher. Where the account's order does not know them, their names decide. */
export function comparePriorities(a: string | undefined, b: string | undefined, priorities: Priorities): number {
	if (a === b) return 0;
	if (a === undefined) return 1;
	if (b === undefined) return -1;
	const [first, second] = [priorities.indexOf(a), priorities.indexOf(b)];
	if (first >= 0 && second >= 0) return first - second;
	if (first >= 0) return -1;
	if (second >= 0) return 1;
	return numeric.compare(a, b);
}

/** `P2` before `P10`. */
const numeric = new Intl.Collator('en', { numeric: true });

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
