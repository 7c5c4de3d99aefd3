import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { addRotation } from './add-rotation.ts';
import { changedEvent } from './changed-event.ts';
import { chooseRotation } from './choose-rotation.ts';
import { endRotation, type Lasting } from './end-rotation.ts';
import { eventOf } from './events.ts';
import { putEvent } from './put-event.ts';
import { isUnchanged, readPlan, startOf } from './read-plan.ts';
import type { RenderedSchedule } from './read-schedule.ts';
import type { RotationChange, RotationDone } from './set-rotation.ts';
import { isoOf } from './zones.ts';

/**
 * Adds a rotation with one event, ends one, or changes one. An event to come is changed itself; of one under way PagerDuty lets
 * nothing but the end change, so it ends when the change begins and a new one goes on in the same rotation.
 * operationId: updateEvent, createEvent
 */
export async function setEvent(
	schedule: RenderedSchedule,
	change: RotationChange,
	until: number | undefined,
	context: ToolContext,
): Promise<RotationDone> {
	const { id, name, timeZone: zone } = schedule;
	const rotations = schedule.shiftBased?.rotations ?? [];
	if (change.new_rotation !== undefined) {
		const event = eventOf({ ...(await readPlan(change, change.new_rotation, zone, context)), until });
		const known = rotations.map((rotation) => rotation.id);
		context.signal.throwIfAborted();
		await addRotation(id, known, event, context);
		return { outcome: 'added' };
	}
	// May ask the person, and take its time.
	const given = await context.directory.ids('user', change.users, context);
	const now = Math.floor(context.clock.now().getTime() / 1000) * 1000;
	const lasting = rotations.flatMap((rotation): Lasting[] => {
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
	if (until !== undefined && isUnchanged(change))
		return { outcome: await endRotation(id, chooseRotation(change.rotation, lasting, name), until, context) };
	const asked = startOf(change.start, zone, context);
	const begins = Math.max(asked, now + lead);
	const inForceThen = inForce(lasting, begins, change.rotation);
	const { rotationId, rotation, event: old } = chooseRotation(change.rotation, inForceThen, name);
	if (!old) {
		throw new ToolError({
			message: `The rotation ${rotationId} is empty: there is nothing to change.`,
			next: 'Remove it with `until: now`, and add one with `new_rotation`.',
		});
	}
	const since = Date.parse(old.effective_since ?? '');
	// What has not begun begins when it was to begin, unless told otherwise.
	const at = change.start === undefined && since > now ? since : begins;
	const event = changedEvent(change, { old, at, until, given, zone });
	await putEvent({ schedule, rotationId, old, event }, context);
	const follower = rotation.events.find((one) => one.id !== old.id && Date.parse(one.effective_since ?? '') > at);
	const notes = [
		at === begins &&
			at > asked &&
			`This begins at ${isoOf(at)}: a change at once could not be taken back if it failed.`,
		follower && `Another part of the rotation follows at ${follower.effective_since ?? ''}.`,
		event.recurrence.length < old.recurrence.length &&
			'Dates that were left out or added no longer apply (EXDATE, RDATE).',
	].filter((note) => typeof note === 'string');
	return { outcome: 'changed', ...(notes.length > 0 && { note: notes.join(' ') }) };
}

/** How much later than now a rotation changes hands, in milliseconds: PagerDuty lets no end be changed that has passed. */
const lead = 120_000;

/** Of each rotation the event that is in force at `at`, or else the next one; and the one that is named by its own id. */
function inForce(lasting: readonly Lasting[], at: number, named: string | undefined): Lasting[] {
	const sinceOf = ({ since = '' }: Lasting) => Date.parse(since);
	const sorted = lasting.toSorted((a, b) => sinceOf(a) - sinceOf(b));
	return sorted.filter((item) => {
		const own = sorted.filter(({ rotationId }) => rotationId === item.rotationId);
		const current = own.findLast((one) => sinceOf(one) <= at) ?? own[0];
		return item === current || item.id.toLowerCase() === named?.toLowerCase();
	});
}
