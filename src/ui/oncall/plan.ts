import { rowsOf, textOf, type Fields } from '../shared/fields.ts';
import type { L10n, Place } from '../shared/place.ts';
import type { ToolAnswer } from '../shared/connection.ts';
import { spanOfTime } from '../shared/time.ts';
import type { Named, Schedule, Shift, Span } from './data.ts';

/** A change of who is on call, before it is sent. */
export type Plan = OverridePlan | SwapPlan;

export interface OverridePlan extends Span {
	readonly kind: 'override';
	readonly schedule: Schedule;
	readonly to: Named;
	/** Whose turn it takes over; undefined where nobody's, or several. */
	readonly insteadOf: Named | undefined;
}

export interface SwapPlan {
	readonly kind: 'swap';
	readonly schedule: Schedule;
	readonly one: Shift;
	readonly other: Shift;
}

/** Who is on call in a span, each once. */
export function peopleIn({ shifts }: Schedule, { start, end }: Span): readonly Named[] {
	const there = shifts.filter((shift) => shift.start < end && start < shift.end);
	return [...new Map(there.map(({ userId, user }) => [userId, { id: userId, name: user }])).values()];
}

/** Whether several people are on call at the same moment: then it must be said whom somebody replaces. */
export function isCrowded({ shifts }: Schedule, { start, end }: Span): boolean {
	const there = shifts.filter((shift) => shift.start < end && start < shift.end);
	return there.some((one) =>
		there.some((other) => one.userId !== other.userId && other.start < one.end && one.start < other.end),
	);
}

/** Whom an override takes the place of: undefined where nobody has all of that time, or it is not said who of several. */
export function replacedIn(schedule: Schedule, span: Span, chosen: string | undefined): Named | undefined {
	const there = peopleIn(schedule, span);
	if (there.length > 1) return there.find(({ id }) => id === chosen && isCrowded(schedule, span));
	const isGap = schedule.gaps.some((gap) => gap.start < span.end && span.start < gap.end);
	return isGap ? undefined : there[0];
}

/** What has to be read to look at a plan: all that it changes. */
export function reachOf(plan: Plan): Span {
	if (plan.kind === 'override') return { start: plan.start, end: plan.end };
	const { one, other } = plan;
	return { start: Math.min(one.start, other.start), end: Math.max(one.end, other.end) };
}

/** Whether the schedule, as it is now, has whom a plan was made for. */
export function stillHolds(plan: Plan, now: Schedule): boolean {
	if (plan.kind === 'override') return turnsIn(plan.schedule, plan) === turnsIn(now, plan);
	// Only those two people give anything away, whoever is on call beside them.
	return [plan.one, plan.other].every(
		(shift) => turnsIn(plan.schedule, shift, shift.userId) === turnsIn(now, shift, shift.userId),
	);
}

/** Who is on call when during a span, as a text that differs when they do. */
function turnsIn({ shifts }: Schedule, { start, end }: Span, whose?: string): string {
	const there = shifts.filter((shift) => shift.start < end && start < shift.end);
	return there
		.filter(({ userId }) => whose === undefined || userId === whose)
		.map((shift) => `${shift.userId} ${Math.max(shift.start, start)} ${Math.min(shift.end, end)}`)
		.sort()
		.join();
}

/** The turns that one can be swapped with: others' on the same schedule that are not over. */
export function swappable({ shifts }: Schedule, one: Shift, now: number): readonly Shift[] {
	return shifts.filter(({ userId, end }) => userId !== one.userId && end > now);
}

/** The tool's input. What has begun changes hands when it is sent. */
export function stepOf(plan: Plan, now: number): { readonly tool: string; readonly input: Fields } {
	const moment = (at: number) => (at <= now ? 'now' : new Date(at).toISOString());
	if (plan.kind === 'override') {
		const { schedule, to, insteadOf, start, end } = plan;
		return {
			tool: 'create_overrides',
			input: {
				schedule: schedule.id,
				user: to.id,
				// The turn may be somebody else's by now: then it is refused.
				...(insteadOf && { instead_of: insteadOf.id }),
				start: moment(start),
				end: new Date(end).toISOString(),
			},
		};
	}
	const { schedule, one, other } = plan;
	return {
		tool: 'swap_shifts',
		input: {
			schedule: schedule.id,
			user: one.userId,
			with_user: other.userId,
			shift: moment(one.start),
			with_shift: moment(other.start),
		},
	};
}

/** What is asked before it is sent, and what it means, line by line. */
export function planInWords(plan: Plan, now: number, place: Place): { question: string; lines: readonly string[] } {
	const { l10n } = place;
	const rest = ({ start, end }: Span) => spanOfTime(Math.max(start, now), end, place);
	if (plan.kind === 'override') {
		const { schedule, to, insteadOf, start, end } = plan;
		return {
			question: l10n.t('Put {0} on call for {1}?', to.name, schedule.name),
			lines: [
				spanOfTime(start, end, place),
				...(insteadOf ? [l10n.t('Instead of {0}', insteadOf.name)] : insteadOfMany(plan, l10n)),
			],
		};
	}
	const { schedule, one, other } = plan;
	const line = (of: Shift, to: Shift) => l10n.t('{0}: {1} instead of {2}', rest(of), to.user, of.user);
	return {
		question: l10n.t('Swap these two shifts on {0}?', schedule.name),
		lines: [line(one, other), line(other, one)],
	};
}

function insteadOfMany({ schedule, to, ...span }: OverridePlan, l10n: L10n): readonly string[] {
	const others = peopleIn(schedule, span).filter(({ id }) => id !== to.id);
	if (others.length === 0) return [l10n.t('Nobody is on call then.')];
	return [l10n.t('Instead of {0}', others.map(({ name }) => name).join(', '))];
}

/** Why a change was not made, or not all of it; undefined where it was. */
export function problemOf({ failed, text, output }: ToolAnswer, l10n: L10n): string | undefined {
	if (failed) return text;
	const left = ['refused', 'unclear'].flatMap((list) => rowsOf(output[list], () => list));
	const made = rowsOf(output['overrides'], () => true).length;
	if (made === 0) return textOf(output['note']) ?? l10n.t('Nothing changed.');
	if (left.length === 0) return undefined;
	return l10n.t(
		'Only {0} of {1} parts of the shift were changed. Look at the schedule before you try again.',
		made,
		made + left.length,
	);
}

/** What was done, and what the tool adds to it. */
export function doneInWords(plan: Plan, output: Fields, place: Place): string {
	const { l10n } = place;
	const done =
		plan.kind === 'swap'
			? l10n.t('Swapped with {0}', plan.other.user)
			: l10n.t('{0} is on call for {1} {2}', plan.to.name, plan.schedule.name, spanOfTime(plan.start, plan.end, place));
	return [done, textOf(output['note'])].filter((part) => part !== undefined).join('. ');
}
