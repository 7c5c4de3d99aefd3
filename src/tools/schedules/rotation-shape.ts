import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { RotationEvent } from '../../pagerduty/api/schedules-v3.ts';
import type { ScheduleLayer } from '../../pagerduty/api/schedules.ts';
import { nameOf } from '../text/names.ts';
import { cleanLine } from '../text/untrusted.ts';
import type { RenderedSchedule } from './read-schedule.ts';
import { timeIn } from '../time/show-time.ts';

/** Who takes turns, and how: a layer, or an event of a rotation. */
export const rotationSchema = z.object({
	id: z.string(),
	/** Of a shift-based schedule: a rotation may have several, one after another. */
	event_id: z.string().optional(),
	name: z.string(),
	/** In the order of their turns; `nobody` for a turn that is left unassigned. */
	users: z.array(z.string()),
	user_ids: z.array(z.string()),
	/** E.g. `7 days each, handed over Mon 09:00`. */
	turns: z.string(),
	/** When it applies, e.g. `Mon 09:00 for 10 h`; always if missing. */
	hours: z.array(z.string()).optional(),
	/** Of a shift-based schedule: the first shift, on the wall clock, and how it recurs. */
	first_shift: z.string().optional(),
	recurrence: z.array(z.string()).optional(),
	since: z.string().optional(),
	until: z.string().optional(),
});
type ShownRotation = z.output<typeof rotationSchema>;

/** The rotations of a schedule that have not ended; the first one wins where they overlap. */
export function showRotations(schedule: RenderedSchedule, zone: string, now: number): ShownRotation[] {
	const { layered, shiftBased } = schedule;
	const lasts = (end: string | undefined) => end === undefined || !(Date.parse(end) <= now);
	if (layered) {
		return layered.schedule_layers
			.filter(({ end }) => lasts(end))
			.map((layer) => showLayer(layer, schedule.timeZone, zone));
	}
	const names = new Map(shiftBased?.users?.map((user) => [user.id, nameOf(user)]));
	return (shiftBased?.rotations ?? []).flatMap(({ id, events }): ShownRotation[] => {
		if (events.length === 0) return [{ id, name: 'empty', users: [], user_ids: [], turns: 'none' }];
		const lasting = events.filter(({ effective_until: end }) => lasts(end));
		return lasting.map((event) => ({ id, event_id: event.id, ...showEvent(event, zone, names) }));
	});
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function showLayer(layer: ScheduleLayer, own: string, zone: string): ShownRotation {
	const handoff = Date.parse(layer.rotation_virtual_start ?? layer.start ?? '');
	const length = layer.rotation_turn_length_seconds ?? 0;
	return {
		id: layer.id ?? '',
		name: cleanLine(layer.name ?? layer.id ?? ''),
		users: layer.users.map(({ user }) => nameOf(user)),
		user_ids: layer.users.map(({ user }) => user.id),
		turns: `${duration(length)} each${Number.isNaN(handoff) ? '' : `, handed over ${wall(handoff, own, length)}`}`,
		...(layer.restrictions.length > 0 && {
			hours: layer.restrictions.map((restriction) => {
				const day =
					restriction.start_day_of_week === undefined ? '' : `${days[restriction.start_day_of_week - 1] ?? ''} `;
				const from = (restriction.start_time_of_day ?? '').slice(0, 5);
				return `${day}${from} for ${duration(restriction.duration_seconds ?? 0)}`;
			}),
		}),
		since: timeIn(layer.start, zone),
		until: timeIn(layer.end, zone),
	};
}

function showEvent(event: RotationEvent, zone: string, names: ReadonlyMap<string, string>): Omit<ShownRotation, 'id'> {
	const strategy = event.assignment_strategy;
	const each = strategy?.shifts_per_member ?? 1;
	const everybody = strategy?.type === 'every_member_assignment_strategy';
	const members = (strategy?.members ?? []).filter(
		({ type, user_id: id }) => type === 'empty_member' || id !== undefined,
	);
	const wallTime = (time: RotationEvent['start_time']) => cleanLine((time?.date_time ?? '').slice(0, 16));
	return {
		name: cleanLine(event.name ?? event.id),
		users: members.map(({ user_id: id }) => (id === undefined ? 'nobody' : (names.get(id) ?? id))),
		user_ids: members.flatMap(({ user_id: id }) => id ?? []),
		turns: everybody ? 'all at the same time' : `${each} shift${each === 1 ? '' : 's'} each`,
		first_shift: cleanLine(
			`${wallTime(event.start_time)} to ${wallTime(event.end_time)} ${event.start_time?.time_zone ?? ''}`.trim(),
		),
		recurrence: event.recurrence.map((line) => cleanLine(line, 200)),
		since: timeIn(event.effective_since, zone),
		until: timeIn(event.effective_until, zone),
	};
}

/** `7 days`, `12 h`, `90 min`. */
function duration(seconds: number): string {
	if (seconds > 0 && seconds % 86_400 === 0) return `${seconds / 86_400} day${seconds === 86_400 ? '' : 's'}`;
	return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${Math.round(seconds / 60)} min`;
}

function wall(at: number, zone: string, turnSeconds: number): string {
	const time = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
	const clock = time.toPlainTime().toString({ smallestUnit: 'minute' });
	return turnSeconds % 604_800 === 0 ? `${days[time.dayOfWeek - 1] ?? ''} ${clock}` : clock;
}
