import type { ToolContext } from '../core/context.ts';
import { clockOf } from '../time/local-zone.ts';
import type { WallClock } from '../time/zones.ts';
import { scheduleClock, type KnownSchedule } from './read-schedule.ts';

/** The clock by which times about several schedules are read. One request for each. operationId: getSchedule, getScheduleV3 */
export async function clockOfSchedules(known: readonly KnownSchedule[], context: ToolContext): Promise<WallClock> {
	const clocks = await Promise.all(known.map((schedule) => scheduleClock(schedule, context)));
	const shared = sharedClock(clocks);
	if (shared) return shared;
	const zones = [...new Set(clocks.map(({ zone }) => zone))].join(', ');
	const { zone } = await clockOf(undefined, context);
	return { zone, unknown: `These schedules are in different time zones: ${zones}.` };
}

/** The clock of several schedules, if it is the same. */
export function sharedClock([first, ...others]: readonly WallClock[]): WallClock | undefined {
	const same = ({ zone, unknown }: WallClock) => zone === first?.zone && unknown === first.unknown;
	return others.every(same) ? first : undefined;
}
