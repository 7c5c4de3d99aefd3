import { ToolError } from '../core/failure.ts';
import { said } from '../text/said.ts';
import type { Span } from './spans.ts';
import { isoOf } from './iso.ts';
import { parseMoment, type MomentOptions } from './parse-moment.ts';
import { formatIn } from './show-time.ts';

const day = 86_400_000;

/** The ends of a span as they are given. */
interface Ends {
	readonly since?: string | undefined;
	readonly until?: string | undefined;
}

interface SpanOptions extends MomentOptions {
	/** Without a start: how far it is from now, in milliseconds. Without an end: `to - from` after the start. */
	readonly from: number;
	readonly to: number;
	readonly maxDays: number;
	/** What the ends are called, if not `since` and `until`. */
	readonly names?: readonly [string, string];
}

const endsFirst = said`The end must be after the beginning.`;

/**
 * The span between two arguments, in whole seconds.
 * @throws {ToolError} when it ends before it starts or is too long.
 */
export function parseSpan(
	input: Ends,
	{ from, to, maxDays, names: [since, until] = ['since', 'until'], ...reading }: SpanOptions,
): Span {
	const read = (name: string, text: string | undefined, otherwise: number) =>
		wholeSecond(text === undefined ? otherwise : parseMoment(name, text, reading));
	const start = read(since, input.since, reading.asked.now().getTime() + from);
	const end = read(until, input.until, start + to - from);
	if (end <= start) throw new ToolError({ message: `\`${since}\` must be before \`${until}\`.`, said: endsFirst });
	if (end - start > maxDays * day + 3_600_000) throw tooLong(maxDays);
	return { start, end };
}

interface PastOptions extends Omit<MomentOptions, 'toward'> {
	/** Without a start: so long before the end. */
	readonly days: number;
	readonly maxDays?: number;
}

/**
 * The span of what has happened between two arguments, in whole seconds: until now unless it ends earlier.
 * @throws {ToolError} when it ends before it starts or is too long.
 */
export function parsePast(input: Ends, { asked, local, days, maxDays = Infinity }: PastOptions): Span {
	// What happened in this very second belongs to it.
	const now = new Date(Math.ceil(asked.now().getTime() / 1000) * 1000);
	const reading: MomentOptions = { asked: { now: () => now }, local, toward: 'back' };
	const end = wholeSecond(parseMoment('until', input.until ?? 'now', reading));
	const start = input.since === undefined ? end - days * day : wholeSecond(parseMoment('since', input.since, reading));
	if (end <= start) {
		throw new ToolError({
			message: input.until === undefined ? '`since` is not in the past.' : '`since` must be before `until`.',
			said: input.until === undefined ? said`The beginning must be in the past.` : endsFirst,
		});
	}
	if (end - start > maxDays * day) throw tooLong(maxDays);
	return { start, end };
}

/** Both ends of a span for PagerDuty. */
export function rangeOf({ start, end }: Span): { since: string; until: string } {
	return { since: isoOf(start), until: isoOf(end) };
}

/** A span as it was read, with offsets. */
export function describeSpan({ start, end }: Span, zone: string): string {
	return `${formatIn(start, zone)} to ${formatIn(end, zone)}`;
}

function tooLong(maxDays: number): ToolError {
	return new ToolError({
		message: `The range may span at most ${maxDays} days.`,
		said: said`The period may span at most ${maxDays} days.`,
		next: 'Ask for shorter ranges one after another.',
	});
}

function wholeSecond(ms: number): number {
	return Math.floor(ms / 1000) * 1000;
}
