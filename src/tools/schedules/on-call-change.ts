import * as z from 'zod';
import type { Turn } from './read-schedule.ts';
import { byStart, type Span } from '../time/spans.ts';
import { formatIn } from '../time/show-time.ts';

const nextTurn = z.object({ user: z.string(), start: z.string(), end: z.string().optional() });

/** Who is on call on a schedule around a change of it. */
export const onCallChange = z.object({
	before: z.array(z.string()),
	now: z.array(z.object({ user: z.string(), until: z.string().optional() })),
	next: z.array(nextTurn),
	/** Of a change that begins later: the turns from then on. */
	from_start: z.array(nextTurn).optional(),
});
export type OnCallChange = z.output<typeof onCallChange>;

/** As many turns are shown of those to come. */
const shownTurns = 3;

interface Around {
	readonly before: readonly Turn[];
	readonly after: readonly Turn[];
	readonly now: number;
	/** How far `after` is known. */
	readonly known: Span;
	readonly zone: string;
}

export function onCallAround({ before, after, now, known, zone }: Around): OnCallChange {
	const is = ({ start, end }: Span) => start <= now && now < end;
	return {
		before: namesOf(before.filter(is)),
		now: after.filter(is).map(({ user, end }) => ({ user, until: endOf(end, known, zone) })),
		next: turnsFrom(now + 1, after, known, zone),
	};
}

/** The first turns that begin at `from` or later. */
export function turnsFrom(from: number, turns: readonly Turn[], known: Span, zone: string): OnCallChange['next'] {
	return turns
		.filter(({ start }) => start >= from)
		.toSorted(byStart)
		.slice(0, shownTurns)
		.map(({ user, start, end }) => ({ user, start: formatIn(start, zone), end: endOf(end, known, zone) }));
}

/** Undefined for a turn that goes on beyond what is known. */
function endOf(end: number, known: Span, zone: string): string | undefined {
	return end >= known.end ? undefined : formatIn(end, zone);
}

function namesOf(turns: readonly Turn[]): string[] {
	return [...new Set(turns.map(({ user }) => user))];
}
