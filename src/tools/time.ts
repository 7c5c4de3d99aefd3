import type { Clock } from '../pagerduty/clock.ts';
import { ToolError } from './failure.ts';

/** What relative times count from. */
export type Moment = Pick<Clock, 'now'>;

const unitMilliseconds = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/**
 * The moment that `text` names: `now`, ISO 8601 (a date is its start; a time without a zone is UTC), or an offset from now
 * such as `-24h` or `+7d`.
 * @throws {ToolError}
 */
export function parseMoment(argument: string, text: string, asked: Moment): Date {
	if (text.toLowerCase() === 'now') return asked.now();
	const offset = /^([+-]?)(\d{1,5})\s*([mhdw])$/i.exec(text);
	if (offset) {
		const unit = unitMilliseconds[unitOf(offset[3])];
		return new Date(asked.now().getTime() + (offset[1] === '+' ? 1 : -1) * Number(offset[2]) * unit);
	}
	// Not 24:00: JavaScript takes it, Temporal, which reads wall-clock times, does not.
	if (/^\d{4}-\d{2}-\d{2}([T ](?!24)\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/i.test(text)) {
		const zoned = /(Z|[+-]\d{2}:?\d{2})$/i.test(text.slice(10)) || text.length === 10 ? text : `${text}Z`;
		const date = new Date(zoned.replace(' ', 'T'));
		// JavaScript rolls 31 February over into March; a person means neither.
		if (!Number.isNaN(date.getTime()) && realDay(text.slice(0, 10))) return date;
	}
	throw new ToolError({
		message: `${argument}: "${text}" is not a moment.`,
		next: 'Use ISO 8601 such as 2026-01-31T09:00:00Z, now, or an offset such as -24h or +7d.',
	});
}

/**
 * The ISO texts of a range whose ends may be missing.
 * @throws {ToolError} when it ends before it starts or is longer than `maxDays`.
 */
export function parseRange(
	input: { readonly since?: string | undefined; readonly until?: string | undefined },
	asked: Moment,
	maxDays?: number,
): { since?: string; until?: string } {
	const since = input.since === undefined ? undefined : parseMoment('since', input.since, asked);
	const until = input.until === undefined ? undefined : parseMoment('until', input.until, asked);
	const length = (until ?? asked.now()).getTime() - (since ?? asked.now()).getTime();
	if (since && until && length <= 0) throw new ToolError({ message: '`since` must be before `until`.' });
	if (since && maxDays !== undefined && length > maxDays * unitMilliseconds.d) {
		throw new ToolError({
			message: `The range may span at most ${maxDays} days.`,
			next: 'Ask for shorter ranges one after another.',
		});
	}
	return { ...(since && { since: isoSeconds(since) }), ...(until && { until: isoSeconds(until) }) };
}

/** `2026-01-31T09:00:00Z`: without milliseconds. */
export function isoSeconds(date: Date): string {
	return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** A span in at most two units: `40s`, `5m`, `2h 5m`, `3d 4h`. */
export function formatDuration(milliseconds: number): string {
	const seconds = Math.max(0, Math.floor(milliseconds / 1000));
	const minutes = Math.floor(seconds / 60);
	const hours = Math.floor(minutes / 60);
	const days = Math.floor(hours / 24);
	if (days > 0) return hours % 24 ? `${days}d ${hours % 24}h` : `${days}d`;
	if (hours > 0) return minutes % 60 ? `${hours}h ${minutes % 60}m` : `${hours}h`;
	return minutes > 0 ? `${minutes}m` : `${seconds}s`;
}

function realDay(day: string): boolean {
	const date = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function unitOf(letter: string | undefined): keyof typeof unitMilliseconds {
	const unit = letter?.toLowerCase();
	return unit === 'm' || unit === 'h' || unit === 'w' ? unit : 'd';
}
