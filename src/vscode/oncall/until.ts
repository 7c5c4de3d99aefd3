import type { Situation } from '../words/situation.ts';
import { moment } from '../words/time.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Minutes to a time in the coming hour, the last one counted whole; undefined for any other time. */
export function minutesLeft(at: Date, now: Date): number | undefined {
	const left = at.getTime() - now.getTime();
	return left > 0 && left <= hourMs ? Math.ceil(left / minuteMs) : undefined;
}

/** `until Mon 17:00`, in the last hour `ends in 42 min`. */
export function untilInWords(end: Date, { now, locale, l10n }: Situation): string {
	const minutes = minutesLeft(end, now);
	return minutes === undefined ? l10n.t('until {0}', moment(end, now, locale)) : l10n.t('ends in {0} min', minutes);
}

/** `Mon 17:00`, in the last hour `in 42 min`. */
export function startInWords(start: Date, { now, locale, l10n }: Situation): string {
	const minutes = minutesLeft(start, now);
	return minutes === undefined ? moment(start, now, locale) : l10n.t('in {0} min', minutes);
}
