import type { ToolContext } from '../core/context.ts';
import { isLocal } from './moment.ts';
import { parseZone, wallClock, type WallClock } from './zones.ts';

/** For times that all have a zone. */
const utc: WallClock = { zone: 'UTC' };

/**
 * The clock that a call goes by: that of the zone it names, else that of the person signed in.
 * @throws {ToolError} for an unknown zone.
 */
export async function clockOf(zone: string | undefined, context: ToolContext): Promise<WallClock> {
	if (zone !== undefined) return { zone: parseZone('time_zone', zone) };
	try {
		const me = await context.directory.me(context);
		if (me) return wallClock(me.time_zone, 'Your PagerDuty profile');
		return { ...utc, unknown: 'An account-level key belongs to nobody, so it has no time zone of its own.' };
	} catch (error) {
		if (context.signal.aborted || !(error instanceof Error)) throw error;
		return { ...utc, unknown: `Your PagerDuty profile could not be read: ${error.message}` };
	}
}

/** What was read of a call's times, and by which clock. */
export interface Read<T> {
	readonly value: T;
	readonly clock: WallClock;
}

/**
 * Reads times by a clock, which costs a request only if one of them has no zone of its own. What no clock would take is refused
 * before that.
 * @param texts all times that are read, those left out as undefined.
 * @param clock by default the person's.
 */
export async function readBy<T>(
	texts: readonly (string | undefined)[],
	read: (clock: WallClock) => T,
	context: ToolContext,
	clock: () => Promise<WallClock> = () => clockOf(undefined, context),
): Promise<Read<T>> {
	const local = texts.filter(isLocal).length;
	if (local === 0) return { value: read(utc), clock: utc };
	// All on the same clock: their order is the same on each.
	if (local === texts.length) read(utc);
	const found = await clock();
	return { value: read(found), clock: found };
}

/** The clock by which `texts` are read. */
export async function clockFor(texts: readonly (string | undefined)[], context: ToolContext): Promise<WallClock> {
	return (await readBy(texts, () => undefined, context)).clock;
}

/** What the reader must know of times that are shown by a clock which nobody named. */
export function clockNote({ zone, unknown }: WallClock): string | undefined {
	return unknown === undefined ? undefined : `${unknown} Times are shown in ${zone}.`;
}
