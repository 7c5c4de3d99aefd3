import type * as z from 'zod';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { handoffAt, type RotationPlan } from './layers.ts';
import { findMembers, type MemberChange } from './members.ts';
import { handoffOf, parseHandoff, parseTurn, parseHours, type rotationArguments } from './rotation-arguments.ts';
import { parseMoment, type Now } from '../../time/parse-moment.ts';
import { quoted } from '../../text/names.ts';

type Given = { readonly [Name in keyof typeof rotationArguments]?: z.output<(typeof rotationArguments)[Name]> };

/** Whether who takes turns, and how, stays as it is. */
export function isUnchanged({
	users,
	turn,
	handoff,
	hours,
	all_at_once: together,
	...change
}: Given & MemberChange & { readonly restore?: string | undefined }): boolean {
	const { add_users: added, remove_users: removed, first, restore } = change;
	const values = [users, added, removed, first, turn, handoff, hours, together, restore];
	return values.every((value) => value === undefined);
}

/** Which rotation is planned. */
interface Planned {
	readonly name: string;
	readonly zone: string;
	/** Nothing begins before it. Default: now, however long a person was asked, because the past stays as it was. */
	readonly earliest?: Now;
}

/** A new rotation, as the arguments say it. */
export async function planOf(
	given: Given,
	{ name, zone, earliest }: Planned,
	context: ToolContext,
): Promise<RotationPlan> {
	if (!given.users) throw new ToolError({ message: 'users: nobody is named.', next: 'Say who takes turns.' });
	const turnSeconds = parseTurn(given.turn ?? 'weekly');
	const windows = (given.hours ?? []).map(parseHours);
	const start = parseStart(given.start, zone, context, earliest);
	// A first turn is as long as the others if it begins with a hand-off.
	const usual = given.start === undefined ? { day: undefined, time: '09:00' } : handoffAt(start, zone);
	const handoff = handoffOf(given.handoff, turnSeconds, usual);
	return {
		name,
		userIds: (await findMembers(given.users, context)).map(({ id }) => id),
		turnSeconds,
		handoff,
		...(given.handoff !== undefined && { askedHandoff: parseHandoff(given.handoff) }),
		windows,
		start,
		zone,
		allAtOnce: given.all_at_once ?? false,
	};
}

/** @throws {ToolError} if what shall begin at `at` would be over by then. */
export function refuseEnded(name: string, end: string | undefined, at: number): void {
	if (end === undefined || Date.parse(end) > at) return;
	throw new ToolError({
		message: `${quoted(name)} ends at ${end}, before the change begins.`,
		next: 'Give an `until` after that, an earlier `start`, or add a rotation with `new_rotation`.',
	});
}

/** Whole seconds, and no earlier than now or `earliest`. */
export function parseStart(
	text: string | undefined,
	zone: string,
	{ asked, clock }: ToolContext,
	earliest: Now = clock,
): number {
	const first = Math.floor(earliest.now().getTime() / 1000) * 1000;
	if (text === undefined) return first;
	const start = parseMoment('start', text, { asked, local: { zone }, toward: 'ahead' });
	return Math.max(first, Math.floor(start / 1000) * 1000);
}
