import type { NewRotationEvent } from '../../../pagerduty/api/rotations.ts';
import type { RotationEvent } from '../../../pagerduty/api/schedules-v3.ts';
import { ruleOf, wallOf } from './event-pattern.ts';
import { wallAt } from './layers.ts';

/** The shifts of an event, numbered from 0. Moments are epoch milliseconds. */
export interface NumberedShifts {
	startOf(index: number): number;
	/** The shift under way at a moment, or else the next one. */
	indexAt(at: number): number;
}

/** Undefined where the numbers of shifts cannot be told from the recurrence. */
export function numberedShifts(event: RotationEvent | NewRotationEvent): NumberedShifts | undefined {
	const first = wallOf(event.start_time);
	const end = wallOf(event.end_time);
	const zone = event.start_time?.time_zone;
	// Nobody says whether dates that are left out or added count.
	const rule = event.recurrence.length === 1 ? ruleOf(event.recurrence) : undefined;
	if (!first || !end || zone === undefined || !rule) return undefined;
	const days = rule.days.length > 0 ? rule.days : [first.dayOfWeek];
	const place = days.indexOf(first.dayOfWeek);
	if (place < 0 || (!rule.weekly && rule.days.length > 0)) return undefined;
	const period = rule.interval * (rule.weekly ? 7 : 1);
	const length = first.until(end, { largestUnit: 'seconds' });
	const wallOfShift = (index: number) => {
		const round = Math.floor((place + index) / days.length);
		const day = days[place + index - round * days.length] ?? first.dayOfWeek;
		return first.add({ days: round * period + day - first.dayOfWeek });
	};
	return {
		startOf: (index) => wallOfShift(index).toZonedDateTime(zone).epochMilliseconds,
		indexAt(at) {
			const passed = first.until(wallAt(at, zone), { largestUnit: 'days' }).days;
			let index = Math.max(0, (Math.floor(passed / period) - 2) * days.length);
			while (wallOfShift(index).add(length).toZonedDateTime(zone).epochMilliseconds <= at) index++;
			return index;
		},
	};
}
