import type { ReplyHeaders } from '../wire.ts';

/** What PagerDuty's headers say about the limit that is nearest to exhaustion. */
export interface RateHeaders {
	readonly limit: number | undefined;
	readonly remaining: number | undefined;
	readonly resetMs: number | undefined;
}

/** A header beyond a day is a time of the calendar or a slip: how long it takes is not known. */
const longestResetSeconds = 86_400;
const unknownResetSeconds = 3600;

export function readRateHeaders(headers: ReplyHeaders): RateHeaders {
	const reset = numeric(headers.get('ratelimit-reset'));
	return {
		limit: numeric(headers.get('ratelimit-limit')),
		remaining: numeric(headers.get('ratelimit-remaining')),
		resetMs: reset === undefined ? undefined : believable(reset) * 1000,
	};
}

/** Milliseconds to wait after a 429, or undefined when no header says so. `Retry-After` may be seconds or a date. */
export function retryAfterMs(headers: ReplyHeaders): number | undefined {
	const { resetMs } = readRateHeaders(headers);
	const seconds = numeric(headers.get('retry-after')) ?? secondsToDate(headers);
	if (seconds === undefined) return resetMs;
	return Math.max(resetMs ?? 0, believable(seconds) * 1000);
}

function believable(seconds: number): number {
	return seconds > longestResetSeconds ? unknownResetSeconds : seconds;
}

function numeric(value: string | null): number | undefined {
	return value !== null && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

/** By the server's own clock: this machine's may be wrong. */
function secondsToDate(headers: ReplyHeaders): number | undefined {
	const ms = Date.parse(headers.get('retry-after') ?? '') - Date.parse(headers.get('date') ?? '');
	return Number.isNaN(ms) ? undefined : Math.max(0, ms / 1000);
}
