import type { ToolContext } from '../core/context.ts';
import { isLocal } from './parse-moment.ts';
import { parseZone, localZone, type LocalZone } from './zones.ts';

/** For times that all have a zone. */
const utc: LocalZone = { zone: 'UTC' };

/**
 * The clock that a call goes by: that of the zone it names, else that of the person signed in.
 * @throws {ToolError} for an unknown zone.
 */
export async function localZoneOf(zone: string | undefined, context: ToolContext): Promise<LocalZone> {
	if (zone !== undefined) return { zone: parseZone('time_zone', zone) };
	try {
		const me = await context.directory.me(context);
		if (me) return localZone(me.time_zone, 'Your PagerDuty profile');
		return { ...utc, unknown: 'An account-level key belongs to nobody, so it has no time zone of its own.' };
	} catch (error) {
		if (context.signal.aborted || !(error instanceof Error)) throw error;
		return { ...utc, unknown: `Your PagerDuty profile could not be read: ${error.message}` };
	}
}

/** What was read of a call's times, and by which clock. */
export interface ParsedLocal<T> {
	readonly value: T;
	readonly local: LocalZone;
}

/**
 * Reads times by a clock, which costs a request only if one of them has no zone of its own. What no clock would take is refused
 * before that.
 * @param texts all times that are read, those left out as undefined.
 * @param zone by default the person's.
 */
export async function parseLocal<T>(
	texts: readonly (string | undefined)[],
	read: (local: LocalZone) => T,
	context: ToolContext,
	zone: () => Promise<LocalZone> = () => localZoneOf(undefined, context),
): Promise<ParsedLocal<T>> {
	const count = texts.filter(isLocal).length;
	if (count === 0) return { value: read(utc), local: utc };
	// All on the same clock: their order is the same on each.
	if (count === texts.length) read(utc);
	const found = await zone();
	return { value: read(found), local: found };
}

/** The clock by which `texts` are read. */
export async function localZoneFor(texts: readonly (string | undefined)[], context: ToolContext): Promise<LocalZone> {
	return (await parseLocal(texts, () => undefined, context)).local;
}

/** What the reader must know of times that are shown by a clock which nobody named. */
export function localZoneNote({ zone, unknown }: LocalZone): string | undefined {
	return unknown === undefined ? undefined : `${unknown} Times are shown in ${zone}.`;
}
