import { nameOf } from '../text/names.ts';
import type { RenderedSchedule } from './read-schedule.ts';
import { totalLength, union, type Span } from '../time/spans.ts';

/** One person's time on call over several schedules. */
export interface PersonHours {
	readonly userId: string;
	readonly user: string;
	/** Disjoint: who is on call twice at the same time is on call once. */
	readonly spans: readonly Span[];
	readonly milliseconds: number;
	/** Turns, each schedule counted by itself. */
	readonly shifts: number;
	readonly schedules: readonly string[];
}

/** The duty of everybody on the schedules, those with no turn at all included; most first. */
export function hoursByPerson(schedules: readonly RenderedSchedule[]): PersonHours[] {
	const people = new Map<string, { user: string; spans: Span[]; shifts: number; schedules: Set<string> }>();
	const person = (id: string, user: string) => {
		const known = people.get(id) ?? { user, spans: [], shifts: 0, schedules: new Set() };
		people.set(id, known);
		return known;
	};
	for (const { name, turns, layered, shiftBased } of schedules) {
		for (const user of (layered ?? shiftBased)?.users ?? []) person(user.id, nameOf(user)).schedules.add(name);
		for (const { userId, user, start, end } of turns) {
			const known = person(userId, user);
			known.spans.push({ start, end });
			known.shifts++;
			known.schedules.add(name);
		}
	}
	return [...people]
		.map(([userId, { user, spans, shifts, schedules: names }]): PersonHours => {
			const disjoint = union(spans);
			return { userId, user, spans: disjoint, milliseconds: totalLength(disjoint), shifts, schedules: [...names] };
		})
		.sort((a, b) => b.milliseconds - a.milliseconds || a.user.localeCompare(b.user));
}
