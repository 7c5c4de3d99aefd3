import { Temporal } from 'temporal-polyfill';

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
