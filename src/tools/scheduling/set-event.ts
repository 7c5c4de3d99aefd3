import { PagerDutyError } from '../../pagerduty/errors.ts';
import { createRotationEvent, updateRotationEvent, type NewRotationEvent } from '../../pagerduty/rotations.ts';
import type { RotationEvent } from '../../pagerduty/schedules-v3.ts';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { sentOnce } from '../write.ts';
import { addRotation } from './add-rotation.ts';
import { changedEvent } from './changed-event.ts';
import { chooseRotation } from './choose-rotation.ts';
import { endEvent, endRotation, eventsOf, type Lasting } from './end-rotation.ts';
import { eventOf } from './events.ts';
import type { RenderedSchedule } from './read-schedule.ts';
import { isUnchanged, readPlan, startOf } from './read-plan.ts';
import type { RotationChange, RotationOutcome } from './set-rotation.ts';

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
): Promise<RotationOutcome> {
	const { id, name, timeZone: zone } = schedule;
	const rotations = schedule.shiftBased?.rotations ?? [];
	if (change.new_rotation !== undefined) {
		const event = eventOf({ ...(await readPlan(change, change.new_rotation, zone, context)), until });
		const known = rotations.map((rotation) => rotation.id);
		context.signal.throwIfAborted();
		await addRotation(id, known, event, context);
		return 'added';
	}
	const now = context.clock.now().getTime();
	const lasting = rotations.flatMap((rotation): Lasting[] => {
		const events = rotation.events.filter(({ effective_until: end }) => end === undefined || Date.parse(end) > now);
		// An empty rotation is there to be removed, not to be taken for the only one.
		const named = rotation.events.length === 0 && change.rotation !== undefined;
		const { id: rotationId } = rotation;
		if (named) return [{ id: rotationId, rotationId, name: undefined, rotation, event: undefined }];
		return events.map((event) => {
			const { id: eventId, name: eventName, effective_since: since } = event;
			return { id: eventId, rotationId, name: eventName, since, rotation, event };
		});
	});
	if (until !== undefined && isUnchanged(change))
		return endRotation(id, chooseRotation(change.rotation, lasting, name), until, context);
	const begins = startOf(change.start, zone, context);
	const { rotationId, event: old } = chooseRotation(change.rotation, inForce(lasting, begins, change.rotation), name);
	if (!old) {
		throw new ToolError({
			message: `The rotation ${rotationId} is empty: there is nothing to change.`,
			next: 'Remove it with `until: now`, and add one with `new_rotation`.',
		});
	}
	const since = Date.parse(old.effective_since ?? '');
	// What has not begun begins when it was to begin, unless told otherwise.
	const at = change.start === undefined && since > now ? since : begins;
	const event = await changedEvent(schedule, change, { rotationId, old, at, until }, context);
	await (since > now && at <= since ? replaceEvent : continueEvent)(schedule, rotationId, old, event, context);
	return 'changed';
}

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

type Change = (
	schedule: RenderedSchedule,
	rotationId: string,
	old: RotationEvent,
	event: NewRotationEvent,
	context: ToolContext,
) => Promise<void>;

/** Changes an event to come. */
const replaceEvent: Change = async ({ id }, rotationId, old, event, { pagerduty }) => {
	const wanted = { effective_until: null, ...event };
	await sentOnce(
		() => updateRotationEvent(pagerduty, id, rotationId, old.id, wanted),
		async () => {
			const there = (await eventsOf(id, rotationId, pagerduty)).find((one) => one.id === old.id);
			return there && isLike(there, wanted) ? there : undefined;
		},
	);
};

/** Ends an event when another one begins. */
const continueEvent: Change = async ({ id, name, shiftBased }, rotationId, old, event, context) => {
	const at = event.effective_since;
	const before = (shiftBased?.rotations ?? []).flatMap(({ events }) => events.map((one) => one.id));
	context.signal.throwIfAborted();
	// Between the two requests nobody is on call from `at` on: a call that is cancelled now still goes through with it.
	const { unstopped } = context;
	const end = (until: string | null) => endEvent(unstopped, id, rotationId, old.id, until);
	await end(at);
	try {
		await createRotationEvent(unstopped, id, rotationId, event);
	} catch (error) {
		if (!(error instanceof PagerDutyError)) throw error;
		const arrived =
			error.unclear &&
			(await eventsOf(id, rotationId, unstopped)
				.then((events) => events.some((one) => !before.includes(one.id)))
				.catch(() => undefined));
		if (arrived) return;
		// The old event may go on only if nothing follows it, or two would page.
		const restored =
			arrived === false &&
			(await end(old.effective_until ?? null).then(
				() => true,
				() => false,
			));
		context.changes.announce({ oncall: true });
		const follows = arrived === undefined ? 'it is unclear whether the new one follows it' : 'nothing follows it';
		throw new ToolError(
			{
				message: `The change of ${name} failed: ${error.message} ${
					restored ? 'The rotation is as it was.' : `The old rotation now ends at ${at}, and ${follows}.`
				}`,
				details: error.messages,
			},
			error,
		);
	}
};
/** Whether an event is as wanted, wall-clock times compared without the offset. */
function isLike(there: RotationEvent, wanted: NewRotationEvent): boolean {
	const traits = (event: RotationEvent | NewRotationEvent) => [
		event.name,
		event.start_time?.date_time?.slice(0, 16),
		event.end_time?.date_time?.slice(0, 16),
		Date.parse(event.effective_since ?? ''),
		Date.parse(event.effective_until ?? ''),
		event.recurrence,
		event.assignment_strategy?.type,
		event.assignment_strategy?.members.map(({ user_id: id }) => id),
	];
	return JSON.stringify(traits(there)) === JSON.stringify(traits(wanted));
}
