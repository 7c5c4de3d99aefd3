import * as z from 'zod';
import { id, list, maybe, maybeList, number, text } from './fields.ts';
import { page, single, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { personReference, reference, referenceTo } from './reference.ts';

/** `user_member` with a `user_id`, or `empty_member`. */
export const member = z.object({ type: text(), user_id: text() });

/** Somebody's turn; several people may have the same time. */
export const shiftAssignment = z.object({
	start_time: text(),
	end_time: text(),
	member: maybe(member),
	source: maybe(z.object({ type: text(), rotation_id: text(), shift_id: text(), override_id: text() })),
});

/** Wall-clock time of a zone. */
const zonedTime = maybe(z.object({ date_time: text(), time_zone: text() }));

/** When and by whom a rotation is filled: a first shift that recurs (RFC 5545), and who takes turns. */
export const rotationEvent = z.object({
	id,
	name: text(),
	start_time: zonedTime,
	end_time: zonedTime,
	effective_since: text(),
	effective_until: text(),
	recurrence: list(z.string()),
	assignment_strategy: maybe(z.object({ type: text(), shifts_per_member: number(), members: list(member) })),
});
export type RotationEvent = z.output<typeof rotationEvent>;

/** Part of a shift-based schedule; has nothing of its own but its events, past ones included. */
export const rotation = z.object({ id, type: text(), events: list(rotationEvent) });
export type Rotation = z.output<typeof rotation>;

/** A shift-based schedule. In a list only `id`, `type`, `summary` and links are filled. */
export const scheduleV3 = reference.extend({
	name: text(),
	description: text(),
	time_zone: text(),
	teams: maybeList(reference),
	users: maybeList(personReference),
	escalation_policies: maybeList(reference),
	rotations: list(rotation),
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
export function listSchedulesV3(pd: PagerDutyApi, query: ListSchedulesV3Query = {}): Promise<Page<ScheduleV3>> {
	return pd.request({
		operationId: 'listSchedulesV3',
		method: 'GET',
		path: ['v3', 'schedules'],
		query: { ...query },
		reply: page('schedules', scheduleV3),
	});
}

/** A shift-based schedule. PagerDuty answers 400 for a layered one. operationId: getScheduleV3 */
export function getScheduleV3(pd: PagerDutyApi, id: string, query: GetScheduleV3Query = {}): Promise<ScheduleV3> {
	return pd.request({
		operationId: 'getScheduleV3',
		method: 'GET',
		path: ['v3', 'schedules', id],
		query: { ...query },
		reply: single('schedule', scheduleV3),
	});
}

export interface ScheduleV3Update {
	readonly name?: string;
	readonly description?: string;
	/** Its documentation says otherwise, but PagerDuty refuses a change without it. */
	readonly time_zone: string;
}

/** Creates a shift-based schedule without rotations. operationId: createScheduleV3 */
export function createScheduleV3(
	pd: PagerDutyApi,
	schedule: ScheduleV3Update & {
		readonly name: string;
		readonly teamIds: readonly string[];
	},
): Promise<ScheduleV3> {
	const { teamIds, ...rest } = schedule;
	const teams = teamIds.map((team) => referenceTo('team', team));
	return pd.request({
		operationId: 'createScheduleV3',
		method: 'POST',
		path: ['v3', 'schedules'],
		body: { schedule: { ...rest, ...(teams.length > 0 && { teams }) } },
		reply: single('schedule', scheduleV3),
	});
}

/** Changes what is given. operationId: updateScheduleV3 */
export function updateScheduleV3(pd: PagerDutyApi, id: string, update: ScheduleV3Update): Promise<ScheduleV3> {
	return pd.request({
		operationId: 'updateScheduleV3',
		method: 'PUT',
		path: ['v3', 'schedules', id],
		body: { schedule: update },
		reply: single('schedule', scheduleV3),
	});
}

/** Refused while an escalation policy uses it. operationId: deleteScheduleV3 */
export function deleteScheduleV3(pd: PagerDutyApi, id: string): Promise<unknown> {
	return pd.request({
		operationId: 'deleteScheduleV3',
		method: 'DELETE',
		path: ['v3', 'schedules', id],
		reply: z.unknown(),
	});
}
