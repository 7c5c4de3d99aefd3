import type { Shift, Span } from './model.ts';

/** The parts of `items` inside `span`, cut at its edges. */
export function clip<T extends Span>(items: readonly T[], span: Span): T[] {
	return items.flatMap((item) => {
		const start = Math.max(item.start, span.start);
		const end = Math.min(item.end, span.end);
		return start < end ? [{ ...item, start, end }] : [];
	});
}

/** The parts of `items` that overlap any of `windows` (both sorted, windows disjoint). */
export function intersect<T extends Span>(items: readonly T[], windows: readonly Span[]): T[] {
	const result: T[] = [];
	let first = 0;
	for (const item of items) {
		while ((windows[first]?.end ?? Infinity) <= item.start) first++;
		for (let index = first; index < windows.length; index++) {
			const window = windows[index];
			if (!window || window.start >= item.end) break;
			const start = Math.max(item.start, window.start);
			const end = Math.min(item.end, window.end);
			if (start < end) result.push({ ...item, start, end });
		}
	}
	return result;
}

/** `base` where `top` leaves room, and all of `top` (both sorted and disjoint); sorted by start. */
export function overlay<T extends Span>(base: readonly T[], top: readonly T[]): T[] {
	return [...subtract(base, top), ...top].sort(byStart);
}

/** What remains of `items` outside `holes` (both sorted, holes disjoint). */
export function subtract<T extends Span>(items: readonly T[], holes: readonly Span[]): T[] {
	const result: T[] = [];
	let first = 0;
	for (const item of items) {
		while ((holes[first]?.end ?? Infinity) <= item.start) first++;
		let start = item.start;
		for (let index = first; index < holes.length; index++) {
			const hole = holes[index];
			if (!hole || hole.start >= item.end) break;
			if (hole.start > start) result.push({ ...item, start, end: hole.start });
			start = Math.max(start, hole.end);
		}
		if (start < item.end) result.push({ ...item, start, end: item.end });
	}
	return result;
}

/** Sorted windows with overlapping and touching ones made one. */
export function union(windows: readonly Span[]): Span[] {
	const result: Span[] = [];
	for (const window of [...windows].sort(byStart)) {
		const last = result.at(-1);
		if (last && window.start <= last.end) last.end = Math.max(last.end, window.end);
		else result.push({ ...window });
	}
	return result;
}

/** Sorted shifts with touching ones of the same person made one. */
export function mergeShifts<T extends Shift>(shifts: readonly T[]): T[] {
	const result: T[] = [];
	for (const shift of shifts) {
		const last = result.at(-1);
		if (last?.end === shift.start && last.userId === shift.userId) last.end = shift.end;
		else result.push({ ...shift });
	}
	return result;
}

/** How much of `span` is covered by `items`, in percent with one decimal. */
export function coverage(items: readonly Span[], span: Span): number {
	if (span.end <= span.start) return 0;
	const covered = union(clip(items, span)).reduce((sum, item) => sum + item.end - item.start, 0);
	return Math.round((covered / (span.end - span.start)) * 1000) / 10;
}

export function byStart(a: Span, b: Span): number {
	return a.start - b.start;
}
