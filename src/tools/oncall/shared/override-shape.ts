import * as z from 'zod';
import type { CustomShift } from '../../../pagerduty/api/custom-shifts.ts';
import type { Override, OverrideShift } from '../../../pagerduty/api/overrides.ts';
import { nameOf } from '../../text/names.ts';
import { timeIn } from '../../time/show-time.ts';

/** Somebody's turn that is not by rotation. */
export const overrideSchema = z.object({
	id: z.string(),
	/** A custom shift is a single turn of a shift-based schedule that replaces nobody. */
	kind: z.enum(['override', 'custom_shift']),
	user: z.string(),
	/** Told of shift-based schedules only. */
	instead_of: z.string().optional(),
	start: z.string().optional(),
	end: z.string().optional(),
	user_id: z.string().optional(),
	instead_of_id: z.string().optional(),
	/** Whose turn it takes over: of a rotation or of a custom shift. */
	rotation_id: z.string().optional(),
	custom_shift_id: z.string().optional(),
});
export type ShownOverride = z.output<typeof overrideSchema>;

export function showOverride({ id, user, start, end }: Override, zone: string): ShownOverride {
	return {
		id,
		kind: 'override',
		user: user ? nameOf(user) : 'unknown',
		start: timeIn(start, zone),
		end: timeIn(end, zone),
		user_id: user?.id,
	};
}

/** @param name of a user's id. */
export function showShiftOverride(item: OverrideShift, zone: string, name: (id: string) => string): ShownOverride {
	return {
		id: item.id,
		kind: 'override',
		user: memberName(item.overriding_member, name),
		instead_of: memberName(item.overridden_member, name),
		start: timeIn(item.start_time, zone),
		end: timeIn(item.end_time, zone),
		user_id: item.overriding_member?.user_id,
		instead_of_id: item.overridden_member?.user_id,
		rotation_id: item.rotation_id,
		custom_shift_id: item.custom_shift_id,
	};
}

export function showCustomShift(item: CustomShift, zone: string, name: (id: string) => string): ShownOverride {
	return {
		id: item.id,
		kind: 'custom_shift',
		user: memberName(item.assignments[0]?.member, name),
		start: timeIn(item.start_time, zone),
		end: timeIn(item.end_time, zone),
		user_id: item.assignments[0]?.member?.user_id,
	};
}

/** An `empty_member` is nobody; a member that was not told is not known. */
function memberName(member: OverrideShift['overriding_member'], name: (id: string) => string): string {
	if (member?.user_id !== undefined) return name(member.user_id);
	return member?.type === 'empty_member' ? 'nobody' : 'unknown';
}
