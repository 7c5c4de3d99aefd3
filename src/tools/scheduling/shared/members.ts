import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { deletedMark, quoted, quotedNames, sameName } from '../../text/names.ts';

/** In place of an id: a turn that is nobody's, which keeps its place in the order of a shift-based rotation. */
export const unassigned = '';

/** Somebody who takes turns. */
export interface Member {
	readonly id: string;
	readonly name: string;
}

/** The people that are named, in order; somebody may come twice. */
export function findMembers(references: readonly string[], context: ToolContext): Promise<Member[]> {
	return Promise.all(references.map((reference) => context.directory.resolve('user', reference, context)));
}

/** How those who take turns are to change. */
export interface MemberChange {
	readonly users?: readonly string[] | undefined;
	readonly add_users?: readonly string[] | undefined;
	readonly remove_users?: readonly string[] | undefined;
	readonly first?: string | undefined;
}

/** Those who take turns after a change, in order. */
export interface Members {
	readonly ids: readonly string[];
	/**
	 * The place of whoever has the turn that was the given one of the old order.
	 * @param fresh whether it only begins now.
	 */
	placeAt(turn: number, fresh: boolean): number;
}

/**
 * Who takes turns after a change: while whoever has the turn stays, they keep it and the order goes on. Else the first of the
 * `users` begins; of a list that is only added to or taken from, the next one of the old order.
 * @param begun whether anybody has had a turn yet: a new list of a rotation to come begins with its first.
 * @returns undefined if nobody changes.
 * @throws {ToolError}
 */
export async function membersAfter(
	old: readonly Member[],
	change: MemberChange,
	begun: boolean,
	context: ToolContext,
): Promise<Members | undefined> {
	const { users, add_users: added, remove_users: removed, first } = change;
	if (users && (added ?? removed)) {
		throw new ToolError({ message: 'Give either all `users`, or only those to add or remove.' });
	}
	if (!users && !added && !removed && first === undefined) return undefined;
	const members = users ? await findMembers(users, context) : await changed(old, added ?? [], removed ?? [], context);
	const ids = members.map(({ id }) => id);
	if (first !== undefined) {
		const [one] = await findMembers([first], context);
		const place = ids.findIndex((id) => id === one?.id);
		if (place < 0)
			throw new ToolError({ message: `first: ${quoted(one?.name ?? first)} does not take turns in this rotation.` });
		return { ids, placeAt: () => place };
	}
	const oldIds = old.map(({ id }) => id);
	return {
		ids,
		placeAt(turn, fresh) {
			if (!users || (begun && ids.some((id) => id === at(oldIds, turn)))) return placeOf(oldIds, turn, ids);
			const last = at(oldIds, turn - 1);
			// At a hand-off the order goes on behind whoever had the turn until then.
			return begun && fresh && ids.some((id) => id === last) ? placeOf(oldIds, turn - 1, ids) + 1 : 0;
		},
	};
}

async function changed(
	old: readonly Member[],
	added: readonly string[],
	removed: readonly string[],
	context: ToolContext,
): Promise<Member[]> {
	const gone = await Promise.all(removed.map((reference) => memberOf(old, reference, context)));
	const left = old.filter(({ id }) => !gone.some((one) => one.id === id));
	const fresh = await findMembers(added, context);
	const there = fresh.filter(({ id }) => left.some((one) => one.id === id));
	if (there.length > 0) {
		throw new ToolError({
			message: `add_users: ${quotedNames(there.map(({ name }) => name))} already takes turns in this rotation.`,
			next: 'For a second turn of the same person give all `users` in order.',
		});
	}
	const members = [...left, ...fresh];
	if (members.some(({ id }) => id !== unassigned)) return members;
	throw new ToolError({
		message: 'remove_users: nobody would be left in the rotation.',
		next: 'End the rotation with `until`, or add somebody in the same call.',
	});
}

/** Somebody deleted is found among those who take turns only. */
async function memberOf(old: readonly Member[], reference: string, context: ToolContext): Promise<Member> {
	const named = old.filter(({ id, name }) =>
		[id, name, name.replace(deletedMark, '')].some((text) => sameName(text, reference)),
	);
	const [member] = named;
	if (member && named.every(({ id }) => id === member.id)) return member;
	const [found] = await findMembers([reference], context);
	if (found && old.some(({ id }) => id === found.id)) return found;
	throw new ToolError({
		message: `remove_users: ${quoted(found?.name ?? reference)} takes no turns in this rotation.`,
		candidates: [...new Map(old.filter(({ id }) => id !== unassigned).map((one) => [one.id, one])).values()].map(
			({ id, name }) => ({ id, name }),
		),
		next: 'Name somebody who does.',
	});
}

/** Where the order goes on: at whoever had the turn, or the next one who stays. */
function placeOf(old: readonly string[], turn: number, ids: readonly string[]): number {
	for (let later = 0; later < old.length; later++) {
		const holder = at(old, turn + later);
		const places = ids.flatMap((id, place) => (id === holder ? [place] : []));
		const [best] = places.toSorted((a, b) => alike(old, turn + later, ids, b) - alike(old, turn + later, ids, a));
		if (best !== undefined) return best;
	}
	return 0;
}

/** How many turns from there on are the same people's: tells the turns of somebody who has several apart. */
function alike(old: readonly string[], turn: number, ids: readonly string[], place: number): number {
	let count = 0;
	while (count < old.length && at(old, turn + count) === at(ids, place + count)) count++;
	return count;
}

function at(list: readonly string[], index: number): string | undefined {
	return list.at(index % list.length);
}
