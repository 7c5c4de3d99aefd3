import { Temporal } from 'temporal-polyfill';
import { PagerDutyError } from '../../pagerduty/errors.ts';
import type { PagerDuty } from '../../pagerduty/pagerduty.ts';
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
	const before = (schedule.shiftBased?.rotations ?? []).flatMap(({ events }) => events.map((one) => one.id));
	context.signal.throwIfAborted();
	// Between the two requests nobody is on call from `at` on: a call that is cancelled now still goes through with it.
	const { unstopped } = context;
	await endRotationEvent(unstopped, id, rotationId, old.id, isoOf(at));
	try {
		await createRotationEvent(unstopped, id, rotationId, event);
	} catch (error) {
		if (!(error instanceof PagerDutyError)) throw error;
		const arrived = error.unclear && (await hasNewEvent(unstopped, id, rotationId, before).catch(() => undefined));
		if (arrived) return;
		// The old event may go on only if nothing follows it, or two would page.
		const restored =
			arrived === false &&
			(await endRotationEvent(unstopped, id, rotationId, old.id, old.effective_until ?? null).then(
				() => true,
				() => false,
			));
		context.changes.announce({ oncall: true });
		const follows = arrived === undefined ? 'it is unclear whether the new one follows it' : 'nothing follows it';
		throw new ToolError(
			{
				message: `The change of ${name} failed: ${error.message} ${
					restored ? 'The rotation is as it was.' : `The old rotation now ends at ${isoOf(at)}, and ${follows}.`
				}`,
				details: error.messages,
			},
			error,
		);
	}
}

/** Whether the rotation has an event that it did not have: the lost answer was a yes. */
async function hasNewEvent(
	pagerduty: PagerDuty,
	id: string,
	rotationId: string,
	before: readonly string[],
): Promise<boolean> {
	const { rotations } = await getScheduleV3(pagerduty, id);
	const events = rotations.find((rotation) => rotation.id === rotationId)?.events ?? [];
	return events.some((event) => !before.includes(event.id));
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
