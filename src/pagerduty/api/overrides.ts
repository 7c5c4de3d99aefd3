import * as z from 'zod';
import { id, list, maybe, number, text } from './fields.ts';
import { page, single, whole, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { personReference, referenceTo } from './reference.ts';
import { member } from './schedules-v3.ts';

/** Somebody's turn instead of whoever the layers say. */
export const override = z.object({ id, start: text(), end: text(), user: maybe(personReference) });
export type Override = z.output<typeof override>;

/** A time to be taken over, ISO 8601. */
export interface NewOverride {
	readonly start: string;
	readonly end: string;
	readonly userId: string;
}

export interface OverridesQuery {
	readonly since: string;
	readonly until: string;
	/** Only those that may still be changed. */
	readonly editable?: boolean;
	/** Not cut at `since` and `until`. */
	readonly overflow?: boolean;
}

/** Overrides of a layered schedule, all at once. operationId: listScheduleOverrides */
export function listScheduleOverrides(
	pd: PagerDutyApi,
	scheduleId: string,
	query: OverridesQuery,
): Promise<Override[]> {
	return pd.request({
		operationId: 'listScheduleOverrides',
		method: 'GET',
		path: ['schedules', scheduleId, 'overrides'],
		query: { ...query },
		reply: whole('overrides', override),
	});
}

/** What became of one asked override: PagerDuty takes some and refuses others in one reply. */
const overrideResult = z.object({ status: number(), errors: list(z.string()), override: maybe(override) });
export type OverrideResult = z.output<typeof overrideResult>;

/** In the order asked; what cannot be read stands as a result without a status. */
const overrideResults = z
	.array(z.unknown())
	.transform((rows): OverrideResult[] =>
		rows.map((row) => overrideResult.safeParse(row).data ?? { status: undefined, errors: [], override: undefined }),
	);

/** Asks for overrides of a layered schedule: each is taken or refused by itself. operationId: createScheduleOverride */
export function createScheduleOverrides(
	pd: PagerDutyApi,
	scheduleId: string,
	overrides: readonly NewOverride[],
): Promise<OverrideResult[]> {
	return pd.request({
		operationId: 'createScheduleOverride',
		method: 'POST',
		path: ['schedules', scheduleId, 'overrides'],
		body: { overrides: overrides.map(({ start, end, userId }) => ({ start, end, user: referenceTo('user', userId) })) },
		reply: overrideResults,
	});
}

/** Takes an override away; one that has begun ends now, a past one cannot be touched. operationId: deleteScheduleOverride */
export function deleteScheduleOverride(pd: PagerDutyApi, scheduleId: string, overrideId: string): Promise<unknown> {
	return pd.request({
		operationId: 'deleteScheduleOverride',
		method: 'DELETE',
		path: ['schedules', scheduleId, 'overrides', overrideId],
		reply: z.unknown(),
	});
}

/** Somebody's turn instead of one other person's, in a rotation or a custom shift of a shift-based schedule. */
const overrideShift = z.object({
	id,
	rotation_id: text(),
	custom_shift_id: text(),
	start_time: text(),
	end_time: text(),
	overridden_member: maybe(member),
	overriding_member: maybe(member),
});
export type OverrideShift = z.output<typeof overrideShift>;

/** Whose turn is taken over, and where it comes from: exactly one of `rotationId` and `customShiftId`. */
export interface NewOverrideShift extends NewOverride {
	readonly rotationId?: string | undefined;
	readonly customShiftId?: string | undefined;
	readonly insteadOf: string;
}

/** One page of the overrides of a shift-based schedule. operationId: listOverrides */
export function listShiftOverrides(
	pd: PagerDutyApi,
	scheduleId: string,
	query: OverridesQuery & PageQuery,
): Promise<Page<OverrideShift>> {
	return pd.request({
		operationId: 'listOverrides',
		method: 'GET',
		path: ['v3', 'schedules', scheduleId, 'overrides'],
		query: { ...query },
		reply: page('overrides', overrideShift),
	});
}

/** Overrides turns of a shift-based schedule, all or none. operationId: createOverrides */
export function createShiftOverrides(
	pd: PagerDutyApi,
	scheduleId: string,
	overrides: readonly NewOverrideShift[],
): Promise<OverrideShift[]> {
	return pd.request({
		operationId: 'createOverrides',
		method: 'POST',
		path: ['v3', 'schedules', scheduleId, 'overrides'],
		body: {
			overrides: overrides.map(({ start, end, userId, rotationId, customShiftId, insteadOf }) => ({
				type: 'override_shift',
				...(rotationId ? { rotation_id: rotationId } : { custom_shift_id: customShiftId }),
				start_time: start,
				end_time: end,
				overridden_member: { type: 'user_member', user_id: insteadOf },
				overriding_member: { type: 'user_member', user_id: userId },
			})),
		},
		reply: whole('overrides', overrideShift),
	});
}

/** What may change of an override or a custom shift; once it has begun, its end only. */
export type ShiftChange = Partial<NewOverride>;

/** operationId: updateOverride */
export function updateShiftOverride(
	pd: PagerDutyApi,
	scheduleId: string,
	overrideId: string,
	{ start, end, userId }: ShiftChange,
): Promise<OverrideShift> {
	return pd.request({
		operationId: 'updateOverride',
		method: 'PUT',
		path: ['v3', 'schedules', scheduleId, 'overrides', overrideId],
		body: {
			override: {
				start_time: start,
				end_time: end,
				...(userId !== undefined && { overriding_member: { type: 'user_member', user_id: userId } }),
			},
		},
		reply: single('override', overrideShift),
	});
}

/** operationId: deleteOverride */
export function deleteShiftOverride(pd: PagerDutyApi, scheduleId: string, overrideId: string): Promise<unknown> {
	return pd.request({
		operationId: 'deleteOverride',
		method: 'DELETE',
		path: ['v3', 'schedules', scheduleId, 'overrides', overrideId],
		reply: z.unknown(),
	});
}
