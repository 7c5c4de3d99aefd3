import { textOf, type Fields } from '../shared/fields.ts';
import { momentOf } from '../shared/time.ts';
import { localTime, startOfDay, startOfDayAfter } from '../shared/zone.ts';

/** A time that is reported, in milliseconds since 1970. */
export interface Period {
	readonly start: number;
	readonly end: number;
}

/** What each step of a chart is. */
export type Unit = 'day' | 'week' | 'month';

/** So many whole days until the last midnight: PagerDuty's figures of today are not there yet. */
export function lastDays(days: number, now: number, zone: string | undefined): Period {
	return { start: startOfDayAfter(now, -days, zone), end: startOfDay(now, zone) };
}

/** The period of the same length that ends where this one starts; of whole days the same number of them. */
export function periodBefore({ start, end }: Period, zone: string | undefined): Period {
	const days = Math.round((end - start) / 86_400_000);
	const whole = startOfDay(start, zone) === start && startOfDay(end, zone) === end;
	return { start: whole ? startOfDayAfter(start, -days, zone) : 2 * start - end, end: start };
}

/** The period that a report's answer is about: `2026-02-08T02:00:00-08:00 to 2026-03-10T03:00:00-07:00`. */
export function periodIn(output: Fields): Period | undefined {
	const [start, end] = (textOf(output['period']) ?? '').split(' to ').map((text) => momentOf(text));
	return start !== undefined && end !== undefined && start < end ? { start, end } : undefined;
}

/** Which incidents count, as the tools take it. */
const filterNames = ['scope', 'teams', 'services', 'priorities', 'urgency'];

/** What of a tool's input decides which incidents count. */
export function filtersIn(input: Fields): Fields {
	return Object.fromEntries(filterNames.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])));
}

export function unitFor({ start, end }: Period): Unit {
	const days = (end - start) / 86_400_000;
	return days <= 32 ? 'day' : days <= 200 ? 'week' : 'month';
}

/** The steps of a chart, as dates of their first days: also those of which PagerDuty tells nothing. */
export function stepsOf({ start, end }: Period, unit: Unit, zone: string | undefined): readonly string[] {
	const date = (at: number) => localTime(at, zone).slice(0, 10);
	const last = Date.parse(date(end - 1));
	const step = new Date(date(start));
	// PagerDuty's weeks begin on Monday.
	if (unit === 'week') step.setUTCDate(step.getUTCDate() - ((step.getUTCDay() + 6) % 7));
	if (unit === 'month') step.setUTCDate(1);
	const steps: string[] = [];
	while (step.getTime() <= last && steps.length < 400) {
		steps.push(step.toISOString().slice(0, 10));
		if (unit === 'month') step.setUTCMonth(step.getUTCMonth() + 1);
		else step.setUTCDate(step.getUTCDate() + (unit === 'week' ? 7 : 1));
	}
	return steps;
}
