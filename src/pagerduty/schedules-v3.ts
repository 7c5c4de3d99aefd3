import * as z from 'zod';
import { anything, list, maybe, number, text } from './fields.ts';
import { page, single, type Page, type PageQuery } from './paging.ts';
import type { PagerDuty } from './pagerduty.ts';
import { personReference, reference } from './reference.ts';

/** `user_member` with a `user_id`, or `empty_member`. */
const member = z.object({ type: text(), user_id: text() });

/** Somebody's turn; several people may have the same time. */
export const shiftAssignment = z.object({
	start_time: text(),
	end_time: text(),
	member: maybe(member),
	source: maybe(z.object({ type: text(), rotation_id: text(), shift_id: text(), override_id: text() })),
});

/** A shift-based schedule. In a list only `id`, `type`, `summary` and links are filled. */
export const scheduleV3 = reference.extend({
	name: text(),
	description: text(),
	time_zone: text(),
	teams: list(reference),
	users: list(personReference),
	escalation_policies: list(reference),
	rotations: list(z.object({ id: text(), type: text(), events: anything() })),
	/** Only with `include: ['final_schedule']`. */
	final_schedule: maybe(
		z.object({ rendered_coverage_percentage: number(), computed_shift_assignments: list(shiftAssignment) }),
	),
});
export type ScheduleV3 = z.output<typeof scheduleV3>;

/** `limit` is 100 unless given and 1000 at most. */
export interface ListSchedulesV3Query extends PageQuery {
	/** Part of the name. */
	readonly query?: string;
	readonly team_ids?: readonly string[];
}

export interface GetScheduleV3Query {
	readonly since?: string;
	readonly until?: string;
	readonly time_zone?: string;
	/** Entries are not cut at `since` and `until`. */
	readonly overflow?: boolean;
	readonly include?: readonly 'final_schedule'[];
}

/** One page of shift-based schedules; layered ones have their own list. operationId: listSchedulesV3 */
export function listSchedulesV3(pd: PagerDuty, query: ListSchedulesV3Query = {}): Promise<Page<ScheduleV3>> {
	return pd.request({
		operationId: 'listSchedulesV3',
		method: 'GET',
		path: ['v3', 'schedules'],
		query: { ...query },
		reply: page('schedules', scheduleV3),
	});
}

/** A shift-based schedule. PagerDuty answers 400 for a layered one. operationId: getScheduleV3 */
export function getScheduleV3(pd: PagerDuty, id: string, query: GetScheduleV3Query = {}): Promise<ScheduleV3> {
	return pd.request({
		operationId: 'getScheduleV3',
		method: 'GET',
		path: ['v3', 'schedules', id],
		query: { ...query },
		reply: single('schedule', scheduleV3),
	});
}
