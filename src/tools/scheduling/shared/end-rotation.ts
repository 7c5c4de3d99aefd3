import type { PagerDutyApi } from '../../../pagerduty/http/request.ts';
import { deleteRotation, deleteRotationEvent, updateRotationEvent } from '../../../pagerduty/api/rotations.ts';
import { getScheduleV3, type Rotation, type RotationEvent } from '../../../pagerduty/api/schedules-v3.ts';
import type { ToolContext } from '../../core/context.ts';
import { removeOnce, sendOnce } from '../../writes/send-once.ts';
import type { RotationOutcome } from './rotation-change.ts';
import { isoOf } from '../../time/iso.ts';

/** An event of a rotation that has not ended, or a rotation without any. */
export interface LastingRotation {
	/** Of the event, or of the rotation if there is none. */
	readonly id: string;
	readonly rotationId: string;
	readonly name: string | undefined;
	readonly since?: string | undefined;
	readonly rotation: Rotation;
	readonly event: RotationEvent | undefined;
}

/**
 * Ends a rotation of a shift-based schedule. One that would not even have begun by then is taken away, and so is an empty one.
 * operationId: updateEvent, deleteEvent or deleteRotation
 */
export async function endRotation(
	scheduleId: string,
	lasting: LastingRotation,
	until: number,
	context: ToolContext,
): Promise<void> {
	const { rotationId: id, rotation, event } = lasting;
	const { pagerduty } = context;
	if (event && outcomeOfEnd(lasting, until, context) === 'ended') {
		await endEvent({ scheduleId, rotationId: id, eventId: event.id, until: isoOf(until) }, context);
		return;
	}
	if (event && rotation.events.length > 1) {
		await removeOnce(
			{
				send: () => deleteRotationEvent(pagerduty, scheduleId, id, event.id),
				isAway: async () => (await eventsOf(scheduleId, id, pagerduty)).every((one) => one.id !== event.id),
				missing: 'The rotation is as it was.',
			},
			context,
		);
	} else {
		await removeOnce(
			{
				send: () => deleteRotation(pagerduty, scheduleId, id),
				isAway: async () => (await getScheduleV3(pagerduty, scheduleId)).rotations.every((one) => one.id !== id),
				missing: 'The rotation is still there.',
			},
			context,
		);
	}
}

/** What becomes of a rotation that ends at `until`. */
export function outcomeOfEnd({ event }: LastingRotation, until: number, { clock }: ToolContext): RotationOutcome {
	const since = Date.parse(event?.effective_since ?? '');
	return event && !(since > clock.now().getTime() && since >= until) ? 'ended' : 'removed';
}

/** Two minutes allow for clocks that differ: PagerDuty reads a time that has passed as its own now. */
const tolerance = 120_000;

interface Ending {
	readonly scheduleId: string;
	readonly rotationId: string;
	readonly eventId: string;
	readonly until: string | null;
}

/** Ends an event at a time, or with null takes its end away. operationId: updateEvent */
export async function endEvent(
	{ scheduleId, rotationId, eventId, until }: Ending,
	context: ToolContext,
): Promise<void> {
	const { pagerduty } = context;
	await sendOnce(
		{
			send: () => updateRotationEvent(pagerduty, scheduleId, rotationId, eventId, { effective_until: until }),
			find: async () => {
				const there = (await eventsOf(scheduleId, rotationId, pagerduty)).find(({ id }) => id === eventId);
				const end = there?.effective_until;
				const ends =
					until === null || end === undefined
						? until === null && end === undefined
						: Math.abs(Date.parse(end) - Date.parse(until)) < tolerance;
				return ends ? there : undefined;
			},
			missing: 'The rotation ends as before.',
		},
		context,
	);
}

/** The events of a rotation as they are now. operationId: getScheduleV3 */
export async function eventsOf(
	scheduleId: string,
	rotationId: string,
	pagerduty: PagerDutyApi,
): Promise<RotationEvent[]> {
	const { rotations } = await getScheduleV3(pagerduty, scheduleId);
	return rotations.find(({ id }) => id === rotationId)?.events ?? [];
}
