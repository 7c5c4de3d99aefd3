import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { moment, naming, references } from '../../core/arguments.ts';
import { ToolError } from '../../core/failure.ts';
import { quoted } from '../../text/names.ts';

/** How turns are taken, as flat arguments. */
export const rotationArguments = {
	users: naming(
		references('Who takes turns, in order; the first one begins. Names, ids, e-mails or me.', 20),
		'user',
	).optional(),
	turn: z
		.string()
		.max(20)
		.optional()
		.describe('How long each turn is: daily, weekly, or such as 12h, 14d. Default: weekly.'),
	handoff: z.string().max(20).optional().describe('When turns change, such as 09:00 or Mon 09:00.'),
	hours: z
		.array(z.string().max(60))
		.min(1)
		.max(14)
		.optional()
		.describe('Only at these times, such as "Mon-Fri 09:00-17:00", "22:00-06:00" or "Fri 18:00 - Mon 08:00".'),
	all_at_once: z.boolean().optional().describe('All users are on call together. For shift-based schedules only.'),
	start: moment('When it begins. Default: now.').optional(),
};

/** When a rotation applies, on the wall clock. */
export interface WeeklyHours {
	/** 1 = Monday … 7 = Sunday; empty = every day. */
	readonly days: readonly number[];
	/** `09:00` */
	readonly from: string;
	readonly seconds: number;
}

export interface Handoff {
	/** 1 = Monday … 7 = Sunday; undefined = any day. */
	readonly day: number | undefined;
	/** `09:00` */
	readonly time: string;
}

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
export const daySeconds = 86_400;
export const weekSeconds = 7 * daySeconds;

/** @throws {ToolError} */
export function parseTurn(text: string): number {
	const named = new Map([
		['daily', daySeconds],
		['weekly', weekSeconds],
	]).get(text.toLowerCase());
	const given = /^(\d{1,4})\s*([hdw])$/i.exec(text);
	const unit = { h: 3600, d: daySeconds, w: weekSeconds }[
		given?.[2]?.toLowerCase() === 'h' ? 'h' : given?.[2]?.toLowerCase() === 'w' ? 'w' : 'd'
	];
	const seconds = named ?? (given ? Number(given[1]) * unit : 0);
	if (seconds >= 3600 && seconds <= 365 * daySeconds) return seconds;
	throw new ToolError({
		message: `turn: ${quoted(text)} is not a length of turns.`,
		next: 'Use daily, weekly, 12h or 14d.',
	});
}

/** @throws {ToolError} */
export function parseHandoff(text: string): Handoff {
	const match = /^(?:([a-z]+)\s+)?(\d{1,2}:\d{2})$/i.exec(text.trim());
	const time = timeOf(match?.[2] ?? '');
	const day = match?.[1] === undefined ? undefined : dayOf(match[1]);
	if (!match || time === undefined || day === 0)
		throw new ToolError({ message: `handoff: ${quoted(text)} is not a time of day.`, next: 'Use 09:00 or Mon 09:00.' });
	return { day, time };
}

/**
 * When turns of a length change: as the argument says, else as before. Only turns of whole weeks have a day for it.
 * @throws {ToolError}
 */
export function handoffOf(text: string | undefined, turnSeconds: number, before: Handoff): Handoff {
	const { day, time } = text === undefined ? before : parseHandoff(text);
	if (turnSeconds % weekSeconds === 0) return { day: day ?? before.day ?? 1, time };
	if (text !== undefined && day !== undefined)
		throw new ToolError({ message: 'handoff: a day of the week goes with turns of whole weeks.' });
	return { day: undefined, time };
}

/** @throws {ToolError} */
export function parseHours(text: string): WeeklyHours {
	const window = sameDayWindow(text) ?? longWindow(text);
	if (window) return window;
	throw new ToolError({
		message: `hours: ${quoted(text)} is not a time of the week.`,
		next: 'Use "Mon-Fri 09:00-17:00", "22:00-06:00" or "Fri 18:00 - Mon 08:00".',
	});
}

/** `Mon-Fri 09:00-17:00`; an end before the start is on the next day. */
function sameDayWindow(text: string): WeeklyHours | undefined {
	const match = /^(?:([a-z]+(?:\s*[-,]\s*[a-z]+)*)\s+)?(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})$/i.exec(text.trim());
	const from = timeOf(match?.[2] ?? '');
	const until = timeOf(match?.[3] ?? '');
	const days = match?.[1] === undefined ? [] : daysOf(match[1]);
	if (from === undefined || until === undefined || !days) return undefined;
	const seconds = secondsOf(until) - secondsOf(from);
	return { days, from, seconds: seconds > 0 ? seconds : seconds + daySeconds };
}

/** `Fri 18:00 - Mon 08:00` */
function longWindow(text: string): WeeklyHours | undefined {
	const match = /^([a-z]+)\s+(\d{1,2}:\d{2})\s*[-–]\s*([a-z]+)\s+(\d{1,2}:\d{2})$/i.exec(text.trim());
	const [first, last] = [dayOf(match?.[1] ?? ''), dayOf(match?.[3] ?? '')];
	const [from, until] = [timeOf(match?.[2] ?? ''), timeOf(match?.[4] ?? '')];
	if (first === 0 || last === 0 || from === undefined || until === undefined) return undefined;
	const seconds = (last - first) * daySeconds + secondsOf(until) - secondsOf(from);
	return { days: [first], from, seconds: seconds > 0 ? seconds : seconds + weekSeconds };
}

/** `Mon-Fri`, `Sat,Sun`, `Fri-Mon` */
function daysOf(text: string): number[] | undefined {
	const days = text.split(',').flatMap((part) => {
		const [first = 0, last = first] = part.split('-').map((name) => dayOf(name.trim()));
		if (first === 0 || last === 0) return [0];
		return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, index) => ((first - 1 + index) % 7) + 1);
	});
	return days.includes(0) ? undefined : [...new Set(days)].sort((a, b) => a - b);
}

/** 0 for what is no weekday. */
function dayOf(name: string): number {
	return name.length < 3 ? 0 : dayNames.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

function timeOf(text: string): string | undefined {
	const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
	return match ? `${(match[1] ?? '').padStart(2, '0')}:${match[2] ?? ''}` : undefined;
}

function secondsOf(time: string): number {
	const [hours = 0, minutes = 0] = time.split(':').map(Number);
	return hours * 3600 + minutes * 60;
}

/** The last moment at or before `at` at which the wall clock of `zone` shows the time, on the day if one is given. */
export function lastTimeAt(at: number, zone: string, { day, time }: Handoff): number {
	const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
	for (let back = 0; back <= 7; back++) {
		const date = today.subtract({ days: back });
		if (day !== undefined && date.dayOfWeek !== day) continue;
		const moment = date.toPlainDateTime(Temporal.PlainTime.from(time)).toZonedDateTime(zone).epochMilliseconds;
		if (moment <= at) return moment;
	}
	return at;
}
