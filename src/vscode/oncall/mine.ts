import type { ComingTurn, OncallPolicy, Turn } from './policies.ts';

/** The person's own turn, current or to come, and what it is for. */
export type MyTurn =
	| { readonly kind: 'now'; readonly policy: OncallPolicy; readonly turn: Turn }
	| { readonly kind: 'next'; readonly policy: OncallPolicy; readonly turn: ComingTurn };

/** Where the person is on call now, first level first; of one level, what ends first. */
export function myTurns(policies: readonly OncallPolicy[]): readonly Extract<MyTurn, { kind: 'now' }>[] {
	const end = ({ until }: Turn) => until?.getTime() ?? Infinity;
	return policies
		.flatMap((policy) => policy.turns.filter(({ me }) => me).map((turn) => ({ kind: 'now', policy, turn }) as const))
		.sort((a, b) => a.turn.level - b.turn.level || compare(end(a.turn), end(b.turn)));
}

/** The person's turns that have not begun, the next one first. Of each policy and level only the first is known. */
export function myNextTurns(policies: readonly OncallPolicy[]): readonly Extract<MyTurn, { kind: 'next' }>[] {
	return policies
		.flatMap((policy) => policy.mineNext.map((turn) => ({ kind: 'next', policy, turn }) as const))
		.sort((a, b) => a.turn.start.getTime() - b.turn.start.getTime() || a.turn.level - b.turn.level);
}

/** Infinity minus itself is no number. */
function compare(a: number, b: number): number {
	return a === b ? 0 : a < b ? -1 : 1;
}
