import { Temporal } from 'temporal-polyfill';
import { ToolError } from '../failure.ts';
import { nearest } from '../nearest.ts';
import { isoSeconds, parseMoment, type Moment } from '../time.ts';
import type { Span } from './spans.ts';

/** Whether `zone` names a time zone. */
export function isZone(zone: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: zone });
		return !/^[+-]/.test(zone);
	} catch {
		return false;
	}
}

/**
 * The time zone that an argument names, in its own spelling.
 * @throws {ToolError} with the closest ones.
 */
export function parseZone(argument: string, text: string): string {
	if (isZone(text)) return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId;
	const known = Intl.supportedValuesOf('timeZone');
	const near = nearest(text.replaceAll(' ', '_'), known);
	throw new ToolError({
		message: `${argument}: "${text.slice(0, 60)}" is not a time zone.`,
		next: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Use a name such as Europe/Berlin.',
	});
}

/** Whether `text` is a date or time without an offset, which says nothing without a wall clock. */
export function isLocal(text: string): boolean {
	return /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/i.test(text);
}

/** Like `parseMoment`, but a date or time without an offset is on the wall clock of `zone`. */
export function parseMomentIn(argument: string, text: string, asked: Moment, zone: string): number {
	const moment = parseMoment(argument, text, asked).getTime();
	if (!isLocal(text)) return moment;
	return onWallClock(text, zone);
}

/** A time without an offset, as PagerDuty's analytics tell it on the wall clock of `zone`, with its offset; else as it is. */
export function withOffset(text: string, zone: string): string {
	if (!isLocal(text)) return text;
	try {
		return formatIn(onWallClock(text, zone), zone);
	} catch {
		return text;
	}
}

function onWallClock(text: string, zone: string): number {
	return Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(zone).epochMilliseconds;
}

interface RangeOptions {
	/** Without a start: how far it is from now, in milliseconds. Without an end: `to - from` after the start. */
	readonly from: number;
	readonly to: number;
	readonly maxDays: number;
	readonly zone?: string;
	/** What the ends are called, if not `since` and `until`. */
	readonly names?: readonly [string, string];
}

const day = 86_400_000;

/**
 * The span between two arguments, in whole seconds.
 * @throws {ToolError} when it ends before it starts or is too long.
 */
export function parseSpan(
	input: { readonly since?: string | undefined; readonly until?: string | undefined },
	asked: Moment,
	{ from, to, maxDays, zone = 'UTC', names: [since, until] = ['since', 'until'] }: RangeOptions,
): Span {
	const now = asked.now().getTime();
	const read = (name: string, text: string | undefined, otherwise: number) =>
		wholeSecond(text === undefined ? otherwise : parseMomentIn(name, text, asked, zone));
	const start = read(since, input.since, now + from);
	const end = read(until, input.until, start + to - from);
	if (end <= start) throw new ToolError({ message: `\`${since}\` must be before \`${until}\`.` });
	if (end - start > maxDays * day + 3_600_000) {
		throw new ToolError({
			message: `The range may span at most ${maxDays} days.`,
			next: 'Ask for shorter ranges one after another.',
		});
	}
	return { start, end };
}

/** `2026-01-31T09:00:00+01:00`: a moment on the wall clock of `zone`. */
export function formatIn(ms: number, zone: string): string {
	const text = Temporal.Instant.fromEpochMilliseconds(ms)
		.toZonedDateTimeISO(zone)
		.toString({ timeZoneName: 'never', smallestUnit: 'second' });
	return text.replace(/\+00:00$/, 'Z');
}

/** `2026-01-31T09:00:00Z` for PagerDuty. */
export function isoOf(ms: number): string {
	return isoSeconds(new Date(ms));
}

function wholeSecond(ms: number): number {
	return Math.floor(ms / 1000) * 1000;
}
