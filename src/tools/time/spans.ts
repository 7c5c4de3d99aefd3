/** A stretch of time in epoch milliseconds, `end` not included. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

/** The parts of `items` inside `span`, cut at its edges. */
export function clip<T extends Span>(items: readonly T[], span: Span): T[] {
	return items.flatMap((item) => {
		const start = Math.max(item.start, span.start);
		const end = Math.min(item.end, span.end);
		return start < end ? [{ ...item, start, end }] : [];
	});
}

/** When any of `items` is there: sorted, overlapping and touching ones made one, so that no moment counts twice. */
export function union(items: readonly Span[]): Span[] {
	const result: { start: number; end: number }[] = [];
	for (const { start, end } of items.toSorted(byStart)) {
		if (start >= end) continue;
		const last = result.at(-1);
		if (last && start <= last.end) last.end = Math.max(last.end, end);
		else result.push({ start, end });
	}
	return result;
}

/** The parts of `span` in which none of `items` is there. */
export function gaps(items: readonly Span[], span: Span): Span[] {
	const result: Span[] = [];
	let at = span.start;
	for (const { start, end } of union(clip(items, span))) {
		if (start > at) result.push({ start: at, end: start });
		at = end;
	}
	if (at < span.end) result.push({ start: at, end: span.end });
	return result;
}

/** The parts of `items` in which any of `windows` is there. */
export function intersect<T extends Span>(items: readonly T[], windows: readonly Span[]): T[] {
	return union(windows).flatMap((window) => clip(items, window));
}

/** Milliseconds in all, each moment as often as it is there. */
export function totalLength(items: readonly Span[]): number {
	return items.reduce((sum, { start, end }) => sum + Math.max(0, end - start), 0);
}

/** Neighbours that `same` takes for one, made one. `items` are sorted by start. */
export function joinNeighbours<T extends Span>(items: readonly T[], same: (a: T, b: T) => boolean): T[] {
	const result: T[] = [];
	for (const item of items) {
		const last = result.at(-1);
		if (last && last.end === item.start && same(last, item)) result[result.length - 1] = { ...last, end: item.end };
		else result.push(item);
	}
	return result;
}

export function byStart(a: Span, b: Span): number {
	return a.start - b.start;
}

/** How much of `span` any of `items` covers, in percent, rounded down: 100 is without a gap. */
export function coveredPercent(items: readonly Span[], span: Span): number {
	return Math.floor((1 - totalLength(gaps(items, span)) / (span.end - span.start)) * 1000) / 10;
}
