import { Temporal } from 'temporal-polyfill';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** `2026-01-31T09:00:00Z`, or with the offset of `zone`, as PagerDuty writes times: whole seconds. */
export function formatTime(ms: number, zone = 'UTC'): string {
	const whole = Math.floor(ms / second) * second;
	if (zone === 'UTC' || zone === 'Etc/UTC') return new Date(whole).toISOString().replace('.000Z', 'Z');
	const text = Temporal.Instant.fromEpochMilliseconds(whole)
		.toZonedDateTimeISO(zone)
		.toString({ timeZoneName: 'never', fractionalSecondDigits: 0 });
	return text.replace(/\+00:00$/, 'Z');
}

/** The epoch milliseconds of an ISO 8601 date or time (without offset: in `zone`); undefined when it is neither. */
export function parseTime(text: string, zone = 'UTC'): number | undefined {
	// A raw "+" in a query string arrives as a space.
	const iso = text.trim().replace(/ (\d\d:?\d\d)$/, '+$1');
	try {
		if (/(Z|[+-]\d\d:?\d\d)$/i.test(iso) && iso.length > 10) return Temporal.Instant.from(iso).epochMilliseconds;
		return Temporal.PlainDateTime.from(iso).toZonedDateTime(zone).epochMilliseconds;
	} catch {
		return undefined;
	}
}

/** The wall-clock time of `zone` at `ms`. */
export function wallTime(ms: number, zone: string): Temporal.PlainDateTime {
	return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime();
}

/** When the wall clock of `zone` shows `wall`; a time skipped in spring is the one an hour later, a doubled one the first. */
export function instantOf(wall: Temporal.PlainDateTime, zone: string): number {
	return wall.toZonedDateTime(zone).epochMilliseconds;
}
