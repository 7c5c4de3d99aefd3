import { PagerDutyError } from '../../../pagerduty/http/errors.ts';
import { createRotationEvent, updateRotationEvent, type NewRotationEvent } from '../../../pagerduty/api/rotations.ts';
import type { RotationEvent } from '../../../pagerduty/api/schedules-v3.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { quoted } from '../../text/names.ts';
import { createOnce, sendOnce, unstopped } from '../../writes/send-once.ts';
import { endEvent, eventsOf } from './end-rotation.ts';
import { membersOf } from './event-pattern.ts';
import type { RenderedSchedule } from '../../schedules/read-schedule.ts';

/** An event in the place of another one, of the same rotation. */
interface Change {
	readonly schedule: RenderedSchedule;
	readonly rotationId: string;
	readonly old: RotationEvent;
	readonly event: NewRotationEvent;
}

/**
 * Puts an event in the place of another one from its own beginning on: the past of the old one stays as it was.
 * operationId: updateEvent, createEvent
 */
export async function putEvent(change: Change, context: ToolContext): Promise<void> {
	const { old, event } = change;
	const at = Date.parse(event.effective_since);
	const since = Date.parse(old.effective_since ?? '');
	if (since > context.clock.now().getTime() && at <= since) await replace(change, context);
	else if (old.effective_until !== undefined && Date.parse(old.effective_until) <= at) await follow(change, context);
	else await goOnWith(change, context);
}

/** Changes an event to come. */
async function replace({ schedule, rotationId, old, event }: Change, context: ToolContext): Promise<void> {
	const { pagerduty } = context;
	const wanted = { effective_until: null, ...event };
	await sendOnce(
		{
			send: () => updateRotationEvent(pagerduty, schedule.id, rotationId, old.id, wanted),
			find: async () => {
				const there = (await eventsOf(schedule.id, rotationId, pagerduty)).find((one) => one.id === old.id);
				return there && isLike(there, wanted) ? there : undefined;
			},
			missing: 'The rotation is as it was.',
		},
		context,
	);
}

/** Adds an event after the end of the old one. */
async function follow(change: Change, context: ToolContext): Promise<void> {
	await addOnce(change, context);
}

/** Ends the old event when the new one begins. */
async function goOnWith(change: Change, context: ToolContext): Promise<void> {
	const { schedule, rotationId, old, event } = change;
	const at = event.effective_since;
	context.signal.throwIfAborted();
	// Between the two requests nobody is on call from `at` on: a call that is cancelled now still goes through with it.
	const rest = unstopped(context);
	const end = (until: string | null) => endEvent({ scheduleId: schedule.id, rotationId, eventId: old.id, until }, rest);
	await end(at).catch((error: unknown) => {
		if (!(error instanceof PagerDutyError) || !error.unclear) throw error;
		const message = `It is unclear whether the old rotation of ${quoted(schedule.name)} now ends at ${at}; nothing follows it`;
		const next = 'It may or may not have ended. Check with get_schedule and `include: rotations` before you try again.';
		throw new ToolError({ message: `${message}: ${error.message}`, details: error.messages, next }, error);
	});
	try {
		await addOnce(change, rest);
	} catch (error) {
		if (!(error instanceof PagerDutyError)) throw error;
		// The old event may go on only if nothing follows it, or two would page.
		const restored =
			!error.unclear &&
			(await end(old.effective_until ?? null).then(
				() => true,
				() => false,
			));
		context.changes.announce({ oncall: true });
		const follows = error.unclear ? 'it is unclear whether the new one follows it' : 'nothing follows it';
		const state = restored ? 'The rotation is as it was.' : `The old rotation now ends at ${at}, and ${follows}.`;
		const message = `The change of ${quoted(schedule.name)} failed: ${error.message} ${state}`;
		const next =
			'Look with get_schedule and `include: rotations`; where nobody follows, add people with `new_rotation`.';
		throw new ToolError({ message, details: error.messages, ...(!restored && { next }) }, error);
	}
}

async function addOnce({ schedule, rotationId, event }: Change, context: ToolContext): Promise<void> {
	const { pagerduty } = context;
	await createOnce(
		{
			before: (schedule.shiftBased?.rotations ?? []).flatMap(({ events }) => events),
			alike: () => eventsOf(schedule.id, rotationId, pagerduty),
			send: () => createRotationEvent(pagerduty, schedule.id, rotationId, event),
			missing: 'It is not there now.',
		},
		context,
	);
}

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
		event.assignment_strategy?.shifts_per_member,
		membersOf(event),
	];
	return JSON.stringify(traits(there)) === JSON.stringify(traits(wanted));
}
