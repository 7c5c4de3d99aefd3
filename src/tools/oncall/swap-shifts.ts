import * as z from 'zod';
import { deleteScheduleOverride } from '../../pagerduty/api/overrides.ts';
import type { Schedule } from '../../pagerduty/api/schedules.ts';
import { moment, reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import type { Entry } from '../core/directory.ts';
import { refusal, ToolError } from '../core/failure.ts';
import { findSchedule, readSchedule, spanOf, type RenderedSchedule, type Turn } from '../schedules/read-schedule.ts';
import { onCallAround, onCallChange } from '../schedules/on-call-change.ts';
import { joinNeighbours, union, type Span } from '../time/spans.ts';
import { parseMoment } from '../time/parse-moment.ts';
import { formatIn, saidIn } from '../time/show-time.ts';
import { defineTool } from '../core/tool.ts';
import { inHours } from '../schedules/shift-shape.ts';
import { overText } from './shared/over-text.ts';
import { overlay } from './shared/overlay.ts';
import { quoted } from '../text/names.ts';
import { joinNotes } from '../text/notes.ts';
import { around, overrideLayers, overrideShifts, takenOver, type WantedOverride } from './shared/make-overrides.ts';
import { overridesReader, type OverridesBefore } from './shared/overrides-reader.ts';
import { said } from '../text/said.ts';

const day = 86_400_000;
const reach = 92;

const swapped = z.object({
	id: z.string(),
	user: z.string(),
	instead_of: z.string(),
	start: z.string(),
	end: z.string(),
	hours: z.number(),
	/** Under way: only the rest of it is swapped. */
	now: z.literal(true).optional(),
	over: z.array(z.string()).optional(),
});

/** operationId: createScheduleOverride or createOverrides, after getSchedule or getScheduleV3 */
export const swapShifts = defineTool({
	name: 'swap_shifts',
	title: 'Swap two shifts',
	description:
		"Swaps a shift of one person with a shift of another on the same schedule, by two overrides. Without times, it swaps each one's next shift, or the rest of the current one.",
	example: 'Swap my Friday shift with Diego’s Sunday.',
	toolset: 'oncall',
	access: 'respond',
	effect: { destructive: false, idempotent: false },
	consent: ['off-call'],
	operations: {
		always: ['listSchedules', 'createScheduleOverride', 'createOverrides'],
		sometimes: ['listUsers', 'getCurrentUser', 'getSchedule', 'getScheduleV3', 'listSchedulesV3'],
	},
	input: z.strictObject({
		schedule: reference('Name or id.'),
		user: reference('Name, id, e-mail or me.'),
		with_user: reference('The other person.'),
		shift: moment("Any moment in the first person's shift.").optional(),
		with_shift: moment("Any moment in the other person's shift.").optional(),
	}),
	output: z.object({
		schedule: z.string(),
		overrides: z.array(swapped),
		on_call: onCallChange,
		note: z.string().optional(),
	}),
	async run(input, context) {
		const now = Math.floor(context.clock.now().getTime() / 1000) * 1000;
		const [known, user, other] = await Promise.all([
			findSchedule(input.schedule, context),
			context.directory.resolve('user', input.user, context),
			context.directory.resolve('user', input.with_user, context),
		]);
		if (user.id === other.id) throw refusal(said`${quoted(user.name)} cannot swap with themselves.`);
		const span = { start: now, end: now + reach * day };
		const rendered = await readSchedule(known, span, context);
		const at = (name: 'shift' | 'with_shift') => {
			const text = input[name];
			const moment =
				text === undefined
					? undefined
					: parseMoment(name, text, { asked: context.asked, local: rendered.local, toward: 'ahead' });
			const asked = Math.floor(context.asked.now().getTime() / 1000) * 1000;
			if (moment !== undefined && (moment < asked || moment >= now + reach * day)) {
				throw new ToolError({
					message: `${name}: only shifts of the next ${reach} days can be swapped.`,
					said: said`Only shifts of the next ${reach} days can be swapped.`,
				});
			}
			return moment === undefined ? undefined : Math.max(moment, now);
		};
		const mine = shiftOf(rendered, user, at('shift'));
		const theirs = shiftOf(rendered, other, at('with_shift'));
		const before = overridesReader(rendered, around([mine, theirs]), context);
		const taken = await Promise.all([takenOver([mine], other.id, before), takenOver([theirs], user.id, before)]);
		const wanted = taken.flat();
		// What has begun begins later with each look.
		const keyOf = ({ userId, start, end }: Turn) => `${userId} ${start > now ? start : 'begun'} ${end}`;
		const when = ({ start, end }: Span) =>
			said`from ${saidIn(start, rendered.timeZone)} to ${saidIn(end, rendered.timeZone)}`;
		const [me, them] = [quoted(user.name), quoted(other.name)];
		await context.consent.require(['off-call'], () => ({
			question: said`Swap shifts on ${quoted(known.name)}: ${them} is on call for ${me} ${when(mine)}, and ${me} for ${them} ${when(theirs)}?`,
			yes: said`Swap them`,
			ids: [known.id, user.id, other.id, ...[mine, theirs].map(keyOf)],
		}));
		const outcomes = await (known.kind === 'layers' ? swapLayers : overrideShifts)(known, wanted, before, context);
		context.changes.announce({ oncall: true });
		const { turns, timeZone: zone } = rendered;
		const nameOf = (userId: string) => (userId === user.id ? user.name : other.name);
		const after = overlay(turns, outcomes, nameOf, known.kind);
		const parts = [...restOf(rendered, mine), ...restOf(rendered, theirs)].map(
			({ user: name, start, end }) => `${quoted(name)} from ${formatIn(start, zone)} to ${formatIn(end, zone)}`,
		);
		const rest = `Other parts of these shifts, which somebody else interrupts, are not swapped: ${parts.join('; ')}.`;
		return {
			schedule: known.name,
			overrides: outcomes.map(({ wanted: { from, ...item }, id }) => ({
				id: id ?? '',
				user: nameOf(item.userId),
				instead_of: from?.user ?? '',
				start: formatIn(item.start, zone),
				end: formatIn(item.end, zone),
				hours: inHours(item.end - item.start),
				...(item.start <= now && { now: true as const }),
				...overText(item, undefined, zone),
			})),
			on_call: onCallAround({ before: turns, after, now, known: span, zone }),
			note: joinNotes(lengthNote(mine, theirs, now), parts.length > 0 ? rest : undefined),
		};
	},
});

/** Both or none: when PagerDuty takes one override and refuses the other, the first is taken back. */
async function swapLayers(
	known: { readonly id: string; readonly name: string; readonly kind: 'layers' | 'shifts' },
	wanted: readonly WantedOverride[],
	before: OverridesBefore,
	context: ToolContext,
) {
	const outcomes = await overrideLayers(known, wanted, before, context);
	const refused = outcomes.filter(({ id }) => id === undefined);
	if (refused.length === 0) return outcomes;
	const details = [...new Set(refused.flatMap(({ errors }) => errors))];
	const made = outcomes.filter(({ id }) => id !== undefined);
	const left: string[] = [];
	for (const { id = '' } of made) {
		await deleteScheduleOverride(context.unstopped, known.id, id).catch(() => left.push(id));
	}
	if (left.length === 0) throw refusal(said`PagerDuty refused the swap, so nothing has changed.`, { details });
	context.changes.announce({ oncall: true });
	throw new ToolError({
		message: `PagerDuty refused half of the swap, and the other half could not be taken back: override ${left.join(', ')} on ${quoted(known.name)} is still there.`,
		said: said`PagerDuty refused half of the swap, and the other half could not be taken back. Look at ${quoted(known.name)} and remove the override that is left.`,
		details,
		next: 'Remove it with delete_override.',
	});
}

/** The shift of `user` at `moment`, or the next one; from now on if it is under way. */
function shiftOf({ name, turns, timeZone }: RenderedSchedule, user: Entry, moment: number | undefined): Turn {
	// Turns from several rotations stay apart, as each must be overridden by itself; so do those taken over from somebody.
	const own = turns.filter(({ userId }) => userId === user.id);
	const whole = joinNeighbours(
		own,
		(a, b) => a.rotationId === b.rotationId && a.customShiftId === b.customShiftId && a.overrideId === b.overrideId,
	);
	const found = moment === undefined ? whole[0] : whole.find(({ start, end }) => start <= moment && moment < end);
	if (found) return found;
	const next = whole.slice(0, 3).map(({ start, end }) => ({
		name: `${formatIn(start, timeZone)} to ${formatIn(end, timeZone)}`,
	}));
	throw new ToolError({
		message:
			moment === undefined
				? `${quoted(user.name)} has no shift on ${quoted(name)} in the next ${reach} days.`
				: `${quoted(user.name)} has no shift on ${quoted(name)} at ${formatIn(moment, timeZone)}.`,
		said: said`${quoted(user.name)} has no shift on ${quoted(name)} at that time.`,
		...(next.length > 0 && { candidates: next, next: 'Give a moment in one of these shifts.' }),
	});
}

/** That one shift is longer than the other, which a rest of one under way easily is. */
function lengthNote(mine: Turn, theirs: Turn, now: number): string | undefined {
	const [one, other] = [mine, theirs].map(({ start, end }) => inHours(end - start));
	if (one === other) return undefined;
	const length = (turn: Turn, hours: number | undefined) =>
		`the ${turn.start <= now ? 'rest of the shift under way' : 'shift'} of ${quoted(turn.user)} has ${hours ?? 0} h`;
	return `The two are not equally long: ${length(mine, one)}, ${length(theirs, other)}.`;
}

/** The other parts of a shift that somebody else's override or layer interrupts, from now on. */
function restOf({ layered, turns }: RenderedSchedule, part: Turn): Turn[] {
	const own = turns.filter(({ userId, rotationId }) => userId === part.userId && rotationId === part.rotationId);
	const whole = layered ? layerShift(layered, part) : overriddenShift(turns, part);
	return own.filter(({ start, end }) => start < whole.end && whole.start < end && start !== part.start);
}

/** The shift of a layer that a part belongs to. */
function layerShift({ schedule_layers: layers }: Schedule, part: Turn): Span {
	const shifts = layers.flatMap(({ rendered_schedule_entries: entries }) =>
		entries.flatMap(({ user, start, end }) => (user?.id === part.userId ? (spanOf(start, end) ?? []) : [])),
	);
	return shifts.find(({ start, end }) => start <= part.start && part.end <= end) ?? part;
}

/** A shift of a rotation with what others take over of it: parts that follow each other without a gap. */
function overriddenShift(turns: readonly Turn[], part: Turn): Span {
	const own = turns.filter(
		({ rotationId, userId, overrideId }) =>
			rotationId === part.rotationId && (userId === part.userId || overrideId !== undefined),
	);
	return union(own).find(({ start, end }) => start <= part.start && part.end <= end) ?? part;
}
