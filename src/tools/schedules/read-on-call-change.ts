import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import type { ToolContext } from '../core/context.ts';
import { onCallAround, turnsFrom, type OnCallChange } from './on-call-change.ts';
import { readSchedule, type KnownSchedule, type RenderedSchedule, type Turn } from './read-schedule.ts';
import { clip } from '../time/spans.ts';

const day = 86_400_000;
/** How far the next turns are looked for, in milliseconds. */
const reach = 31 * day;

/**
 * A schedule with its turns around now.
 * @param until how far at least, if later than usual
 * operationId: getSchedule, getScheduleV3
 */
export async function readScheduleAroundNow(known: KnownSchedule, context: ToolContext, until = 0) {
	const now = Math.floor(context.clock.now().getTime() / 1000) * 1000;
	const span = { start: now - day, end: Math.max(now + reach, until) };
	return { now, rendered: await readSchedule(known, span, context) };
}

interface Changed {
	readonly known: KnownSchedule;
	/** The turns before the change. */
	readonly before: readonly Turn[];
	readonly now: number;
	/** When the change begins to apply. */
	readonly begins?: number | undefined;
}

/** What is there after a change; without anything but a note if it could not be read. */
interface After {
	readonly after?: RenderedSchedule;
	readonly on_call?: OnCallChange;
	readonly note?: string | undefined;
}

/**
 * Who is on call on a schedule after a change that is made, beside who was: a plain failure would have it made again.
 * operationId: getSchedule, getScheduleV3
 */
export async function readOnCallChange(
	{ known, before, now, begins = now }: Changed,
	context: ToolContext,
): Promise<After> {
	try {
		const span = { start: now, end: now + reach };
		const after = await readSchedule(known, span, context);
		const { timeZone: zone, turns } = after;
		const around = onCallAround({ before, after: turns, now, known: span, zone });
		const note = around.now.length === 0 ? 'Nobody is on call on this schedule now.' : undefined;
		if (begins <= now) return { after, on_call: around, note };
		const later = { start: begins, end: begins + reach };
		const then = later.end <= span.end ? turns : (await readSchedule(known, later, context)).turns;
		return { after, on_call: { ...around, from_start: turnsFrom(begins, clip(then, later), later, zone) }, note };
	} catch (error) {
		if (!(error instanceof PagerDutyError)) throw error;
		return { note: 'The change is made, but the schedule could not be read again.' };
	}
}
