import { Temporal } from 'temporal-polyfill';
import type { SaidMoment } from '../text/said.ts';

/** A time without an offset, as PagerDuty's analytics tell it on the wall clock of `zone`, with its offset; else as it is. */
export function withOffset(text: string, zone: string): string {
	if (/(Z|[+-]\d{2}(:?\d{2})?)$/i.test(text.slice(10))) return text;
	try {
		return formatIn(Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds, zone);
	} catch {
		return text;
	}
}

/** A time that PagerDuty tells, on the wall clock of `zone`; undefined if it cannot be read. */
export function timeIn(text: string | undefined, zone: string): string | undefined {
	const at = Date.parse(text ?? '');
	return Number.isNaN(at) ? undefined : formatIn(at, zone);
}

/** `2026-01-31T09:00:00+01:00`: a moment on the wall clock of `zone`. */
export function formatIn(ms: number, zone: string): string {
	const text = Temporal.Instant.fromEpochMilliseconds(ms)
		.toZonedDateTimeISO(zone)
		.toString({ timeZoneName: 'never', smallestUnit: 'second' });
	return text.replace(/\+00:00$/, 'Z');
}

/** The same for people, who are told it as they write times. */
export function saidIn(ms: number, zone: string): SaidMoment {
	return { iso: formatIn(ms, zone), zone };
}

/** The same of a time that is told as text, as it is where it is none. */
export function saidTime(text: string, zone: string): SaidMoment | string {
	const at = Date.parse(text);
	return Number.isNaN(at) ? text : saidIn(at, zone);
}
