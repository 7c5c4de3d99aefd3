import type { Consequence } from '../../writes/agreement.ts';
import type { ToolContext } from '../../core/context.ts';
import type { RenderedSchedule } from '../../schedules/read-schedule.ts';
import { nameOfId } from '../../names/name-of-id.ts';
import { quoted } from '../../text/names.ts';
import type { Member } from './members.ts';
import { saidIn } from '../../time/show-time.ts';
import { enumerated, inTurn, said } from '../../text/said.ts';

/** Whom a change takes off call, and puts on call instead, at the moment when it begins. */
export interface OnCallEffect {
	/** Epoch milliseconds. */
	readonly at: number;
	readonly off: readonly Member[];
	readonly on: readonly Member[];
}

/** Who has the turn around the beginning of a change, as ids. */
export interface OnCallIds {
	/** Just before it. */
	readonly last: readonly string[];
	/** From then on, if nothing changed. */
	readonly otherwise: readonly string[];
	/** From then on. */
	readonly then: readonly string[];
}

/** A change that begins within this time from now begins at once, in milliseconds. */
const atOnce = 5 * 60_000;

/**
 * What has to be agreed on: somebody's turn ends before it would have ended, or somebody has to take over at once whom the call
 * does not name. At a hand-off nobody's turn is cut short.
 */
export async function effectOf(
	duty: OnCallIds,
	{ at, now, named }: { readonly at: number; readonly now: number; readonly named: readonly string[] },
	context: ToolContext,
): Promise<OnCallEffect> {
	const off = duty.otherwise.filter((id) => duty.last.includes(id) && !duty.then.includes(id));
	const on = duty.then.filter((id) => !duty.otherwise.includes(id));
	const unasked = at - now <= atOnce && on.some((id) => !named.includes(id));
	const nobody = off.length === 0 && !unasked;
	const members = (ids: readonly string[]) =>
		Promise.all(ids.map(async (id): Promise<Member> => ({ id, name: (await nameOfId('user', id, context)) ?? id })));
	return nobody ? { at, off: [], on: [] } : { at, off: await members(off), on: await members(on) };
}

/** What has to be agreed on, as sentences; nothing for an effect on nobody. */
export function consequenceOf({ at, off, on }: OnCallEffect, { name, timeZone, turns }: RenderedSchedule): Consequence {
	const about = off.length > 0 ? off : on;
	// Who agreed that one person takes over from another has agreed to nothing else with the same two.
	const ids = [...off.map(({ id }) => `off ${id}`), ...(on.length > 0 ? on.map(({ id }) => `on ${id}`) : ['nobody'])];
	const told = { about: about.map((one) => one.name).join(', '), ids };
	if (about.length === 0) return { ...told, question: undefined };
	const names = (members: readonly Member[]) => enumerated(members.map((member) => quoted(member.name)));
	const where = quoted(name);
	const time = saidIn(at, timeZone);
	if (off.length === 0) return { ...told, question: said`This puts ${names(on)} on call on ${where} at ${time}.` };
	const until = off.flatMap(({ id }) => {
		const turn = turns.find(({ userId, start, end }) => userId === id && start <= at && at < end);
		return turn ? [turn.end] : [];
	});
	const ends =
		until.length > 0
			? said`This ends the turn of ${names(off)} on ${where} at ${time}, which would last until ${saidIn(Math.max(...until), timeZone)}.`
			: said`This ends the turn of ${names(off)} on ${where} at ${time}.`;
	const follows = on.length > 0 ? said`${names(on)} would be on call instead.` : said`Nobody would take over.`;
	return { ...told, question: inTurn([ends, follows], ' ') };
}
