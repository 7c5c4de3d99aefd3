import type { Named, Schedule, Shift, Span } from './data.ts';

/** Something with a place in a row: a turn, or a time in which nobody is on call. */
export interface Bar extends Span {
	readonly key: string;
	/** Undefined for a gap. */
	readonly shift: Shift | undefined;
	readonly schedule: Schedule;
	/** Whose row of the page's schedules it is in. */
	readonly row: string;
	readonly mine: boolean;
	/** How far down in its row, where several are at the same time. */
	readonly lane: number;
}

/** The bars of a schedule, in order of time. */
export function barsOf(row: string, schedule: Schedule, me: string | undefined, view: Span): readonly Bar[] {
	const shifts = schedule.shifts.map((shift) => ({
		start: shift.start,
		end: shift.end,
		key: `${row} ${shift.userId} ${shift.start}`,
		shift,
		mine: shift.userId === me,
	}));
	const gaps = schedule.gaps.map(({ start, end }) => ({
		start,
		end,
		key: `${row} gap ${start}`,
		shift: undefined,
		mine: false,
	}));
	return inLanes([...shifts, ...gaps].filter(({ start, end }) => start < view.end && end > view.start)).map((bar) => ({
		...bar,
		schedule,
		row,
	}));
}

/** The turns of a person on all schedules, or of nobody. */
export interface PersonRow extends Partial<Named> {
	readonly bars: readonly Bar[];
}

/** The same by person: nobody first, then who looks at it, then the others by name. */
export function byPerson(bars: readonly Bar[], me: string | undefined): readonly PersonRow[] {
	const rows = new Map<string | undefined, Bar[]>();
	const names = new Map<string, string>();
	for (const bar of bars) {
		const id = bar.shift?.userId;
		if (bar.shift) names.set(bar.shift.userId, bar.shift.user);
		rows.set(id, [...(rows.get(id) ?? []), bar]);
	}
	const rank = (id: string | undefined) => (id === undefined ? 0 : id === me ? 1 : 2);
	const name = (id: string | undefined) => names.get(id ?? '') ?? '';
	return [...rows]
		.sort(([a], [b]) => rank(a) - rank(b) || name(a).localeCompare(name(b)))
		.map(([id, of]) => ({ ...(id !== undefined && { id, name: name(id) }), bars: inLanes(of) }));
}

/** Gives each the first lane that is free. */
function inLanes<One extends Span>(bars: readonly One[]): readonly (One & { readonly lane: number })[] {
	const ends: number[] = [];
	return bars
		.toSorted((a, b) => a.start - b.start)
		.map((bar) => {
			const free = ends.findIndex((end) => end <= bar.start);
			const lane = free === -1 ? ends.length : free;
			ends[lane] = bar.end;
			return { ...bar, lane };
		});
}

export function lanesOf(bars: readonly Bar[]): number {
	return bars.reduce((most, { lane }) => Math.max(most, lane + 1), 1);
}

/** Where a moment is in a span, in percent of it. */
export function percent(at: number, { start, end }: Span): number {
	return (Math.min(Math.max(at - start, 0), end - start) / (end - start)) * 100;
}

/** The moment there, on a full step of the clock. @param share from 0 to 1 */
export function momentThere(share: number, { start, end }: Span, step: number): number {
	const at = start + Math.min(Math.max(share, 0), 1) * (end - start);
	return Math.min(Math.max(start + Math.round((at - start) / step) * step, start), end);
}

/** Two letters for a name that finds no room. */
export function initials(name: string): string {
	const letters = name.split(/\s+/).flatMap((word) => /\p{L}|\p{N}/u.exec(word)?.[0].toLocaleUpperCase() ?? []);
	const [first = '', ...others] = letters;
	return first + (others.at(-1) ?? '');
}
