import * as z from 'zod';
import { list, maybe, maybeList, number, text } from './fields.ts';
import { page, single, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { personReference, reference, type ReferenceInput } from './reference.ts';

/** Somebody's turn. */
const scheduleEntry = z.object({ user: maybe(personReference), start: text(), end: text() });

const rendering = z.object({
	name: text(),
	rendered_schedule_entries: list(scheduleEntry),
	/** Percent of the asked time in which somebody is on call. */
	rendered_coverage_percentage: number(),
});

const scheduleLayer = rendering.extend({
	id: text(),
	start: text(),
	end: text(),
	users: list(z.object({ user: personReference })),
	rotation_virtual_start: text(),
	rotation_turn_length_seconds: number(),
	restrictions: list(
		z.object({ type: text(), start_time_of_day: text(), duration_seconds: number(), start_day_of_week: number() }),
	),
});

/** A schedule made of layers. Shift-based schedules are other objects: see `schedules-v3.ts`. */
export const schedule = reference.extend({
	name: text(),
	description: text(),
	time_zone: text(),
	users: maybeList(personReference),
	teams: maybeList(reference),
	escalation_policies: maybeList(reference),
	/** The topmost layer first, which wins over those below. */
	schedule_layers: list(scheduleLayer),
	overrides_subschedule: maybe(rendering.extend({ rendered_schedule_entries: maybeList(scheduleEntry) })),
	/** Who is on call in the end, between `since` and `until`. */
	final_schedule: maybe(rendering),
	next_oncall_for_user: maybe(scheduleEntry),
});
export type Schedule = z.output<typeof schedule>;
export type ScheduleLayer = z.output<typeof scheduleLayer>;

/** The part of time to render, ISO 8601. Default: about two weeks. */
export interface ScheduleQuery {
	readonly since?: string;
	readonly until?: string;
	readonly time_zone?: string;
	/** A user's id: adds that person's next turn. */
	readonly include_next_oncall_for_user?: string;
}

export interface ListSchedulesQuery extends PageQuery, ScheduleQuery {
	/** Part of the name. */
	readonly query?: string;
	readonly team_ids?: readonly string[];
	readonly include?: readonly ('schedule_layers' | 'overrides_subschedule' | 'final_schedule')[];
}

export interface GetScheduleQuery extends ScheduleQuery {
	/** Entries are not cut at `since` and `until`. */
	readonly overflow?: boolean;
}

/** One page of layered schedules; shift-based ones have their own list. operationId: listSchedules */
export function listSchedules(pd: PagerDutyApi, query: ListSchedulesQuery = {}): Promise<Page<Schedule>> {
	return pd.request({
		operationId: 'listSchedules',
		method: 'GET',
		path: ['schedules'],
		query: { ...query },
		reply: page('schedules', schedule),
	});
}

/** A layered schedule, rendered. PagerDuty answers 400 for a shift-based one. operationId: getSchedule */
export function getSchedule(pd: PagerDutyApi, id: string, query: GetScheduleQuery = {}): Promise<Schedule> {
	return pd.request({
		operationId: 'getSchedule',
		method: 'GET',
		path: ['schedules', id],
		query: { ...query },
		reply: single('schedule', schedule),
	});
}

/** A layer in the API's own words. */
export interface LayerInput {
	/** Of an existing layer, which is changed then. */
	readonly id?: string | undefined;
	readonly name?: string | undefined;
	readonly start: string;
	readonly end?: string | undefined;
	readonly rotation_virtual_start: string;
	readonly rotation_turn_length_seconds: number;
	readonly users: readonly { readonly user: ReferenceInput }[];
	readonly restrictions?:
		| readonly {
				readonly type: string;
				readonly start_time_of_day: string;
				readonly duration_seconds: number;
				readonly start_day_of_week?: number | undefined;
		  }[]
		| undefined;
}

export interface ScheduleInput {
	readonly name: string;
	readonly description?: string | undefined;
	readonly time_zone: string;
	readonly teams?: readonly ReferenceInput[] | undefined;
	/** Bottom to top: a later layer wins over those before it. Replies list them the other way round. */
	readonly schedule_layers: readonly LayerInput[];
}

/** operationId: createSchedule */
export function createSchedule(pd: PagerDutyApi, input: ScheduleInput): Promise<Schedule> {
	return pd.request({
		operationId: 'createSchedule',
		method: 'POST',
		path: ['schedules'],
		body: { schedule: { type: 'schedule', ...input } },
		reply: single('schedule', schedule),
	});
}

/** Replaces the whole schedule; a layer can be ended but not taken away. Sent twice, a new layer would come twice. operationId: updateSchedule */
export function updateSchedule(pd: PagerDutyApi, id: string, input: ScheduleInput): Promise<Schedule> {
	return pd.request({
		operationId: 'updateSchedule',
		method: 'PUT',
		path: ['schedules', id],
		body: { schedule: { type: 'schedule', ...input } },
		reply: single('schedule', schedule),
		repeatable: input.schedule_layers.every((layer) => layer.id !== undefined),
	});
}

/** Refused while an escalation policy uses it. operationId: deleteSchedule */
export function deleteSchedule(pd: PagerDutyApi, id: string): Promise<unknown> {
	return pd.request({ operationId: 'deleteSchedule', method: 'DELETE', path: ['schedules', id], reply: z.unknown() });
}

/** Not saved, so it may have no id yet. */
const previewed = z.looseObject({}).transform((value) => schedule.parse({ id: 'preview', ...value }));

/** How a schedule would be rendered; nothing is saved. operationId: createSchedulePreview */
export function previewSchedule(
	pd: PagerDutyApi,
	input: ScheduleInput,
	query: { readonly since: string; readonly until: string; readonly overflow?: boolean },
): Promise<Schedule> {
	return pd.request({
		operationId: 'createSchedulePreview',
		method: 'POST',
		path: ['schedules', 'preview'],
		query,
		body: { schedule: { type: 'schedule', ...input } },
		reply: single('schedule', previewed),
		reads: true,
	});
}
