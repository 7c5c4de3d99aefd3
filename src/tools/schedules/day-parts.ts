import { Temporal } from 'temporal-polyfill';
import type { Span } from '../time/spans.ts';

/** Each moment belongs to just one: a holiday before a weekend before a night. */
export const dayParts = ['regular', 'night', 'weekend', 'holiday'] as const;
export type DayPart = (typeof dayParts)[number];

/** What counts as what, by the wall clock of whoever is on call. */
export interface DayRules {
	/** `22:00`; equal to `nightEnd` = there are no nights. */
	readonly nightStart: string;
	readonly nightEnd: string;
	/** 1 = Monday … 7 = Sunday */
	readonly weekend: ReadonlySet<number>;
	/** `2026-12-25` */
	readonly holidays: ReadonlySet<string>;
}

/** Stretches of time one after another, each all of one kind. */
export type Calendar = readonly (Span & { readonly part: DayPart })[];

/**
 * The kinds of time of a zone during `span`, without a gap. An hour that comes twice in autumn counts twice, one that is left
 * out in spring not at all, because that is how long people are on call.
 */
export function calendarOf(zone: string, span: Span, rules: DayRules): Calendar {
	const cuts = cutsOf(zone, span, rules);
	const result: { start: number; end: number; part: DayPart }[] = [];
	for (const [index, start] of cuts.entries()) {
		const end = cuts[index + 1];
		if (end === undefined) break;
		const part = partAt(start, zone, rules);
		const last = result.at(-1);
		if (last?.part === part) last.end = end;
		else result.push({ start, end, part });
	}
	return result;
}

/** Milliseconds of `items` in each kind of time. `items` lie inside the calendar. */
export function splitByPart(items: readonly Span[], calendar: Calendar): Record<DayPart, number> {
	const sums = { regular: 0, night: 0, weekend: 0, holiday: 0 };
	for (const item of items) {
		for (let index = firstAfter(calendar, item.start); index < calendar.length; index++) {
			const stretch = calendar[index];
			if (!stretch || stretch.start >= item.end) break;
			sums[stretch.part] += Math.min(stretch.end, item.end) - Math.max(stretch.start, item.start);
		}
	}
	return sums;
}

/** Index of the first stretch that ends after `at`. */
function firstAfter(calendar: Calendar, at: number): number {
	let low = 0;
	let high = calendar.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((calendar[middle]?.end ?? Infinity) <= at) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Every moment at which the kind may change: midnights, edges of nights (both, where the hour comes twice), clock changes. */
function cutsOf(zone: string, span: Span, { nightStart, nightEnd }: DayRules): number[] {
	const cuts = new Set([span.start, span.end]);
	const add = (at: number) => {
		if (at > span.start && at < span.end) cuts.add(at);
	};
	const first = Temporal.Instant.fromEpochMilliseconds(span.start).toZonedDateTimeISO(zone);
	const last = Temporal.Instant.fromEpochMilliseconds(span.end).toZonedDateTimeISO(zone).toPlainDate();
	const edges = [nightStart, nightEnd].map((text) => Temporal.PlainTime.from(text));
	for (let date = first.toPlainDate(); Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
		add(date.toZonedDateTime(zone).epochMilliseconds);
		for (const edge of edges) {
			const wall = date.toPlainDateTime(edge);
			for (const disambiguation of ['earlier', 'later'] as const)
				add(wall.toZonedDateTime(zone, { disambiguation }).epochMilliseconds);
		}
	}
	let change = first.getTimeZoneTransition('next');
	while (change && change.epochMilliseconds < span.end) {
		add(change.epochMilliseconds);
		change = change.getTimeZoneTransition('next');
	}
	return [...cuts].sort((a, b) => a - b);
}

function partAt(at: number, zone: string, { nightStart, nightEnd, weekend, holidays }: DayRules): DayPart {
	const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
	if (holidays.has(wall.toPlainDate().toString())) return 'holiday';
	if (weekend.has(wall.dayOfWeek)) return 'weekend';
	const time = wall.toPlainTime().toString({ smallestUnit: 'minute' });
	const late = time >= nightStart;
	const early = time < nightEnd;
	const night = nightStart > nightEnd ? late || early : late && early;
	return night ? 'night' : 'regular';
}
