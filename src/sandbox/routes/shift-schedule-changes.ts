import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { invalidInput, notFound } from '../server/errors.ts';
import type { ShiftSchedule } from '../model/model.ts';
import type { Rotation, RotationEvent } from '../rendering/model.ts';
import type { Route } from '../server/router.ts';
import { parseTime } from '../time.ts';
import { isListedTimeZone } from '../time-zones.ts';
import { eventJson, rotationJson, shiftScheduleJson } from '../replies/schedule.ts';
import { findShiftSchedule } from './find-schedule.ts';
import { find } from './find.ts';
import { route } from './overrides.ts';
import { fieldError } from './shift-overrides.ts';
import { refuseUsed } from './schedule-changes.ts';

const base = '/v3/schedules/{id}';

/** Making and changing shift-based schedules, their rotations and events. */
export const shiftScheduleChangeRoutes: readonly Route[] = [
	route('POST', '/v3/schedules', 'createScheduleV3', create),
	route('PUT', base, 'updateScheduleV3', update),
	route('DELETE', base, 'deleteScheduleV3', remove),
	route('POST', `${base}/rotations`, 'createRotation', addRotation),
	route('POST', `${base}/rotations/{rotation_id}/events`, 'createEvent', addEvent),
	route('DELETE', `${base}/rotations/{rotation_id}`, 'deleteRotation', removeRotation),
	route('PUT', `${base}/rotations/{rotation_id}/events/{event_id}`, 'updateEvent', updateEvent),
	route('DELETE', `${base}/rotations/{rotation_id}/events/{event_id}`, 'deleteEvent', removeEvent),
];

const zone = z.string().refine(isListedTimeZone, 'is not a valid tzinfo identifier');
const name = z.string().min(1).max(255);
const fields = {
	description: z.string().max(1024).optional(),
	// Neither is accepted here.
	rotations: z.undefined().optional(),
	escalation_policies: z.undefined().optional(),
};
const creation = z.object({
	schedule: z.object({ name, time_zone: zone, teams: z.array(z.object({ id: z.string() })).optional(), ...fields }),
});
const change = z.object({
	schedule: z.object({ name: name.optional(), time_zone: zone.optional(), ...fields }),
});

function create(call: Call): Reply {
	const { store, ids } = call.world;
	const asked = call.body(creation).schedule;
	const teamIds = (asked.teams ?? []).map(({ id }) => find(store.teams, id).id);
	const schedule: ShiftSchedule = {
		id: ids.long(),
		name: asked.name,
		timeZone: asked.time_zone,
		description: asked.description ?? null,
		teamIds,
		rotations: [],
		overrides: [],
	};
	store.shiftSchedules.set(schedule.id, schedule);
	return { status: 201, body: { schedule: jsonOf(call, schedule) } };
}

/** What is not named stays, but the time zone must be named. */
function update(call: Call): Reply {
	const schedule = findShiftSchedule(call);
	const asked = call.body(change).schedule;
	// Against its documentation.
	if (asked.time_zone === undefined) throw fieldError('schedule.time_zone', 'Time zone cannot be empty.');
	schedule.name = asked.name ?? schedule.name;
	schedule.timeZone = asked.time_zone;
	schedule.description = asked.description ?? schedule.description;
	return { status: 200, body: { schedule: jsonOf(call, schedule) } };
}

function remove(call: Call): Reply {
	const schedule = findShiftSchedule(call);
	refuseUsed(call.world, schedule.id);
	call.world.store.shiftSchedules.delete(schedule.id);
	return { status: 204 };
}

const mostRotations = 10;
const mostEvents = 5;

function addRotation(call: Call): Reply {
	const schedule = findShiftSchedule(call);
	const now = call.world.clock.ms;
	const active = schedule.rotations.filter(
		({ events }) => events.length === 0 || events.some(({ effectiveUntil }) => (effectiveUntil ?? Infinity) > now),
	);
	if (active.length >= mostRotations) throw invalidInput(`A schedule may have at most ${mostRotations} rotations`);
	const rotation: Rotation = { id: call.world.ids.long(), events: [] };
	schedule.rotations.push(rotation);
	return { status: 201, body: { rotation: rotationJson(call.world, schedule, rotation) } };
}

/** What was stays: an event under way ends now, and only what has not begun is gone. */
function removeRotation(call: Call): Reply {
	const schedule = findShiftSchedule(call);
	const rotation = findRotation(call, schedule);
	for (const event of [...rotation.events]) endOrRemove(call, rotation, event);
	if (rotation.events.length === 0) schedule.rotations.splice(schedule.rotations.indexOf(rotation), 1);
	return { status: 204 };
}

function removeEvent(call: Call): Reply {
	const rotation = findRotation(call, findShiftSchedule(call));
	endOrRemove(call, rotation, findEvent(call, rotation));
	return { status: 204 };
}

function endOrRemove({ world }: Call, rotation: Rotation, event: RotationEvent): void {
	const now = world.clock.ms;
	if (event.effectiveSince > now) rotation.events.splice(rotation.events.indexOf(event), 1);
	else event.effectiveUntil = Math.min(event.effectiveUntil ?? now, now);
}

const zoned = z.object({ date_time: z.string(), time_zone: zone });
const eventFields = z.object({
	name,
	start_time: zoned,
	end_time: zoned,
	effective_since: z.string(),
	effective_until: z.string().nullish(),
	recurrence: z.array(z.string()).min(1),
	assignment_strategy: z.object({
		type: z.enum(['rotating_member_assignment_strategy', 'every_member_assignment_strategy']),
		shifts_per_member: z.int().min(1).optional(),
		members: z
			.array(
				z.discriminatedUnion('type', [
					z.object({ type: z.literal('user_member'), user_id: z.string().min(1) }),
					z.object({ type: z.literal('empty_member') }),
				]),
			)
			.min(1)
			.max(20),
	}),
});

function addEvent(call: Call): Reply {
	const { world } = call;
	const schedule = findShiftSchedule(call);
	const rotation = findRotation(call, schedule);
	const event = madeEvent(call, world.ids.long(), call.body(z.object({ event: eventFields })).event);
	const now = world.clock.ms;
	if (rotation.events.filter(({ effectiveUntil }) => (effectiveUntil ?? Infinity) > now).length >= mostEvents)
		throw invalidInput(`A rotation may have at most ${mostEvents} events`);
	refuseOverlap(rotation, event);
	rotation.events.push(event);
	return { status: 201, body: { event: eventJson(world, schedule, rotation, event) } };
}

/** A start in the past counts as now. */
function madeEvent({ world }: Call, id: string, asked: z.infer<typeof eventFields>): RotationEvent {
	const { type, shifts_per_member: shiftsPerMember = 1, members } = asked.assignment_strategy;
	const userIds = members.map((member) => (member.type === 'empty_member' ? '' : member.user_id));
	if (userIds.some((id) => id !== '' && !world.store.users.has(id)))
		throw fieldError('event.assignment_strategy.members', 'user does not exist');
	if (asked.recurrence.filter((line) => line.startsWith('RRULE:')).length !== 1)
		throw fieldError('event.recurrence', 'must hold exactly one RRULE');
	const event: RotationEvent = {
		id,
		name: asked.name,
		timeZone: asked.start_time.time_zone,
		start: wall('event.start_time', asked.start_time),
		end: wall('event.end_time', asked.end_time),
		effectiveSince: Math.max(world.clock.ms, moment('event.effective_since', asked.effective_since)),
		effectiveUntil: asked.effective_until ? moment('event.effective_until', asked.effective_until) : null,
		recurrence: asked.recurrence,
		strategy: type === 'rotating_member_assignment_strategy' ? { type, shiftsPerMember, userIds } : { type, userIds },
	};
	if (event.end <= event.start) throw fieldError('event.end_time', 'must be after start_time');
	if (event.effectiveUntil !== null && event.effectiveUntil <= event.effectiveSince)
		throw fieldError('event.effective_until', 'must be after effective_since');
	return event;
}

function refuseOverlap({ events }: Rotation, event: RotationEvent): void {
	const overlaps = events.some(
		({ id, effectiveSince, effectiveUntil }) =>
			id !== event.id &&
			effectiveSince < (event.effectiveUntil ?? Infinity) &&
			event.effectiveSince < (effectiveUntil ?? Infinity),
	);
	if (overlaps) throw fieldError('event.effective_since', 'overlaps with another event of the rotation');
}

/** Of an event to come everything may change, of one under way only the end, of a past one nothing. */
function updateEvent(call: Call): Reply {
	const { world } = call;
	const schedule = findShiftSchedule(call);
	const rotation = findRotation(call, schedule);
	const event = findEvent(call, rotation);
	const asked = call.body(z.object({ event: eventFields.partial() })).event;
	const now = world.clock.ms;
	if ((event.effectiveUntil ?? Infinity) <= now) throw fieldError('event', 'has ended and cannot be changed');
	const { effective_until: until, ...others } = asked;
	if (event.effectiveSince > now) {
		const shown = eventFields.parse(eventJson(world, schedule, rotation, event));
		const changed = madeEvent(call, event.id, { ...shown, ...asked });
		refuseOverlap(rotation, changed);
		Object.assign(event, changed);
	} else {
		if (until === undefined || Object.keys(others).length > 0)
			throw fieldError('event', 'is active: only effective_until can be changed');
		const end = until ? Math.max(now, moment('event.effective_until', until)) : null;
		refuseOverlap(rotation, { ...event, effectiveUntil: end });
		event.effectiveUntil = end;
	}
	return { status: 200, body: { event: eventJson(world, schedule, rotation, event) } };
}

function findEvent(call: Call, { events }: Rotation): RotationEvent {
	const event = events.find(({ id }) => id === call.param('event_id'));
	if (!event) throw notFound();
	return event;
}

function findRotation(call: Call, schedule: ShiftSchedule): Rotation {
	const rotation = schedule.rotations.find(({ id }) => id === call.param('rotation_id'));
	if (!rotation) throw notFound();
	return rotation;
}

function moment(field: string, text: string): number {
	const at = parseTime(text);
	if (at === undefined) throw fieldError(field, 'is not a date-time');
	return at;
}

/** The wall-clock time of the given zone: PagerDuty's own examples end in Z and mean nine in the morning in New York. */
function wall(field: string, { date_time }: z.infer<typeof zoned>): string {
	moment(field, date_time);
	return date_time.slice(0, 19);
}

function jsonOf(call: Call, schedule: ShiftSchedule) {
	return shiftScheduleJson(call.world, schedule, { span: null, overflow: false, zone: schedule.timeZone });
}
