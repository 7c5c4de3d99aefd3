import { Temporal } from 'temporal-polyfill';
import { PagerDutyError } from '../../pagerduty/errors.ts';
import {
	createRotation,
	createRotationEvent,
	endRotationEvent,
	type NewRotationEvent,
	type ZonedTime,
} from '../../pagerduty/rotations.ts';
import { getScheduleV3, type RotationEvent } from '../../pagerduty/schedules-v3.ts';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { chooseRotation } from './choose-rotation.ts';
import { eventOf } from './events.ts';
import type { RenderedSchedule } from './read-schedule.ts';
import { readPlan, startOf } from './read-plan.ts';
import type { RotationChange } from './set-rotation.ts';
import { isoOf } from './zones.ts';

/**
 * Adds a rotation with one event, ends one, or changes one. PagerDuty lets nothing but the end of a running event change, so
 * the old event ends when the change begins and a new one goes on in the same rotation. operationId: updateEvent, createEvent
 */
export async function setEvent(
	schedule: RenderedSchedule,
	change: RotationChange,
	until: number | undefined,
	context: ToolContext,
): Promise<void> {
	const { id, name, timeZone: zone } = schedule;
	const { pagerduty } = context;
	if (change.new_rotation !== undefined) {
		const event = eventOf({ ...(await readPlan(change, change.new_rotation, zone, context)), until });
		const rotation = await createRotation(pagerduty, id);
		await createRotationEvent(pagerduty, id, rotation.id, event);
		return;
	}
	const now = context.clock.now().getTime();
	const lasting = (schedule.shiftBased?.rotations ?? []).flatMap((rotation) =>
		rotation.events
			.filter(({ effective_until: end }) => end === undefined || Date.parse(end) > now)
			.map((event) => ({ id: rotation.id, name: event.name, event })),
	);
	const { id: rotationId, event: old } = chooseRotation(change.rotation, lasting, name);
	const { users, turn, handoff, hours, all_at_once } = change;
	if (!users && turn === undefined && handoff === undefined && !hours && all_at_once === undefined) {
		await endRotationEvent(pagerduty, id, rotationId, old.id, until === undefined ? null : isoOf(until));
		return;
	}
	const at = startOf(change.start, zone, context);
	const event = await changed(old, change, at, until, zone, context);
	await endRotationEvent(pagerduty, id, rotationId, old.id, isoOf(at));
	try {
		await createRotationEvent(pagerduty, id, rotationId, event);
	} catch (error) {
		if (!(error instanceof PagerDutyError)) throw error;
		if (error.unclear && (await hasEventAfter(id, rotationId, old.id, context))) return;
		const restored = await endRotationEvent(pagerduty, id, rotationId, old.id, old.effective_until ?? null).then(
			() => true,
			() => false,
		);
		throw new ToolError(
			{
				message: `The change of ${name} was refused: ${error.message} ${
					restored ? 'The rotation is as it was.' : `The old rotation now ends at ${isoOf(at)}, and nothing follows it.`
				}`,
				details: error.messages,
			},
			error,
		);
	}
}

/** Whether the rotation has an event that begins after the old one: the lost answer was a yes. */
async function hasEventAfter(
	id: string,
	rotationId: string,
	oldId: string,
	{ pagerduty }: ToolContext,
): Promise<boolean> {
	const { rotations } = await getScheduleV3(pagerduty, id);
	const events = rotations.find((rotation) => rotation.id === rotationId)?.events ?? [];
	const since = (text: string | undefined) => Date.parse(text ?? '');
	const old = events.find((event) => event.id === oldId);
	return events.some((event) => since(event.effective_since) > since(old?.effective_since));
}

/** Only people change: the shifts go on as they were. Otherwise the rotation is laid out anew. */
async function changed(
	old: RotationEvent,
	change: RotationChange,
	at: number,
	until: number | undefined,
	zone: string,
	context: ToolContext,
): Promise<NewRotationEvent> {
	const strategy = old.assignment_strategy;
	const oldIds = (strategy?.members ?? []).flatMap(({ user_id: id }) => (id === undefined ? [] : [id]));
	const end = until === undefined ? old.effective_until : isoOf(until);
	if (change.turn !== undefined || change.hours || change.handoff !== undefined) {
		const plan = await readPlan({ ...change, users: change.users ?? oldIds }, old.name ?? '', zone, context);
		return { ...eventOf({ ...plan, start: at }), ...(end !== undefined && { effective_until: end }) };
	}
	const userIds = change.users ? ((await context.directory.ids('user', change.users, context)) ?? []) : oldIds;
	const together = change.all_at_once ?? strategy?.type === 'every_member_assignment_strategy';
	return {
		name: old.name ?? '',
		start_time: again(old.start_time, zone),
		end_time: again(old.end_time, zone),
		effective_since: isoOf(at),
		...(end !== undefined && { effective_until: end }),
		recurrence: old.recurrence,
		assignment_strategy: {
			...(together
				? { type: 'every_member_assignment_strategy' }
				: { type: 'rotating_member_assignment_strategy', shifts_per_member: strategy?.shifts_per_member ?? 1 }),
			members: userIds.map((id) => ({ type: 'user_member', user_id: id })),
		},
	};
}

/** PagerDuty writes wall-clock times with a Z; with the zone's real offset they mean the same to every reader. */
function again(time: RotationEvent['start_time'], otherwise: string): ZonedTime {
	const zone = time?.time_zone ?? otherwise;
	const wall = Temporal.PlainDateTime.from((time?.date_time ?? '').slice(0, 19));
	const text = wall.toZonedDateTime(zone).toString({ timeZoneName: 'never', smallestUnit: 'second' });
	return { date_time: text.replace(/\+00:00$/, 'Z'), time_zone: zone };
}
