import { durationParts } from '../../tools/text/duration.ts';
import type { L10n, Locale } from './situation.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Time since `since` in two units at most: `now`, `5m`, `2h 5m`, `3d 4h`. */
export function age(since: string | undefined, now: Date, l10n: L10n): string | undefined {
	const passed = since === undefined ? NaN : now.getTime() - Date.parse(since);
	if (Number.isNaN(passed)) return undefined;
	if (passed < minute) return l10n.t('now');
	return durationParts(passed)
		.map(({ count, unit }) =>
			unit === 'd' ? l10n.t('{0}d', count) : unit === 'h' ? l10n.t('{0}h', count) : l10n.t('{0}m', count),
		)
		.join(' ');
}

/** The same as part of a sentence: `less than a minute`, `2h 5m`. */
export function ageInWords(since: string | undefined, now: Date, l10n: L10n): string | undefined {
	const passed = since === undefined ? NaN : now.getTime() - Date.parse(since);
	return passed < minute ? l10n.t('less than a minute') : age(since, now, l10n);
}

/** The time of day, e.g. `18:00`. */
export function timeOfDay(at: Date, locale: Locale): string {
	return format(at, locale, { timeStyle: 'short' });
}

/** A moment near `now`: only the time today, with the weekday within a week, else with the date. */
export function moment(at: Date, now: Date, locale: Locale): string {
	const date = (when: Date) => format(when, locale, { year: 'numeric', month: 'numeric', day: 'numeric' });
	if (date(at) === date(now)) return timeOfDay(at, locale);
	const near = Math.abs(at.getTime() - now.getTime()) < 6 * day;
	return format(at, locale, {
		...(near ? { weekday: 'short' } : { month: 'short', day: 'numeric' }),
		hour: 'numeric',
		minute: '2-digit',
	});
}

function format(at: Date, { language, timeZone }: Locale, options: Intl.DateTimeFormatOptions): string {
	return new Intl.DateTimeFormat(language, { ...options, ...(timeZone && { timeZone }) }).format(at);
}

/** A stretch of time with its dates, e.g. `Mon, 9 Mar, 09:00 – 17:00`. */
export function spanInWords(start: Date, end: Date, { language, timeZone }: Locale): string {
	return new Intl.DateTimeFormat(language, {
		weekday: 'short',
		day: 'numeric',
		month: 'short',
		hour: 'numeric',
		minute: '2-digit',
		...(timeZone && { timeZone }),
	}).formatRange(start, end);
}

/** The time zone in which times are shown. */
export function zoneName({ timeZone }: Locale): string {
	return timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A month of a year, e.g. `March 2026`. */
export function monthInWords(at: Date, locale: Locale): string {
	return format(at, locale, { month: 'long', year: 'numeric' });
}
