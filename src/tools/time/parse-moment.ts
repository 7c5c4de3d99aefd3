import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { ToolError } from '../core/failure.ts';
import { formatIn } from './show-time.ts';
import type { LocalZone } from './zones.ts';
import { quoted } from '../text/names.ts';

/** What relative times count from. */
export type Now = Pick<Clock, 'now'>;

/** How a time is read. */
export interface MomentOptions {
	readonly asked: Now;
	/** Where a time without a zone is. */
	readonly local: LocalZone;
	/** Where an offset without a sign goes, such as `2h`: an end of a snooze is ahead. Undefined: it could be either. */
	readonly toward?: 'ahead' | 'back' | undefined;
	/** Takes up how a time is understood that the clock skips or shows twice. Without it such a time is refused. */
	readonly say?: ((note: string) => void) | undefined;
}

const milliseconds = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

const iso =
	/^(?<date>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))? ?(?<zone>Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** A date or a time as it is written. */
interface Written {
	readonly wall: Temporal.PlainDateTime;
	/** A whole day is meant by its start, whenever that is. */
	readonly wholeDay: boolean;
	/** `Z` or an offset from UTC, if there is one. */
	readonly zone: string | undefined;
}

/**
 * The moment that `text` names, in epoch milliseconds: `now`, ISO 8601 (a date is its start; without a zone it is on
 * `clock`), or an offset from now such as `-24h` or `+7d`.
 * @throws {ToolError} also for a time that `clock` does not show, or shows twice.
 */
export function parseMoment(argument: string, text: string, reading: MomentOptions): number {
	const now = reading.asked.now().getTime();
	if (text.toLowerCase() === 'now') return now;
	const offset = /^([+-]?)(\d{1,5})\s*([mhdw])$/i.exec(text);
	if (offset) {
		const [, sign = '', count, letter] = offset;
		return now + signOf(argument, text, sign, reading) * Number(count) * milliseconds[unitOf(letter)];
	}
	const written = parse(text);
	if (!written) {
		throw new ToolError({
			message: `${argument}: ${quoted(text)} is not a moment.`,
			next: 'Use ISO 8601 such as 2026-01-31T09:00, now, or an offset such as -24h or +7d.',
		});
	}
	if (written.zone !== undefined) return written.wall.toZonedDateTime(fixed(written.zone)).epochMilliseconds;
	return onClock(argument, text, written, reading);
}

/** Whether `text` is a date or a time without a zone, which says nothing without a wall clock. */
export function isLocal(text: string | undefined): boolean {
	const written = text === undefined ? undefined : parse(text);
	return written !== undefined && written.zone === undefined;
}

/** The time of day that a date or time without a zone shows; undefined for anything else. */
export function timeOfDay(text: string): Temporal.PlainTime | undefined {
	const written = parse(text);
	return written && written.zone === undefined ? written.wall.toPlainTime() : undefined;
}

function signOf(argument: string, text: string, sign: string, { toward }: MomentOptions): number {
	if (sign === '+' || (sign === '' && toward === 'ahead')) return 1;
	if (sign === '-' || toward === 'back') return -1;
	throw new ToolError({
		message: `${argument}: ${quoted(text)} could mean ahead or back.`,
		next: `Write +${text} or -${text}.`,
	});
}

/** Undefined for what is no date and time that there is, such as 31 February. */
function parse(text: string): Written | undefined {
	const { date = '', time, zone } = iso.exec(text)?.groups ?? {};
	const midnight = time !== undefined && /^24:00(:00(\.0+)?)?$/.test(time);
	try {
		const day = Temporal.PlainDate.from(date);
		const wall =
			time === undefined || midnight
				? day.add({ days: midnight ? 1 : 0 }).toPlainDateTime()
				: day.toPlainDateTime(Temporal.PlainTime.from(time));
		return { wall, wholeDay: time === undefined, zone };
	} catch {
		return undefined;
	}
}

/** `Z`, `+01`, `+0100` or `+01:00` as the name of a zone. */
function fixed(offset: string): string {
	const [, sign = '+', hours = '00', minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset) ?? [];
	return `${sign}${hours}:${minutes}`;
}

function onClock(argument: string, text: string, { wall, wholeDay }: Written, { local, say }: MomentOptions): number {
	const { zone, unknown } = local;
	if (unknown !== undefined) {
		throw new ToolError({
			message: `${argument}: ${quoted(text)} has no time zone. ${unknown}`,
			next: `Add an offset, e.g. ${written(wall)}Z or ${written(wall)}+01:00.`,
		});
	}
	if (wholeDay) return wall.toPlainDate().toZonedDateTime(zone).epochMilliseconds;
	const shown = whenShown(wall, zone);
	if (shown.once) return shown.at;
	const times = shown.times.map((at) => formatIn(at, zone)).join(' or ');
	if (!say) throw new ToolError({ message: `${argument}: ${shown.why}`, next: `Use ${times}.` });
	say(`${shown.why} ${formatIn(shown.at, zone)} is meant.`);
	return shown.at;
}

/** When a wall clock shows a time: it skips an hour in spring, and shows one twice in autumn. */
export function whenShown(
	wall: Temporal.PlainDateTime,
	zone: string,
): { at: number; once: true } | { at: number; once: false; why: string; times: number[] } {
	const at = wall.toZonedDateTime(zone).epochMilliseconds;
	const first = wall.toZonedDateTime(zone, { disambiguation: 'earlier' }).epochMilliseconds;
	const second = wall.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds;
	if (first === second) return { at, once: true };
	const skipped = !wall.equals(Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime());
	const why = skipped
		? `There is no ${written(wall)} in ${zone}: the clocks go forward then.`
		: `${written(wall)} happens twice in ${zone}: the clocks go back then.`;
	return { at, once: false, why, times: skipped ? [second] : [first, second] };
}

function written(wall: Temporal.PlainDateTime): string {
	return wall.toString({ smallestUnit: 'minute' });
}

function unitOf(letter: string | undefined): keyof typeof milliseconds {
	const unit = letter?.toLowerCase();
	return unit === 'm' || unit === 'h' || unit === 'w' ? unit : 'd';
}
