import { textOf, type Fields } from '../shared/fields.ts';
import { momentOf } from '../shared/time.ts';
import { localTime, momentOfLocal, startOfDay, startOfDayAfter } from '../shared/zone.ts';

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

/** The period that a chart shows beside: whole steps earlier, so that each step is beside one of the same days. */
export function stepsBefore({ start, end }: Period, unit: Unit, zone: string | undefined): Period {
	const clock = (at: number) => Date.parse(`${localTime(at, zone)}Z`);
	const days = Math.ceil((clock(end) - clock(start)) / 86_400_000);
	if (unit !== 'month') {
		const back = unit === 'week' ? Math.ceil(days / 7) * 7 : days;
		return { start: daysBack(start, back, zone), end: daysBack(end, back, zone) };
	}
	let months = 1;
	while (months < 13 && monthsBack(end, months, zone) > start) months++;
	return { start: monthsBack(start, months, zone), end: monthsBack(end, months, zone) };
}

export function unitFor({ start, end }: Period): Unit {
	const days = (end - start) / 86_400_000;
	return days <= 32 ? 'day' : days <= 200 ? 'week' : 'month';
}

/** The first day of the step that a day is in. */
export function stepOf(date: string, unit: Unit): string {
	const step = new Date(date);
	if (Number.isNaN(step.getTime())) return date;
	// PagerDuty's weeks begin on Monday.
	if (unit === 'week') step.setUTCDate(step.getUTCDate() - ((step.getUTCDay() + 6) % 7));
	if (unit === 'month') step.setUTCDate(1);
	return step.toISOString().slice(0, 10);
}

/** Whether the period has only a part of the step that begins on that day. */
export function isInPart(date: string, { start, end }: Period, unit: Unit, zone: string | undefined): boolean {
	const from = momentOfLocal(`${date}T00:00`, zone);
	if (from === undefined) return false;
	const to = momentOfLocal(`${stepAfter(date, unit)}T00:00`, zone);
	return from < start || (to !== undefined && to > end);
}

/** The steps of a chart, as dates of their first days: also those of which PagerDuty tells nothing. */
export function stepsOf({ start, end }: Period, unit: Unit, zone: string | undefined): readonly string[] {
	const date = (at: number) => localTime(at, zone).slice(0, 10);
	const last = date(end - 1);
	const steps: string[] = [];
	for (let step = stepOf(date(start), unit); step <= last && steps.length < 400; step = stepAfter(step, unit))
		steps.push(step);
	return steps;
}

function stepAfter(date: string, unit: Unit): string {
	const step = new Date(date);
	if (unit === 'month') step.setUTCMonth(step.getUTCMonth() + 1);
	else step.setUTCDate(step.getUTCDate() + (unit === 'week' ? 7 : 1));
	return step.toISOString().slice(0, 10);
}

/** The same time on the clock so many days before. */
function daysBack(at: number, days: number, zone: string | undefined): number {
	return earlier(at, zone, (date) => date.setUTCDate(date.getUTCDate() - days));
}

function monthsBack(at: number, months: number, zone: string | undefined): number {
	return earlier(at, zone, (date) => {
		const day = date.getUTCDate();
		date.setUTCDate(1);
		date.setUTCMonth(date.getUTCMonth() - months);
		const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
		date.setUTCDate(Math.min(day, days));
	});
}

function earlier(at: number, zone: string | undefined, turn: (clock: Date) => void): number {
	const clock = new Date(`${localTime(at, zone)}Z`);
	turn(clock);
	return momentOfLocal(clock.toISOString().slice(0, 16), zone) ?? at;
}
