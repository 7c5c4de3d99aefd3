import type { ShownOncall } from '../../tools/shapes/oncall.ts';
import { gaps, union, type Span } from '../../tools/time/spans.ts';
import { spanOf } from './entry-times.ts';

/** A level of a policy with nobody on call: an incident passes it by. */
export interface Gap {
	readonly level: number;
	/** When it begins; undefined: there is nobody now. */
	readonly from: Date | undefined;
	/** When somebody takes over; undefined when that is not known. */
	readonly until: Date | undefined;
}

/** Gaps that begin later are nobody's worry yet. */
const warnedAheadMs = 48 * 60 * 60_000;

/** The levels with nobody on call now. */
export function gapsNow(entries: readonly ShownOncall[], now: number): readonly Gap[] {
	return levelsOf(entries).flatMap(([level, spans]): Gap[] => {
		if (spans.some(({ start, end }) => start <= now && end > now)) return [];
		const starts = spans.map(({ start }) => start).filter((start) => start > now);
		return [{ level, from: undefined, until: starts.length > 0 ? new Date(Math.min(...starts)) : undefined }];
	});
}

/** Of each level the next gap to begin soon. @param known all turns are known in this span, which begins now */
export function gapsAhead(entries: readonly ShownOncall[], known: Span): readonly Gap[] {
	return levelsOf(entries).flatMap(([level, spans]): Gap[] => {
		const gap = gaps(spans, known).find(({ start }) => start > known.start);
		if (!gap || gap.start > known.start + warnedAheadMs) return [];
		return [{ level, from: new Date(gap.start), until: gap.end < known.end ? new Date(gap.end) : undefined }];
	});
}

/**
 * Whether a policy may have a gap soon, by each person's first turn alone: at one of its levels these end, and those who have
 * had theirs may or may not be on call again.
 */
export function mayHaveGapSoon(entries: readonly ShownOncall[], now: number): boolean {
	return levelsOf(entries).some(([, spans]) => {
		const current = union(spans).find(({ start, end }) => start <= now && end > now);
		return current !== undefined && current.end <= now + warnedAheadMs;
	});
}

/** Every level up to the last one that anybody is on, with the turns there. */
function levelsOf(entries: readonly ShownOncall[]): readonly (readonly [level: number, spans: readonly Span[]])[] {
	const byLevel = new Map<number, Span[]>();
	for (const entry of entries) {
		const level = entry.level ?? 1;
		const spans = byLevel.get(level);
		if (spans) spans.push(spanOf(entry));
		else byLevel.set(level, [spanOf(entry)]);
	}
	const last = Math.max(0, ...byLevel.keys());
	return Array.from({ length: last }, (_, index) => [index + 1, byLevel.get(index + 1) ?? []] as const);
}
