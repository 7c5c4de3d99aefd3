import { PagerDutyError } from '../../../pagerduty/http/errors.ts';
import {
	createRotation,
	createRotationEvent,
	deleteRotation,
	type NewRotationEvent,
} from '../../../pagerduty/api/rotations.ts';
import { getScheduleV3, type Rotation } from '../../../pagerduty/api/schedules-v3.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { createOnce, removeOnce, sendOnce, unstopped } from '../../writes/send-once.ts';

/**
 * Adds a rotation with one event to a shift-based schedule: both or none.
 * @param known the rotations that are there already.
 * @throws {ToolError} that names an empty rotation if it had to be left behind.
 * operationId: createRotation, createEvent; deleteRotation when the event is refused
 */
export async function addRotation(
	scheduleId: string,
	known: readonly Rotation[],
	event: NewRotationEvent,
	context: ToolContext,
): Promise<void> {
	// Between the two requests there is an empty rotation: a call that is cancelled meanwhile still goes through with it.
	const rest = unstopped(context);
	const { pagerduty } = rest;
	const read = async () => (await getScheduleV3(pagerduty, scheduleId)).rotations;
	let made: Rotation | undefined;
	try {
		const rotation = await createOnce(
			{
				before: known,
				alike: async () => (await read()).filter(({ events }) => events.length === 0),
				send: () => createRotation(pagerduty, scheduleId),
				missing: 'It is not there now.',
			},
			rest,
		);
		made = rotation;
		const { id } = rotation;
		await sendOnce(
			{
				send: () => createRotationEvent(pagerduty, scheduleId, id, event),
				find: async () => (await read()).find((one) => one.id === id)?.events[0],
				missing: 'Its shifts are not there now.',
			},
			rest,
		);
	} catch (error) {
		if (!(error instanceof PagerDutyError)) throw error;
		throw failed(error, made, made !== undefined && (await removed(made.id)));
	}

	function removed(id: string): Promise<boolean> {
		return removeOnce(
			{
				send: () => deleteRotation(pagerduty, scheduleId, id),
				isAway: async () => (await read()).every((rotation) => rotation.id !== id),
				missing: 'It is still there.',
			},
			rest,
		).then(
			() => true,
			() => false,
		);
	}
}

function failed(error: PagerDutyError, made: Rotation | undefined, removed: boolean): ToolError {
	const message = `The rotation could not be made: ${error.message}`;
	const details = error.messages;
	if (made && !removed) {
		const next = 'Remove it with set_rotation and `until: now`.';
		return new ToolError({ message: `${message} An empty one is left: ${made.id}.`, details, next }, error);
	}
	if (!made && error.unclear) {
		const next = 'Look with get_schedule and `include: rotations` before trying again.';
		return new ToolError({ message: `${message} An empty one may be there.`, details, next }, error);
	}
	return new ToolError({ message: `${message} None was added.`, details }, error);
}
