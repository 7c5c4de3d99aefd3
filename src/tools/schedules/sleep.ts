import { calendarOf, splitByPart, type DayRules } from './day-parts.ts';
import { clip, intersect, totalLength, type Span } from '../time/spans.ts';

/** When people sleep, as PagerDuty's own figures have it: from 22 to 8 on their clock, whatever the day. */
const sleep: DayRules = { nightStart: '22:00', nightEnd: '08:00', weekend: new Set(), holidays: new Set() };
const weekend: DayRules = { nightStart: '00:00', nightEnd: '00:00', weekend: new Set([6, 7]), holidays: new Set() };

/** The nights in `span` on the clock of `zone`. Those on which the clocks change are an hour longer or shorter. */
export function nightsOf(zone: string, span: Span): Span[] {
	return calendarOf(zone, span, sleep).filter(({ part }) => part === 'night');
}

/** How much of `span` somebody in `zone` is awake, in percent. */
export function awakePercent(zone: string, span: Span): number {
	const { night } = splitByPart([span], calendarOf(zone, span, sleep));
	return Math.round(100 * (1 - night / (span.end - span.start)));
}

/** What of somebody's duty falls into nights and weekends on their clock. */
export interface HardHours {
	/** Nights of which at least two hours are duty: a day that begins at seven is no night. */
	readonly nights: number;
	/** The duty in them. */
	readonly atNight: readonly Span[];
	readonly weekendMilliseconds: number;
}

const leastOfNight = 2 * 3_600_000;

/** @param duty disjoint, inside `span`. An hour of a night at a weekend counts in both. */
export function hardHoursOf(duty: readonly Span[], zone: string, span: Span): HardHours {
	const nights = nightsOf(zone, span);
	const touched = nights.filter((night) => totalLength(clip(duty, night)) >= leastOfNight);
	const weekends = splitByPart(duty, calendarOf(zone, span, weekend));
	return {
		nights: touched.length,
		atNight: intersect(duty, nights),
		weekendMilliseconds: weekends.weekend,
	};
}
