import { Temporal } from 'temporal-polyfill';
import { listedTimeZones } from '../../pagerduty/api/time-zones.ts';
import { ToolError } from '../core/failure.ts';
import { isZone, parseZone } from './zones.ts';

/** A time zone that PagerDuty takes. */
export interface ListedZone {
	readonly zone: string;
	/** That it is another name than the one that was given. */
	readonly note?: string;
}

/** Clocks are the same if they are so from last year on, and as far ahead as anybody plans, in years. */
const recent = { before: 1, after: 5 };
/** Of several, one that has been the same for long is meant: New York for Toronto, not Indianapolis. */
const long = { before: 36, after: 5 };
const yearHours = 366 * 24;

/**
 * The time zone that an argument names, as PagerDuty takes it: one it does not list becomes a listed one with the same clock.
 * @throws {ToolError} with the closest ones, where no clock is the same all year.
 */
export function parseListedZone(argument: string, text: string, now: Date): ListedZone {
	const zone = parseZone(argument, text);
	const same = listedLike(zone, now);
	if (same === zone) return { zone };
	if (same !== undefined) {
		return { zone: same, note: `PagerDuty does not list the time zone ${zone}; ${same} has the same clock.` };
	}
	throw new ToolError({
		message: `${argument}: PagerDuty does not list the time zone ${zone}, and no listed one has the same clock all year.`,
		candidates: closest(zone, now).map((name) => ({ name })),
		next: 'Ask the person which of these comes close enough.',
	});
}

/** A zone that PagerDuty told, as it takes it back; itself if no listed one has the same clock. */
export function listedZone(zone: string, now: Date): string {
	return isZone(zone) ? (listedLike(zone, now) ?? zone) : zone;
}

/** How far clocks are compared. */
interface Years {
	readonly before: number;
	readonly after: number;
}

/** The same zone under another name comes first, then one of the same region. */
function listedLike(zone: string, now: Date): string | undefined {
	const exact = listedTimeZones.find((name) => name.toLowerCase() === zone.toLowerCase());
	if (exact !== undefined) return exact;
	const alias = listedTimeZones.find((name) => isAlias(name, zone));
	if (alias !== undefined) return alias;
	const alike = (names: readonly string[], years: Years) => {
		const clock = clockOf(zone, now, years);
		return names.filter((name) => clockOf(name, now, years) === clock);
	};
	const same = alike(
		listedTimeZones.filter((name) => hasOffsetsOf(zone, name, now)),
		recent,
	);
	const near = same.filter((name) => regionOf(name) === regionOf(zone));
	const found = near.length > 0 ? near : same;
	return alike(found, long)[0] ?? found[0];
}

/** Whether offsets are the same now and half a year later: that is soon told, and of few zones. */
function hasOffsetsOf(zone: string, name: string, now: Date): boolean {
	return [0, 182].every((days) => {
		const at = Temporal.Instant.fromEpochMilliseconds(now.getTime()).add({ hours: days * 24 });
		return at.toZonedDateTimeISO(zone).offset === at.toZonedDateTimeISO(name).offset;
	});
}

function isAlias(one: string, other: string): boolean {
	const at = Temporal.Instant.fromEpochMilliseconds(0);
	return at.toZonedDateTimeISO(one).equals(at.toZonedDateTimeISO(other));
}

/** The offset at first and each change of it, as text. */
function clockOf(zone: string, now: Date, { before, after }: Years): string {
	const from = startOf(zone, now, before);
	const end = from.add({ hours: (before + after) * yearHours });
	const changes = [from.offset];
	let change = from.getTimeZoneTransition('next');
	while (change && Temporal.ZonedDateTime.compare(change, end) < 0) {
		// A zone may change its name or rules without changing its clock.
		if (change.offset !== changes.at(-1)?.slice(-6)) changes.push(`${change.epochMilliseconds} ${change.offset}`);
		change = change.getTimeZoneTransition('next');
	}
	return changes.join('\n');
}

/** Those whose clocks differ least over a year. */
function closest(zone: string, now: Date): string[] {
	const first = startOf(zone, now, recent.before);
	const days = Array.from({ length: 24 }, (_, index) => first.add({ hours: index * 15 * 24 }));
	const distance = (name: string) =>
		days.reduce((sum, day) => sum + Math.abs(day.offsetNanoseconds - day.withTimeZone(name).offsetNanoseconds), 0);
	return listedTimeZones
		.map((name) => ({ name, distance: distance(name) - (regionOf(name) === regionOf(zone) ? 1 : 0) }))
		.sort((a, b) => a.distance - b.distance)
		.slice(0, 3)
		.map(({ name }) => name);
}

function startOf(zone: string, now: Date, before: number): Temporal.ZonedDateTime {
	const from = Temporal.Instant.fromEpochMilliseconds(now.getTime()).subtract({
		hours: before * yearHours,
	});
	return from.toZonedDateTimeISO(zone);
}

function regionOf(zone: string): string {
	return zone.split('/')[0] ?? '';
}
