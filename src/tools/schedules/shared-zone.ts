import type { ToolContext } from '../core/context.ts';
import { localZoneOf } from '../time/local-zone.ts';
import type { LocalZone } from '../time/zones.ts';
import { readScheduleZone, type KnownSchedule } from './read-schedule.ts';

/** The clock by which times about several schedules are read. One request for each. operationId: getSchedule, getScheduleV3 */
export async function readZoneOfSchedules(known: readonly KnownSchedule[], context: ToolContext): Promise<LocalZone> {
	const all = await Promise.all(known.map((schedule) => readScheduleZone(schedule, context)));
	const shared = sharedZone(all);
	if (shared) return shared;
	const zones = [...new Set(all.map(({ zone }) => zone))].join(', ');
	const { zone } = await localZoneOf(undefined, context);
	return { zone, unknown: `These schedules are in different time zones: ${zones}.` };
}

/** The clock of several schedules, if it is the same. */
export function sharedZone([first, ...others]: readonly LocalZone[]): LocalZone | undefined {
	const same = ({ zone, unknown }: LocalZone) => zone === first?.zone && unknown === first.unknown;
	return others.every(same) ? first : undefined;
}
