import type * as z from 'zod';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { cleanLine } from '../untrusted.ts';
import type { Plan } from './layers.ts';
import { handoffOf, parseHandoff, parseTurn, parseWindow, type rotationArguments } from './rotation-plan.ts';
import { parseMomentIn } from './zones.ts';

type Given = { readonly [Name in keyof typeof rotationArguments]?: z.output<(typeof rotationArguments)[Name]> };

/** Whether who takes turns, and how, stays as it is. */
export function isUnchanged({ users, turn, handoff, hours, all_at_once: together }: Given): boolean {
	return [users, turn, handoff, hours, together].every((value) => value === undefined);
}

/** A new rotation, as the arguments say it. */
export async function readPlan(given: Given, name: string, zone: string, context: ToolContext): Promise<Plan> {
	if (!given.users) throw new ToolError({ message: 'users: nobody is named.', next: 'Say who takes turns.' });
	const turnSeconds = parseTurn(given.turn ?? 'weekly');
	const handoff = handoffOf(given.handoff, turnSeconds, { day: undefined, time: '09:00' });
	const windows = (given.hours ?? []).map(parseWindow);
	const start = startOf(given.start, zone, context);
	return {
		name,
		userIds: (await context.directory.ids('user', given.users, context)) ?? [],
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
		message: `${cleanLine(name)} ends at ${end}, before the change begins.`,
		next: 'Give an `until` after that, an earlier `start`, or add a rotation with `new_rotation`.',
	});
}

/** Whole seconds, not before now: the past stays as it was. */
export function startOf(text: string | undefined, zone: string, context: ToolContext): number {
	const now = Math.floor(context.asked.now().getTime() / 1000) * 1000;
	if (text === undefined) return now;
	return Math.max(now, Math.floor(parseMomentIn('start', text, context.asked, zone) / 1000) * 1000);
}
