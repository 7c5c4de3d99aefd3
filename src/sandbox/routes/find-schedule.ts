import type { Call } from '../server/call.ts';
import { wrongScheduleKind } from '../server/errors.ts';
import type { Schedule, ShiftSchedule } from '../model/model.ts';
import { find } from './find.ts';

/** The layered schedule of `{id}`; 400 for a shift-based one. */
export function findSchedule(call: Call): Schedule {
	const id = call.param('id');
	if (call.world.store.shiftSchedules.has(id)) throw wrongScheduleKind('/v3/schedules');
	return find(call.world.store.schedules, id);
}

/** The shift-based schedule of `{id}`; 400 for a layered one. */
export function findShiftSchedule(call: Call): ShiftSchedule {
	const id = call.param('id');
	if (call.world.store.schedules.has(id)) throw wrongScheduleKind('/schedules');
	return find(call.world.store.shiftSchedules, id);
}
