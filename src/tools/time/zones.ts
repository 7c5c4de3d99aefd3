import { Temporal } from 'temporal-polyfill';
import { ToolError } from '../core/failure.ts';
import { nearest } from '../text/nearest.ts';
import { quoted } from '../text/names.ts';

/** Where times without a zone are, and by which clock times are shown. */
export interface LocalZone {
	/** In which times are shown. */
	readonly zone: string;
	/** Why a time without a zone cannot be read: nobody knows whose clock is meant. */
	readonly unknown?: string | undefined;
}

/**
 * The clock of a zone that PagerDuty names. Without one it only shows times, in UTC.
 * @param whose who has it, e.g. `Your PagerDuty profile`.
 */
export function localZone(zone: string | undefined, whose: string): LocalZone {
	if (zone && isZone(zone)) return { zone };
	const unknown = zone
		? `${whose} has the time zone ${quoted(zone.slice(0, 60))}, which is unknown here.`
		: `${whose} has no time zone.`;
	return { zone: 'UTC', unknown };
}

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
		message: `${argument}: ${quoted(text.slice(0, 60))} is not a time zone.`,
		next: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Use a name such as Europe/Berlin.',
	});
}
