import { nameOf } from '../text/names.ts';
import type { RenderedSchedule } from './read-schedule.ts';
import { totalLength, union, type Span } from '../time/spans.ts';

/** One person's time on call on one schedule. */
export interface HoursOnSchedule {
	readonly id: string;
	readonly name: string;
	readonly milliseconds: number;
	/** Whether PagerDuty said who is in its rotation, so that those without a turn are known as well. */
	readonly rotationKnown: boolean;
}

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
	/** The same schedules, each by itself. */
	readonly bySchedule: readonly HoursOnSchedule[];
}

interface Known {
	readonly user: string;
	readonly spans: Span[];
	shifts: number;
	readonly on: Map<string, { name: string; spans: Span[]; rotationKnown: boolean }>;
}

/** The duty of everybody on the schedules, those with no turn at all included; most first. */
export function hoursByPerson(schedules: readonly RenderedSchedule[]): PersonHours[] {
	const people = new Map<string, Known>();
	for (const { id, name, turns, layered, shiftBased } of schedules) {
		const users = (layered ?? shiftBased)?.users;
		const on = (userId: string, user: string) => {
			const known: Known = people.get(userId) ?? { user, spans: [], shifts: 0, on: new Map() };
			people.set(userId, known);
			const here = known.on.get(id) ?? { name, spans: [], rotationKnown: users !== undefined };
			known.on.set(id, here);
			return { known, here };
		};
		for (const user of users ?? []) on(user.id, nameOf(user));
		for (const { userId, user, start, end } of turns) {
			const { known, here } = on(userId, user);
			known.spans.push({ start, end });
			known.shifts++;
			here.spans.push({ start, end });
		}
	}
	return [...people]
		.map(([userId, { user, spans, shifts, on }]): PersonHours => {
			const disjoint = union(spans);
			const bySchedule = [...on].map(([id, { spans: own, ...about }]) => ({
				id,
				...about,
				milliseconds: totalLength(union(own)),
			}));
			const names = [...new Set(bySchedule.map(({ name }) => name))];
			return {
				userId,
				user,
				spans: disjoint,
				milliseconds: totalLength(disjoint),
				shifts,
				schedules: names,
				bySchedule,
			};
		})
		.sort((a, b) => b.milliseconds - a.milliseconds || a.user.localeCompare(b.user));
}
