import * as z from 'zod';
import { single } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { rotation, rotationEvent, type Rotation, type RotationEvent } from './schedules-v3.ts';

/** Wall-clock time of a zone: `{ date_time: '2026-01-05T09:00:00', time_zone: 'Europe/Berlin' }`. */
export interface ZonedTime {
	readonly date_time: string;
	readonly time_zone: string;
}

/** Somebody who takes turns, or a turn that is nobody's. */
export type NewMember = { readonly type: 'user_member'; readonly user_id: string } | { readonly type: 'empty_member' };

/** When and by whom a rotation is filled, in the API's own words. */
export interface NewRotationEvent {
	readonly name: string;
	/** The first shift; it recurs. */
	readonly start_time: ZonedTime;
	readonly end_time: ZonedTime;
	/** PagerDuty reads a past one as now. */
	readonly effective_since: string;
	readonly effective_until?: string | null;
	/** Exactly one RRULE, then EXDATEs and RDATEs. */
	readonly recurrence: readonly string[];
	readonly assignment_strategy: {
		readonly type: 'rotating_member_assignment_strategy' | 'every_member_assignment_strategy';
		readonly shifts_per_member?: number;
		readonly members: readonly NewMember[];
	};
}

/** Adds an empty rotation to a shift-based schedule. operationId: createRotation */
export function createRotation(pd: PagerDutyApi, scheduleId: string): Promise<Rotation> {
	return pd.request({
		operationId: 'createRotation',
		method: 'POST',
		path: ['v3', 'schedules', scheduleId, 'rotations'],
		body: {},
		reply: single('rotation', rotation),
	});
}

/** Adds an event to a rotation; five at most, which may not overlap. operationId: createEvent */
export function createRotationEvent(
	pd: PagerDutyApi,
	scheduleId: string,
	rotationId: string,
	event: NewRotationEvent,
): Promise<RotationEvent> {
	return pd.request({
		operationId: 'createEvent',
		method: 'POST',
		path: ['v3', 'schedules', scheduleId, 'rotations', rotationId, 'events'],
		body: { event },
		reply: single('event', rotationEvent),
	});
}

/** Changes what is given; once an event has begun, that may be its end only. operationId: updateEvent */
export function updateRotationEvent(
	pd: PagerDutyApi,
	scheduleId: string,
	rotationId: string,
	eventId: string,
	event: Partial<NewRotationEvent>,
): Promise<RotationEvent> {
	return pd.request({
		operationId: 'updateEvent',
		method: 'PUT',
		path: ['v3', 'schedules', scheduleId, 'rotations', rotationId, 'events', eventId],
		body: { event },
		reply: single('event', rotationEvent),
	});
}

/** Takes an event away that has not begun. operationId: deleteEvent */
export function deleteRotationEvent(
	pd: PagerDutyApi,
	scheduleId: string,
	rotationId: string,
	eventId: string,
): Promise<unknown> {
	return pd.request({
		operationId: 'deleteEvent',
		method: 'DELETE',
		path: ['v3', 'schedules', scheduleId, 'rotations', rotationId, 'events', eventId],
		reply: z.unknown(),
	});
}

/** Takes a rotation away; an event under way ends now, those to come are lost. operationId: deleteRotation */
export function deleteRotation(pd: PagerDutyApi, scheduleId: string, rotationId: string): Promise<unknown> {
	return pd.request({
		operationId: 'deleteRotation',
		method: 'DELETE',
		path: ['v3', 'schedules', scheduleId, 'rotations', rotationId],
		reply: z.unknown(),
	});
}
