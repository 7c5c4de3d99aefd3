import { myNextTurns, myTurns, type MyTurn } from './mine.ts';
import type { OncallPolicy } from './policies.ts';

/** A moment at which the person's own turns begin or end. */
export interface ShiftEvent {
	readonly kind: 'begins' | 'ends';
	readonly at: Date;
	/** The turns that do so, lowest level first. */
	readonly turns: readonly MyTurn[];
}

/** When the person's turns begin and end, the next one first. A turn that goes straight on into the next one does neither. */
export function shiftEvents(policies: readonly OncallPolicy[]): readonly ShiftEvent[] {
	const coming = myNextTurns(policies);
	const current = myTurns(policies);
	const goesOn = (at: Date | undefined, { policy, turn }: MyTurn, others: readonly MyTurn[], end: boolean) =>
		others.some(
			(other) =>
				other.policy.id === policy.id &&
				other.turn.level === turn.level &&
				(end ? startOf(other) : endOf(other))?.getTime() === at?.getTime(),
		);
	const events = [
		...current.flatMap((mine) => {
			const at = mine.turn.until;
			return at && !goesOn(at, mine, coming, true) ? [{ kind: 'ends', at, mine } as const] : [];
		}),
		...coming.flatMap((mine) =>
			goesOn(mine.turn.start, mine, current, false) ? [] : [{ kind: 'begins', at: mine.turn.start, mine } as const],
		),
	];
	const grouped = new Map<string, ShiftEvent>();
	for (const { kind, at, mine } of events) {
		const key = `${kind} ${at.getTime()}`;
		const turns = [...(grouped.get(key)?.turns ?? []), mine].sort((a, b) => a.turn.level - b.turn.level);
		grouped.set(key, { kind, at, turns });
	}
	return [...grouped.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Those to remind of now: what lies less than `ms` ahead. None is past, because turns are those of the moment. */
export function dueEvents(events: readonly ShiftEvent[], now: Date, ms: number): readonly ShiftEvent[] {
	return events.filter(({ at }) => at.getTime() - ms <= now.getTime());
}

function startOf(mine: MyTurn): Date | undefined {
	return mine.kind === 'next' ? mine.turn.start : mine.turn.since;
}

function endOf(mine: MyTurn): Date | undefined {
	return mine.kind === 'next' ? mine.turn.end : mine.turn.until;
}
