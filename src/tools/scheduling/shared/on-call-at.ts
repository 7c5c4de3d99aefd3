import type { NewRotationEvent } from '../../../pagerduty/api/rotations.ts';
import type { LayerInput } from '../../../pagerduty/api/schedules.ts';
import type { RotationEvent } from '../../../pagerduty/api/schedules-v3.ts';
import { isTogether, membersOf } from './event-pattern.ts';
import { turnsUntil, wallAt } from './layers.ts';
import { unassigned } from './members.ts';
import { numberedShifts } from './numbered-shifts.ts';
import { lastTimeAt } from './rotation-arguments.ts';

/** Whom layers put on call at a moment, overrides aside: the topmost that has anybody wins. Bottom to top. */
export function onCallOfLayers(layers: readonly LayerInput[], at: number, zone: string): string[] {
	const ids = layers.map((layer) => onCallOfLayer(layer, at, zone));
	const id = ids.findLast((one) => one !== undefined);
	return id === undefined ? [] : [id];
}

function onCallOfLayer(layer: LayerInput, at: number, zone: string): string | undefined {
	const { start, end, users, restrictions = [], rotation_turn_length_seconds: length } = layer;
	const lasts = Date.parse(start) <= at && !(end !== undefined && Date.parse(end) <= at);
	if (!lasts || users.length === 0 || length <= 0) return undefined;
	const within = restrictions.some(({ start_time_of_day: time, duration_seconds: seconds, start_day_of_week: day }) => {
		const began = lastTimeAt(at, zone, { day, time: time.slice(0, 5) });
		return began <= at && wallAt(began, zone).add({ seconds }).toZonedDateTime(zone).epochMilliseconds > at;
	});
	if (restrictions.length > 0 && !within) return undefined;
	return users.at(turnsUntil(Date.parse(layer.rotation_virtual_start), length, at, zone) % users.length)?.user.id;
}

/** Whom an event puts on call at a moment, overrides aside; undefined where that cannot be told from how it recurs. */
export function onCallOfEvent(event: RotationEvent | NewRotationEvent, at: number): string[] | undefined {
	if (Date.parse(event.effective_since ?? '') > at) return [];
	if (typeof event.effective_until === 'string' && Date.parse(event.effective_until) <= at) return [];
	const shifts = numberedShifts(event);
	if (!shifts) return undefined;
	const index = shifts.indexAt(at);
	const ids = membersOf(event);
	if (ids.length === 0 || shifts.startOf(index) > at) return [];
	if (isTogether(event)) return ids.filter((id) => id !== unassigned);
	const turn = Math.floor(index / (event.assignment_strategy?.shifts_per_member ?? 1));
	const id = ids.at(turn % ids.length);
	return id === undefined || id === unassigned ? [] : [id];
}
