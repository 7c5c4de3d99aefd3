// Days and clock times of a time zone. The browser knows zones by `Intl` only, so what is on the clock is asked of it.
import { dayMs, minuteMs } from './time.ts';

const clocks = new Map<string, Intl.DateTimeFormat>();

/** A moment on the wall clock of a zone, as if that clock were UTC. */
function onClock(at: number, zone: string | undefined): number {
	const key = zone ?? '';
	const clock =
		clocks.get(key) ??
		new Intl.DateTimeFormat('en-US', {
			...(zone !== undefined && { timeZone: zone }),
			calendar: 'gregory',
			numberingSystem: 'latn',
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
		});
	clocks.set(key, clock);
	const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
	const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
	const minutes = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
	const rest = ((at % minuteMs) + minuteMs) % minuteMs;
	return minutes + rest;
}

/** `2026-03-29T09:30`: what a clock of the zone shows. */
export function localTime(at: number, zone: string | undefined): string {
	return new Date(onClock(at, zone)).toISOString().slice(0, 16);
}

/** When a clock of the zone shows that: twice where it is put back, never where it is put forward or for what is no time. */
export function momentsOfLocal(local: string, zone: string | undefined): readonly number[] {
	const shown = Date.parse(`${local}Z`);
	if (Number.isNaN(shown)) return [];
	const found = offsetsAround(shown, zone)
		.map((offset) => shown - offset)
		.filter((at) => onClock(at, zone) === shown)
		.sort((a, b) => a - b);
	return [...new Set(found)];
}

/**
 * When a clock of the zone shows that first. A time that is left out is as much later as the clock is put forward. Undefined for what
 * is no time.
 */
export function momentOfLocal(local: string, zone: string | undefined): number | undefined {
	const [first] = momentsOfLocal(local, zone);
	const shown = Date.parse(`${local}Z`);
	return first ?? (Number.isNaN(shown) ? undefined : shown - (offsetsAround(shown, zone)[0] ?? 0));
}

/** How far the clock is ahead of UTC a day before and a day after, in milliseconds. */
function offsetsAround(shown: number, zone: string | undefined): readonly number[] {
	return [-dayMs, dayMs].map((away) => onClock(shown + away, zone) - (shown + away));
}

/** When the day of a moment begins. */
export function startOfDay(at: number, zone: string | undefined): number {
	return midnight(onClock(at, zone), 0, zone);
}

/** When the day begins that is so many days after that of a moment, or before it. */
export function startOfDayAfter(at: number, days: number, zone: string | undefined): number {
	return midnight(onClock(at, zone), days, zone);
}

/** When so many days begin, the first of them the day of `from`, and when the last one ends. */
export function daysFrom(from: number, count: number, zone: string | undefined): readonly number[] {
	const shown = onClock(from, zone);
	return Array.from({ length: count + 1 }, (_, index) => midnight(shown, index, zone));
}

function midnight(shown: number, days: number, zone: string | undefined): number {
	const date = new Date(shown + days * dayMs).toISOString().slice(0, 10);
	return momentOfLocal(`${date}T00:00`, zone) ?? shown;
}
