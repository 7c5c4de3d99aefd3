import { Temporal } from 'temporal-polyfill';
import { referenceTo } from '../../../pagerduty/api/reference.ts';
import type { LayerInput, Schedule, ScheduleInput, ScheduleLayer } from '../../../pagerduty/api/schedules.ts';
import { nameOf } from '../../text/names.ts';
import { daySeconds, lastTimeAt, weekSeconds, type Handoff, type WeeklyHours } from './rotation-arguments.ts';
import { listedZone } from '../../time/listed-zones.ts';
import { isoOf } from '../../time/iso.ts';

/** A rotation as it shall be. */
export interface RotationPlan {
	readonly name: string;
	readonly userIds: readonly string[];
	readonly turnSeconds: number;
	readonly handoff: Handoff;
	/** The hand-off as it was asked for. */
	readonly askedHandoff?: Handoff | undefined;
	readonly windows: readonly WeeklyHours[];
	/** Epoch milliseconds. */
	readonly start: number;
	readonly until?: number | undefined;
	readonly zone: string;
	readonly allAtOnce: boolean;
}

/** The rotation as a layer: the first person's turn is the one under way at its start. */
export function layerOf(plan: RotationPlan): LayerInput {
	const handedOver = lastTimeAt(plan.start, plan.zone, plan.handoff);
	return {
		name: plan.name,
		start: isoOf(plan.start),
		...(plan.until !== undefined && { end: isoOf(plan.until) }),
		rotation_virtual_start: isoOf(turnUnderWay(handedOver, plan.turnSeconds, plan.start, plan.zone)),
		rotation_turn_length_seconds: plan.turnSeconds,
		users: usersOf(plan.userIds),
		restrictions: restrictionsOf(plan.windows),
	};
}

export function usersOf(ids: readonly string[]): LayerInput['users'] {
	return ids.map((id) => ({ user: referenceTo('user', id) }));
}

/** PagerDuty refuses a restriction as long as its day or week, which restricts nothing. */
export function restrictionsOf(windows: readonly WeeklyHours[]): NonNullable<LayerInput['restrictions']> {
	if (windows.some(({ days, seconds }) => seconds >= (days.length === 0 ? daySeconds : weekSeconds))) return [];
	return windows.flatMap(({ days, from, seconds }) => {
		const same = { start_time_of_day: `${from}:00`, duration_seconds: seconds };
		if (days.length === 0) return [{ type: 'daily_restriction', ...same }];
		return days.map((day) => ({ type: 'weekly_restriction', ...same, start_day_of_week: day }));
	});
}

/** A schedule as PagerDuty takes it back: all of it, because what is not sent is lost, and the layers the other way round. */
export function scheduleInput(schedule: Schedule, now: Date): ScheduleInput {
	return {
		name: nameOf(schedule),
		...(schedule.description !== undefined && { description: schedule.description }),
		time_zone: listedZone(schedule.time_zone ?? 'Etc/UTC', now),
		// Where the account has no teams, PagerDuty refuses even an empty list.
		...(schedule.teams?.length && { teams: schedule.teams.map(({ id }) => referenceTo('team', id)) }),
		schedule_layers: schedule.schedule_layers.toReversed().map(layerInput),
	};
}

/**
 * A layer as it is, with its times in UTC: of a rotation's start PagerDuty reads the clock and not the offset that it has
 * sent, so that turns would move by that.
 */
export function layerInput(layer: ScheduleLayer): LayerInput {
	const start = layer.start ?? layer.rotation_virtual_start ?? '';
	return {
		id: layer.id,
		name: layer.name,
		start: inUtc(start),
		...(layer.end !== undefined && { end: inUtc(layer.end) }),
		rotation_virtual_start: inUtc(layer.rotation_virtual_start ?? start),
		rotation_turn_length_seconds: layer.rotation_turn_length_seconds ?? 0,
		users: usersOf(layer.users.map(({ user }) => user.id)),
		restrictions: layer.restrictions.map(
			({ type = '', start_time_of_day: from = '', duration_seconds: length = 0, ...rest }) => ({
				type,
				start_time_of_day: from,
				duration_seconds: length,
				...(rest.start_day_of_week !== undefined && { start_day_of_week: rest.start_day_of_week }),
			}),
		),
	};
}

/** What is no time stays as it is. */
function inUtc(time: string): string {
	const at = Date.parse(time);
	return Number.isNaN(at) ? time : isoOf(at);
}

/** How far PagerDuty's clock may be ahead. */
const clockSkew = 60_000;

/**
 * Whether a schedule has the wanted layers; new ones have no id yet. When a layer that has begun did so, PagerDuty forgets
 * with each save: it tells the moment of that.
 */
export function hasLayers(schedule: Schedule, wanted: readonly LayerInput[], now: Date): boolean {
	const there = schedule.schedule_layers.map(layerInput);
	const traits = ({ name, start, end = '', users, restrictions, ...turns }: LayerInput) => {
		const times = [end, turns.rotation_virtual_start].map((time) => Date.parse(time));
		return JSON.stringify([
			name,
			Math.max(Date.parse(start), now.getTime() + clockSkew),
			times,
			turns.rotation_turn_length_seconds,
			users.map(({ user }) => user.id),
			restrictions,
		]);
	};
	const isThere = (layer: LayerInput) =>
		there.some((one) => (layer.id === undefined || one.id === layer.id) && traits(one) === traits(layer));
	return there.length === wanted.length && wanted.every(isThere);
}

/** How many turns that began at `first` have gone by at `at`, by the wall clock. */
export function turnsUntil(first: number, turnSeconds: number, at: number, zone: string): number {
	return Math.floor(wallAt(first, zone).until(wallAt(at, zone), { largestUnit: 'seconds' }).seconds / turnSeconds);
}

/** The moment when so many turns have gone by since `first`, by the wall clock. */
export function afterTurns(first: number, turnSeconds: number, turns: number, zone: string): number {
	return wallAt(first, zone)
		.add({ seconds: turns * turnSeconds })
		.toZonedDateTime(zone).epochMilliseconds;
}

/** When the turn under way at `at` began, if one began at `first` and they follow each other. */
export function turnUnderWay(first: number, turnSeconds: number, at: number, zone: string): number {
	return afterTurns(first, turnSeconds, turnsUntil(first, turnSeconds, at, zone), zone);
}

/** The hand-off that takes the place of the one at `before`: the next one, or the last one while that is still to come. */
export function movedHandoff(before: number, at: number, handoff: Handoff, zone: string): number {
	const next = afterTurns(before, handoff.day === undefined ? daySeconds : weekSeconds, 1, zone);
	return lastTimeAt(Math.min(at, next - 1), zone, handoff);
}

/** Day of the week and time of a moment on the wall clock. */
export function handoffAt(ms: number, zone: string): Handoff {
	const at = wallAt(ms, zone);
	return { day: at.dayOfWeek, time: at.toPlainTime().toString({ smallestUnit: 'minute' }) };
}

/** What the wall clock shows at a moment. */
export function wallAt(ms: number, zone: string): Temporal.PlainDateTime {
	return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime();
}
