import { updateCustomShift } from '../../../pagerduty/api/custom-shifts.ts';
import { PagerDutyError } from '../../../pagerduty/http/errors.ts';
import { updateShiftOverride } from '../../../pagerduty/api/overrides.ts';
import type { ToolContext } from '../../core/context.ts';
import type { Entry } from '../../core/directory.ts';
import { ToolError } from '../../core/failure.ts';
import type { KnownSchedule } from '../../schedules/read-schedule.ts';
import type { Span } from '../../time/spans.ts';
import { isoOf } from '../../time/iso.ts';
import type { ShownOverride } from './override-shape.ts';
import { sendOnce, unstopped } from '../../writes/send-once.ts';
import { findOverride, hasBegun, removeOverride } from './existing-overrides.ts';
import { overrideLayers, type OverrideOutcome } from './make-overrides.ts';
import { readOverrides } from './read-overrides.ts';

/** What became of an override that was to change. */
interface Replacement {
	readonly outcome: OverrideOutcome;
	readonly note: string;
}

/**
 * Gives an override or custom shift another person, start or end. Those of layered schedules PagerDuty does not change: a new
 * one takes the place of the old. operationId: updateOverride, updateCustomShift; or createScheduleOverride, deleteScheduleOverride
 */
export async function replaceOverride(
	schedule: KnownSchedule,
	id: string,
	{ span, user, agree }: { readonly span: Span; readonly user: Entry; readonly agree: (old: Span) => Promise<void> },
	context: ToolContext,
): Promise<Replacement> {
	const { override: old, open } = await findOverride(schedule, id, context);
	if (isSame(old, span, user, context)) {
		throw new ToolError({
			message: `${id} is already like this: nothing changed.`,
			next: 'Give another user, start or end.',
		});
	}
	if (schedule.kind !== 'layers') refuseBegun(old, span, user, context);
	await agree({ start: Date.parse(old.start ?? ''), end: Date.parse(old.end ?? '') });
	return schedule.kind === 'layers'
		? putInPlace(schedule, old, span, user, context, open)
		: change(schedule, old, span, user, context);
}

/** Of one that has begun the start is past, whatever it was. */
function isSame(old: ShownOverride, span: Span, user: Entry, context: ToolContext): boolean {
	const start = Date.parse(old.start ?? '');
	const sameStart = hasBegun(old, context) ? span.start <= context.clock.now().getTime() : span.start === start;
	return sameStart && Date.parse(old.end ?? '') === span.end && old.user_id === user.id;
}

/** First the new one, so that there is always one: the last one made wins. */
async function putInPlace(
	schedule: KnownSchedule,
	old: ShownOverride,
	span: Span,
	user: Entry,
	context: ToolContext,
	open: readonly ShownOverride[],
): Promise<Replacement> {
	const wanted = [{ ...span, userId: user.id }];
	const [outcome] = await overrideLayers(schedule, wanted, () => Promise.resolve(open), context);
	if (outcome?.id === undefined) {
		throw new ToolError({
			message: 'PagerDuty refused the new override: the old one is as it was.',
			details: outcome?.errors ?? [],
		});
	}
	try {
		// The new one is there: a call that is cancelled now still goes through with it.
		const removed = await removeOverride(schedule, old, unstopped(context));
		return { outcome, note: `The old override ${old.id} ${removed === 'deleted' ? 'is removed' : 'ends now'}.` };
	} catch (error) {
		if (!(error instanceof PagerDutyError)) throw error;
		context.changes.announce({ oncall: true });
		throw new ToolError(
			{
				message: `The new override ${outcome.id} is there, but the old one ${old.id} could not be removed: ${error.message}`,
				details: error.messages,
				next: 'Remove the old one with delete_override.',
			},
			error,
		);
	}
}

/** @throws {ToolError} for one that has begun and is to change in more than its end. */
function refuseBegun(old: ShownOverride, span: Span, user: Entry, context: ToolContext): void {
	if (!hasBegun(old, context)) return;
	if (user.id === old.user_id && span.start <= context.clock.now().getTime()) return;
	throw new ToolError({
		message: `${old.id} has begun: only its end can change.`,
		next: 'End it now with delete_override, then put somebody on call for the rest.',
	});
}

/** Of one that has begun only the end: who was on call stays. */
async function change(
	schedule: KnownSchedule,
	old: ShownOverride,
	span: Span,
	user: Entry,
	context: ToolContext,
): Promise<Replacement> {
	const { pagerduty } = context;
	const begun = hasBegun(old, context);
	const start = begun ? Date.parse(old.start ?? '') : span.start;
	const wanted = { end: isoOf(span.end), ...(!begun && { start: isoOf(start), userId: user.id }) };
	const send = old.kind === 'custom_shift' ? updateCustomShift : updateShiftOverride;
	await sendOnce<unknown>(
		{
			send: () => send(pagerduty, schedule.id, old.id, wanted),
			find: async () =>
				(await readOverrides(schedule, 'UTC', { ...span, start }, context)).find(
					(item) =>
						item.id === old.id &&
						item.user_id === user.id &&
						Date.parse(item.start ?? '') === start &&
						Date.parse(item.end ?? '') === span.end,
				),
			missing: `${old.id} is as it was.`,
		},
		context,
	);
	const from = old.instead_of_id === undefined ? undefined : { userId: old.instead_of_id, user: old.instead_of ?? '' };
	return {
		outcome: { wanted: { start, end: span.end, userId: user.id, from }, id: old.id, errors: [] },
		note: `${old.id} is changed.`,
	};
}
