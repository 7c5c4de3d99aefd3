import * as z from 'zod';
import { id, list, maybe, text } from './fields.ts';
import type { NewOverride, OverridesQuery, ShiftChange } from './overrides.ts';
import { page, single, whole, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { member } from './schedules-v3.ts';

/** A single turn outside the rotations of a shift-based schedule. */
const customShift = z.object({
	id,
	start_time: text(),
	end_time: text(),
	assignments: list(z.object({ member: maybe(member) })),
});
export type CustomShift = z.output<typeof customShift>;

/** One page of custom shifts. operationId: listCustomShifts */
export function listCustomShifts(
	pd: PagerDutyApi,
	scheduleId: string,
	query: Omit<OverridesQuery, 'editable'> & PageQuery,
): Promise<Page<CustomShift>> {
	return pd.request({
		operationId: 'listCustomShifts',
		method: 'GET',
		path: ['v3', 'schedules', scheduleId, 'custom_shifts'],
		query: { ...query },
		reply: page('custom_shifts', customShift),
	});
}

/** Adds single turns, all or none. operationId: createCustomShifts */
export function createCustomShifts(
	pd: PagerDutyApi,
	scheduleId: string,
	shifts: readonly NewOverride[],
): Promise<CustomShift[]> {
	return pd.request({
		operationId: 'createCustomShifts',
		method: 'POST',
		path: ['v3', 'schedules', scheduleId, 'custom_shifts'],
		body: {
			custom_shifts: shifts.map(({ start, end, userId }) => ({
				type: 'custom_shift',
				start_time: start,
				end_time: end,
				...assignedTo(userId),
			})),
		},
		reply: whole('custom_shifts', customShift),
	});
}

/** operationId: updateCustomShift */
export function updateCustomShift(
	pd: PagerDutyApi,
	scheduleId: string,
	shiftId: string,
	{ start, end, userId }: ShiftChange,
): Promise<CustomShift> {
	return pd.request({
		operationId: 'updateCustomShift',
		method: 'PUT',
		path: ['v3', 'schedules', scheduleId, 'custom_shifts', shiftId],
		body: { custom_shift: { start_time: start, end_time: end, ...(userId !== undefined && assignedTo(userId)) } },
		reply: single('custom_shift', customShift),
	});
}

/** Takes a custom shift away; one that has begun ends now, a past one cannot be touched. operationId: deleteCustomShift */
export function deleteCustomShift(pd: PagerDutyApi, scheduleId: string, shiftId: string): Promise<unknown> {
	return pd.request({
		operationId: 'deleteCustomShift',
		method: 'DELETE',
		path: ['v3', 'schedules', scheduleId, 'custom_shifts', shiftId],
		reply: z.unknown(),
	});
}

function assignedTo(userId: string) {
	return { assignments: [{ type: 'shift_assignment', member: { type: 'user_member', user_id: userId } }] };
}
