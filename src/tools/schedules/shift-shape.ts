import * as z from 'zod';
import type { KnownSchedule, Turn } from './read-schedule.ts';
import { formatIn } from '../time/show-time.ts';
import { defineShape, type Shaped } from '../shapes/shape.ts';

/** Somebody's turn on a schedule. */
export const shiftShape = defineShape({
	singular: 'shift',
	plural: 'shifts',
	fields: {
		user: z.string(),
		schedule: z.string().optional(),
		start: z.string().optional(),
		end: z.string().optional(),
		hours: z.number().optional(),
		/** Whether it is going on now. */
		now: z.boolean().optional(),
		/** Whether it was taken over, wholly or in part; told of schedules, and of people and policies where it was asked for. */
		override: z.boolean().optional(),
		escalation_policies: z.array(z.string()).optional(),
		user_id: z.string(),
		schedule_id: z.string().optional(),
		schedule_url: z.string().optional(),
	},
	always: ['user', 'start'],
	compact: ['user', 'schedule', 'start', 'end', 'hours', 'now', 'override', 'escalation_policies'],
});

export type ShownShift = Shaped<typeof shiftShape>;

/** A turn as long as it really is. @param zone on whose wall clock the times are shown. */
export function showShift(turn: Turn, schedule: KnownSchedule, zone: string, now: number): ShownShift {
	const { start, end } = turn.whole ?? turn;
	return {
		user: turn.user,
		schedule: schedule.name,
		start: formatIn(start, zone),
		end: formatIn(end, zone),
		hours: inHours(end - start),
		now: start <= now && now < end ? true : undefined,
		override: turn.overrideId !== undefined || turn.overridden ? true : undefined,
		escalation_policies: undefined,
		user_id: turn.userId,
		schedule_id: schedule.id,
		schedule_url: undefined,
	};
}

/** To a hundredth. */
export function inHours(milliseconds: number): number {
	return Math.round(milliseconds / 36_000) / 100;
}
