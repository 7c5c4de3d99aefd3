import type { L10n, Place } from './place.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** A time span in two units at most: `5m`, `2h 5m`, `3d 4h`. */
export function span(ms: number, l10n: L10n): string {
	const minutes = Math.floor(Math.max(ms, 0) / minuteMs);
	if (minutes < 1) return l10n.t('less than a minute');
	const units: readonly (readonly [number, string])[] = [
		[Math.floor(minutes / 1440), l10n.t('{0}d', Math.floor(minutes / 1440))],
		[Math.floor(minutes / 60) % 24, l10n.t('{0}h', Math.floor(minutes / 60) % 24)],
		[minutes % 60, l10n.t('{0}m', minutes % 60)],
	];
	const first = units.findIndex(([count]) => count > 0);
	return units
		.slice(first, first + 2)
		.filter(([count]) => count > 0)
		.map(([, words]) => words)
		.join(' ');
}

/** What is left, to the second: `4:09`, `1:04:09`. */
export function countdown(ms: number): string {
	const seconds = Math.ceil(Math.max(ms, 0) / 1000);
	const two = (value: number) => String(value).padStart(2, '0');
	const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
	return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

const dateOptions = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
const hourOptions = { hour: 'numeric', minute: '2-digit' } as const;
const weekdayOptions = { weekday: 'short', ...hourOptions } as const;
const longOptions = { year: 'numeric', month: 'short', day: 'numeric', ...hourOptions } as const;

/** Whether both are on the same day there. */
export function isSameDay(one: number, other: number, place: Place): boolean {
	return format(one, place, dateOptions) === format(other, place, dateOptions);
}

/** A moment near `now`: the time today, with the weekday within a week, else with the date. */
export function moment(at: number, now: number, place: Place): string {
	if (isSameDay(at, now, place)) return format(at, place, hourOptions);
	return format(at, place, Math.abs(at - now) < 6 * dayMs ? weekdayOptions : longOptions);
}

/** A moment with its date and the zone. */
export function fullMoment(at: number, place: Place): string {
	return format(at, place, {
		year: 'numeric',
		month: 'short',
		day: 'numeric',
		hour: 'numeric',
		minute: '2-digit',
		second: '2-digit',
		timeZoneName: 'short',
	});
}

/** The moment of an ISO time; undefined for what is none. */
export function momentOf(iso: string | undefined): number | undefined {
	const at = Date.parse(iso ?? '');
	return Number.isNaN(at) ? undefined : at;
}

/** To make one takes longer than to use it a hundred times, and a timeline has thousands of times. */
const made = new WeakMap<
	Place,
	{
		readonly byText: Map<string, Intl.DateTimeFormat>;
		/** Of options that are one object for all of thousands of times. */
		readonly byOptions: WeakMap<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>;
	}
>();

/** A moment as `Intl` shows it in the person's language, on the clock of `place`. */
export function format(at: number, place: Place, options: Intl.DateTimeFormatOptions): string {
	const ofPlace = made.get(place) ?? {
		byText: new Map<string, Intl.DateTimeFormat>(),
		byOptions: new WeakMap<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>(),
	};
	made.set(place, ofPlace);
	const { byText, byOptions } = ofPlace;
	const near = byOptions.get(options);
	if (near) return near.format(at);
	const key = JSON.stringify(options);
	const { language, timeZone } = place;
	const known =
		byText.get(key) ?? new Intl.DateTimeFormat(language, { ...options, ...(timeZone !== undefined && { timeZone }) });
	byText.set(key, known);
	byOptions.set(options, known);
	return known.format(at);
}

const otherZones = new WeakMap<Place, Map<string, Place>>();

/** The same language on the clock of another zone. Undefined for a zone that the browser does not know. */
export function placeIn(zone: string, place: Place): Place | undefined {
	const known = otherZones.get(place) ?? new Map<string, Place>();
	otherZones.set(place, known);
	const there = known.get(zone);
	if (there) return there;
	try {
		new Intl.DateTimeFormat(undefined, { timeZone: zone });
	} catch {
		return undefined;
	}
	const made = { ...place, timeZone: zone };
	known.set(zone, made);
	return made;
}

const dayOptions = { weekday: 'short', day: 'numeric', month: 'short' } as const;
const timeOptions = { hour: '2-digit', minute: '2-digit' } as const;

/** From when to when, with the date once where it is the same: `Mon 9 Mar, 09:00 – 17:00`. */
export function spanOfTime(start: number, end: number, place: Place): string {
	const [from, to] = [format(start, place, dayOptions), format(end, place, dayOptions)];
	const [begins, ends] = [format(start, place, timeOptions), format(end, place, timeOptions)];
	const sameDay = from === to && end - start < 2 * dayMs;
	return `${from}, ${begins} – ${sameDay ? ends : `${to}, ${ends}`}`;
}

/** The zone's short name then, such as `CET`. */
export function zoneName(at: number, place: Place): string {
	const { language, timeZone } = place;
	const parts = new Intl.DateTimeFormat(language, {
		...(timeZone !== undefined && { timeZone }),
		timeZoneName: 'short',
	}).formatToParts(at);
	return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
