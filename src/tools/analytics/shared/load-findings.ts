import * as z from 'zod';
import { quoted } from '../../text/names.ts';
import type { HoursOnSchedule } from '../../schedules/hours-on-call.ts';
import { inHours } from '../../schedules/shift-shape.ts';
import { nightsOf } from '../../schedules/sleep.ts';
import { gaps, intersect, totalLength, type Span } from '../../time/spans.ts';

const hour = 3_600_000;

/** What one person had, as far as it is known. */
export interface Load {
	readonly id: string;
	readonly name: string;
	readonly timeZone: string;
	readonly milliseconds: number;
	readonly nights: number;
	readonly atNight: readonly Span[];
	readonly weekendMilliseconds: number;
	/** The longest duty without a break, in milliseconds. */
	readonly longest: number;
	readonly schedules: readonly HoursOnSchedule[];
	readonly interruptions: number | undefined;
	readonly asleep: number | undefined;
}

/** Something that is uneven or too much, and what would change it. */
export const findingShape = z.object({
	kind: z.enum(['sleep', 'nights', 'weekends', 'hours', 'interruptions', 'long_stretch', 'alone', 'asleep_elsewhere']),
	user: z.string(),
	/** Of the person, and the mean of all, in the unit of the kind. */
	value: z.number(),
	mean: z.number().optional(),
	says: z.string(),
});
export type Finding = z.output<typeof findingShape>;

/** When a figure is told: so many times the mean of all, and so much more than it. */
interface Measure {
	readonly kind: Finding['kind'];
	readonly of: (load: Load) => number | undefined;
	readonly times: number;
	readonly more: number;
	readonly says: (who: string, value: number, mean: number, least: string) => string;
}

const measures: readonly Measure[] = [
	{
		kind: 'sleep',
		of: ({ asleep }) => asleep,
		times: 1.5,
		more: 2,
		says: (who, value, mean, least) =>
			`${who} was woken ${value} times; the mean is ${mean}. Make fewer alerts page at night, or give nights to ${least}.`,
	},
	{
		kind: 'nights',
		of: ({ nights }) => nights,
		times: 1.5,
		more: 2,
		says: (who, value, mean, least) => `${who} has ${value} nights; the mean is ${mean}. Give some to ${least}.`,
	},
	{
		kind: 'weekends',
		of: ({ weekendMilliseconds }) => inHours(weekendMilliseconds),
		times: 1.5,
		more: 12,
		says: (who, value, mean, least) =>
			`${who} has ${value} weekend hours; the mean is ${mean}. Give a weekend to ${least}.`,
	},
	{
		kind: 'hours',
		of: ({ milliseconds }) => inHours(milliseconds),
		times: 1.5,
		more: 24,
		says: (who, value, mean, least) => `${who} has ${value} hours; the mean is ${mean}. Give shifts to ${least}.`,
	},
	{
		kind: 'interruptions',
		of: ({ interruptions }) => interruptions,
		times: 2,
		more: 5,
		says: (who, value, mean) =>
			`${who} was interrupted ${value} times; the mean is ${mean}. Look at what pages them most, and fix that first.`,
	},
];

/** The mean of what is known, to a tenth; undefined where nothing is. */
export function meanOf(loads: readonly Load[], of: (load: Load) => number | undefined): number | undefined {
	const values = loads.flatMap((load) => of(load) ?? []);
	if (values.length === 0) return undefined;
	return Math.round((10 * values.reduce((sum, value) => sum + value, 0)) / values.length) / 10;
}

/** What is uneven or too much, the worst kind first. @param span all of it. */
export function findingsOf(loads: readonly Load[], span: Span): Finding[] {
	return [
		...measures.flatMap((measure) => uneven(measure, loads)),
		...loads.flatMap(tooLong),
		...loads.flatMap((load) => alone(load, loads)),
		...loads.flatMap((load) => asleepElsewhere(load, loads, span)),
	];
}

function uneven({ kind, of, times, more, says }: Measure, loads: readonly Load[]): Finding[] {
	const mean = meanOf(loads, of);
	if (mean === undefined || loads.length < 2) return [];
	return loads.flatMap((load) => {
		const value = of(load);
		if (value === undefined || value < mean * times || value < mean + more) return [];
		const others = colleaguesOf(load, loads).filter((other) => (of(other) ?? value) < value);
		const least = others.toSorted((a, b) => (of(a) ?? 0) - (of(b) ?? 0))[0];
		const taker = least ? `${quoted(least.name)}, who has ${of(least) ?? 0}` : 'somebody else';
		return [{ kind, user: load.name, value, mean, says: says(quoted(load.name), value, mean, taker) }];
	});
}

/** Longer than a week and its hand-off. */
function tooLong({ name, longest }: Load): Finding[] {
	if (longest <= 7 * 24 * hour + hour) return [];
	const value = inHours(longest);
	const says = `${quoted(name)} is on call for ${value} hours without a break. Put somebody else between.`;
	return [{ kind: 'long_stretch', user: name, value, says }];
}

/** Whoever is on one of their schedules too: only they can take a turn without joining a rotation first. */
function colleaguesOf(load: Load, loads: readonly Load[]): Load[] {
	const own = new Set(load.schedules.map(({ id }) => id));
	return loads.filter((other) => other !== load && other.schedules.some(({ id }) => own.has(id)));
}

/** Nobody else is on one of their schedules, not even with turns at other times. */
function alone(load: Load, loads: readonly Load[]): Finding[] {
	const own = load.schedules.filter(
		({ id, milliseconds, rotationKnown }) =>
			rotationKnown &&
			milliseconds > 0 &&
			loads.every((other) => other === load || other.schedules.every((schedule) => schedule.id !== id)),
	);
	return own.map(({ name, milliseconds }) => ({
		kind: 'alone' as const,
		user: load.name,
		value: inHours(milliseconds),
		says: `${quoted(load.name)} carries ${quoted(name)} alone. Add people to its rotation.`,
	}));
}

/** Nights during which a colleague of the same schedule is awake anyway. */
function asleepElsewhere(load: Load, loads: readonly Load[], span: Span): Finding[] {
	const night = totalLength(load.atNight);
	if (night < 8 * hour) return [];
	const [best] = colleaguesOf(load, loads)
		.map((other) => {
			const awake = gaps(nightsOf(other.timeZone, span), span);
			return { other, share: totalLength(intersect(load.atNight, awake)) / night };
		})
		.toSorted((a, b) => b.share - a.share);
	if (!best || best.share < 0.6) return [];
	const percent = Math.round(100 * best.share);
	const says = `${quoted(best.other.name)} in ${best.other.timeZone} is awake for ${percent}% of the ${inHours(night)} night hours of ${quoted(load.name)} in ${load.timeZone}. Use a follow-the-sun handover.`;
	return [{ kind: 'asleep_elsewhere', user: load.name, value: inHours(night), says }];
}
