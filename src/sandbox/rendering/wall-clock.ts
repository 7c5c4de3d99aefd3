import { Temporal } from 'temporal-polyfill';
import { day } from '../time.ts';
import type { Span } from './model.ts';

/** The day of the week of a wall time, 1 = Monday … 7 = Sunday. */
export function weekdayOf(wall: number): number {
	// The first day of all was a Thursday.
	return ((((Math.floor(wall / day) + 3) % 7) + 7) % 7) + 1;
}

interface Stretch extends Span {
	/** Milliseconds by which the wall clock is ahead of UTC. */
	readonly offset: number;
}

/**
 * The wall clock of a zone around a span. Wall times are milliseconds as if the zone were UTC: between two changes of the clock they
 * run evenly, which makes them cheap to count with.
 */
export class WallClock {
	readonly #stretches: readonly Stretch[];

	/** @param reach how far from the span it is asked at most, in milliseconds */
	constructor(timeZone: string, span: Span, reach: number) {
		this.#stretches = [
			...stretchesOf(timeZone, { start: span.start - reach - 2 * day, end: span.end + reach + 2 * day }),
		];
	}

	/** What it shows at a moment. */
	at(moment: number): number {
		return moment + this.#stretchAt(moment).offset;
	}

	/** When it shows a time; one skipped in spring is the one an hour later, of a doubled one the first. */
	momentOf(wall: number): number {
		const found = this.#stretches.find(({ start, end, offset }) => wall - offset >= start && wall - offset < end);
		// A time that is skipped is counted with the clock from before.
		const before = found ?? this.#stretches.findLast(({ end, offset }) => wall - offset >= end);
		return wall - (before ?? this.#stretchAt(wall)).offset;
	}

	#stretchAt(moment: number): Stretch {
		const found = this.#stretches.find(({ end }) => moment < end) ?? this.#stretches.at(-1);
		if (!found) throw new RangeError('A wall clock has at least one stretch.');
		return found;
	}
}

function* stretchesOf(timeZone: string, span: Span): Generator<Stretch> {
	let at = Temporal.Instant.fromEpochMilliseconds(span.start).toZonedDateTimeISO(timeZone);
	let start = -Infinity;
	for (;;) {
		const next = at.getTimeZoneTransition('next');
		const isLast = !next || next.epochMilliseconds > span.end;
		yield { start, end: isLast ? Infinity : next.epochMilliseconds, offset: at.offsetNanoseconds / 1e6 };
		if (isLast) return;
		start = next.epochMilliseconds;
		at = next;
	}
}
