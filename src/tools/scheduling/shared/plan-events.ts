import type { NewRotationEvent, ZonedTime } from '../../../pagerduty/api/rotations.ts';
import type { RotationEvent } from '../../../pagerduty/api/schedules-v3.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { nameOf } from '../../text/names.ts';
import { joinNotes } from '../../text/notes.ts';
import { addRotation } from './add-rotation.ts';
import { changedEvent, restoredEvent } from './changed-event.ts';
import { findRotation, findVersion } from './find-rotation.ts';
import type { OnCallIds } from './effect.ts';
import { endRotation, outcomeOfEnd, type LastingRotation } from './end-rotation.ts';
import { isTogether, membersOf } from './event-pattern.ts';
import { eventOf } from './event-of-plan.ts';
import { listedZone } from '../../time/listed-zones.ts';
import { membersAfter, unassigned } from './members.ts';
import { onCallOfEvent } from './on-call-at.ts';
import { putEvent } from './put-event.ts';
import { isUnchanged, planOf, parseStart } from './plan-of-arguments.ts';
import type { RenderedSchedule } from '../../schedules/read-schedule.ts';
import type { PlannedChange, RotationChange } from './rotation-change.ts';
import { isSameEvent } from './same-rotation.ts';
import { isoOf } from '../../time/iso.ts';

/**
 * Adds a rotation with one event, ends one, or changes one. An event to come is changed itself; of one under way PagerDuty lets
 * nothing but the end change, so it ends when the change begins and a new one goes on in the same rotation.
 * operationId: updateEvent, createEvent
 */
export async function planEvents(
	schedule: RenderedSchedule,
	change: RotationChange,
	until: number | undefined,
	context: ToolContext,
): Promise<PlannedChange> {
	const { id, name, timeZone: zone } = schedule;
	const rotations = schedule.shiftBased?.rotations ?? [];
	const now = Math.floor(context.clock.now().getTime() / 1000) * 1000;
	if (change.new_rotation !== undefined) {
		const plan = { ...(await planOf(change, { name: change.new_rotation, zone }, context)), until };
		const event = asListed(eventOf(plan), now);
		const send = async () => {
			context.signal.throwIfAborted();
			await addRotation(id, rotations, event, context);
		};
		const duty = { last: [], otherwise: [], then: onCallOfEvent(event, plan.start) ?? [] };
		return { outcome: 'added', at: plan.start, duty, send };
	}
	const lasting = rotations.flatMap((rotation): LastingRotation[] => {
		const events = rotation.events.filter(({ effective_until: end }) => end === undefined || Date.parse(end) > now);
		// An empty rotation is there to be removed, not to be taken for the only one.
		const emptyAsked = rotation.events.length === 0 && change.rotation !== undefined;
		const { id: rotationId } = rotation;
		if (emptyAsked) return [{ id: rotationId, rotationId, name: undefined, rotation, event: undefined }];
		return events.map((event) => {
			const { id: eventId, name: eventName, effective_since: since } = event;
			return { id: eventId, rotationId, name: eventName, since, rotation, event };
		});
	});
	if (until !== undefined && isUnchanged(change)) {
		const ending = findRotation(change.rotation, lasting, name);
		const outcome = outcomeOfEnd(ending, until, context);
		const ends = Date.parse(ending.event?.effective_until ?? '') === until;
		return {
			outcome: outcome === 'ended' && ends ? 'unchanged' : outcome,
			at: until,
			duty: dutyOf(schedule, ending, ending.event, undefined, until),
			send: async () => {
				await endRotation(id, ending, until, context);
			},
		};
	}
	const asked = parseStart(change.start, zone, context);
	const begins = Math.max(asked, now + lead);
	const found = findRotation(change.rotation, inForce(lasting, begins, change.rotation), name);
	const { rotationId, rotation, event: old } = found;
	if (!old) {
		throw new ToolError({
			message: `The rotation ${rotationId} is empty: there is nothing to change.`,
			next: 'Remove it with `until: now`, and add one with `new_rotation`.',
		});
	}
	const since = Date.parse(old.effective_since ?? '');
	// What has not begun begins when it was to begin, unless told otherwise.
	const at = change.start === undefined && since > now ? since : begins;
	const names = new Map(schedule.shiftBased?.users?.map((user) => [user.id, nameOf(user)]));
	const before = membersOf(old).map((member) => ({
		id: member,
		name: member === unassigned ? 'nobody' : (names.get(member) ?? member),
	}));
	// All at once nobody has the turn before the others.
	const earlier = change.restore === undefined ? undefined : findVersion(change.restore, old, rotation.events);
	const members = await membersAfter(before, change, since < at && !isTogether(old), context);
	const event = asListed(
		earlier ? restoredEvent(earlier, old, at, zone) : changedEvent(change, { old, at, until, members, zone }),
		now,
	);
	const follower = rotation.events.find((one) => one.id !== old.id && Date.parse(one.effective_since ?? '') > at);
	return {
		outcome: since <= at && isSameEvent(old, event, at, zone) ? 'unchanged' : 'changed',
		at,
		duty: dutyOf(schedule, found, old, event, at),
		note: joinNotes(
			at === begins && at > asked
				? `This begins at ${isoOf(at)}, because an immediate change could not be taken back if it failed.`
				: undefined,
			follower && `Another part of the rotation follows at ${follower.effective_since ?? ''}.`,
			!earlier && event.recurrence.length < old.recurrence.length
				? 'Dates that were left out or added no longer apply (EXDATE, RDATE).'
				: undefined,
		),
		send: () => putEvent({ schedule, rotationId, old, event }, context),
	};
}

/** How much later than now a rotation changes hands, in milliseconds: PagerDuty lets no end be changed that has passed. */
const lead = 120_000;

/** Of each rotation the event that is in force at `at`, or else the next one; and the one that is named by its own id. */
function inForce(lasting: readonly LastingRotation[], at: number, named: string | undefined): LastingRotation[] {
	const sinceOf = ({ since = '' }: LastingRotation) => Date.parse(since);
	const sorted = lasting.toSorted((a, b) => sinceOf(a) - sinceOf(b));
	return sorted.filter((item) => {
		const own = sorted.filter(({ rotationId }) => rotationId === item.rotationId);
		const current = own.findLast((one) => sinceOf(one) <= at) ?? own[0];
		return item === current || item.id.toLowerCase() === named?.toLowerCase();
	});
}

/** Who is on call through a rotation around a change of one of its events; nobody who is on call through another one as well. */
function dutyOf(
	{ turns }: RenderedSchedule,
	{ rotationId, rotation }: LastingRotation,
	old: RotationEvent | undefined,
	event: NewRotationEvent | undefined,
	at: number,
): OnCallIds {
	const there = (moment: number) => turns.filter(({ start, end }) => start <= moment && moment < end);
	const elsewhere = there(at).flatMap((turn) => (turn.rotationId === rotationId ? [] : [turn.userId]));
	const rendered = (moment: number) =>
		there(moment).flatMap((turn) => (turn.rotationId === rotationId ? [turn.userId] : []));
	const onDuty = (events: readonly (RotationEvent | NewRotationEvent)[], moment: number) =>
		events.flatMap((one) => onCallOfEvent(one, moment) ?? rendered(moment));
	const apart = (ids: readonly string[]) => [...new Set(ids)].filter((id) => !elsewhere.includes(id));
	const others = rotation.events.filter((one) => one.id !== old?.id);
	return {
		last: onDuty(rotation.events, at - 1),
		otherwise: apart(onDuty(rotation.events, at)),
		then: apart([...onDuty(others, at), ...(event ? onDutyThen(event, at, rendered(at)) : [])]),
	};
}

/** Where nobody can tell when an event recurs, its times are as before. */
function onDutyThen(event: NewRotationEvent, at: number, before: readonly string[]): readonly string[] {
	return onCallOfEvent(event, at) ?? (before.length > 0 ? membersOf(event).filter((id) => id !== unassigned) : []);
}

/** With time zones that PagerDuty takes: it tells others than it takes. */
function asListed(event: NewRotationEvent, now: number): NewRotationEvent {
	const listed = (time: ZonedTime) => ({ ...time, time_zone: listedZone(time.time_zone, new Date(now)) });
	return { ...event, start_time: listed(event.start_time), end_time: listed(event.end_time) };
}
