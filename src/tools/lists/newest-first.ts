/**
 * Earlier first. PagerDuty writes times with offsets of its own choice, so they are compared as moments, not as texts;
 * what has no readable time comes first.
 */
export function compareInstants(a: string | undefined, b: string | undefined): number {
	const [one, other] = [instantOf(a), instantOf(b)];
	return one === other ? 0 : one < other ? -1 : 1;
}

/** The newest first, by whatever time `at` gives of an item; those of the same moment stay in their order. */
export function newestFirst<T>(items: readonly T[], at: (item: T) => string | undefined): T[] {
	return [...items].sort((a, b) => compareInstants(at(b), at(a)));
}

function instantOf(text: string | undefined): number {
	const instant = Date.parse(text ?? '');
	return Number.isNaN(instant) ? -Infinity : instant;
}
