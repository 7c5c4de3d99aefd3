import type { JsonObject } from '../json.ts';
import type { Schedule, ShiftSchedule } from '../model/model.ts';
import type {
	ComputedShift,
	CustomShift,
	Layer,
	Override,
	OverrideShift,
	RotationEvent,
	Shift,
	Span,
} from '../rendering/model.ts';
import { renderSchedule } from '../rendering/schedule.ts';
import { renderShifts } from '../rendering/shifts.ts';
import { clip, coverage } from '../rendering/spans.ts';
import { day, formatTime } from '../time.ts';
import type { World } from '../model/world.ts';
import {
	head,
	policyReference,
	scheduleReference,
	selfUrl,
	teamReference,
	userReference,
	webUrl,
} from './references.ts';

export interface ScheduleOptions {
	/** Which of `schedule_layers`, `overrides_subschedule`, `final_schedule` to show. */
	readonly parts: ReadonlySet<string>;
	/** null: the parts are shown without entries. */
	readonly span: Span | null;
	readonly overflow: boolean;
	readonly zone: string;
	readonly nextFor: string | null;
}

/** A layered schedule. Layers stand top first, the order in which PagerDuty lists them. */
export function scheduleJson(world: World, schedule: Schedule, options: ScheduleOptions): JsonObject {
	const { parts, span, zone } = options;
	const rendering = span && parts.size > 0 ? renderSchedule(schedule, span, options.overflow) : null;
	const rendered = (shifts: readonly Shift[] | undefined) => renderedJson(world, shifts, span, zone);
	return {
		...head(world, schedule.id, 'schedule', schedule.name, `schedules/${schedule.id}`, `schedules/${schedule.id}`),
		name: schedule.name,
		time_zone: schedule.timeZone,
		description: schedule.description,
		escalation_policies: policiesOf(world, schedule.id),
		users: scheduleUserIds(schedule).map((id) => userReference(world, id)),
		teams: schedule.teamIds.map((id) => teamReference(world, id)),
		...(parts.has('schedule_layers')
			? {
					schedule_layers: schedule.layers
						.map((layer, index) => ({ ...layerJson(world, layer, zone), ...rendered(rendering?.layers[index]) }))
						.reverse(),
				}
			: {}),
		...(parts.has('overrides_subschedule')
			? { overrides_subschedule: { name: 'Overrides', ...rendered(rendering?.overrides) } }
			: {}),
		...(parts.has('final_schedule')
			? { final_schedule: { name: 'Final Schedule', ...rendered(rendering?.final) } }
			: {}),
		...(options.nextFor === null ? {} : nextOnCall(world, schedule, options.nextFor, zone)),
	};
}

/** Everyone in the layers of a schedule, each once. */
export function scheduleUserIds(schedule: Schedule): string[] {
	return [...new Set(schedule.layers.flatMap((layer) => layer.userIds))];
}

function layerJson(world: World, layer: Layer, zone: string): JsonObject {
	return {
		id: layer.id,
		name: layer.name,
		start: formatTime(layer.saved ?? layer.start, zone),
		end: layer.end === null ? null : formatTime(layer.end, zone),
		rotation_virtual_start: formatTime(layer.rotationVirtualStart, zone),
		rotation_turn_length_seconds: layer.turnSeconds,
		users: layer.userIds.map((id) => ({ user: userReference(world, id) })),
		restrictions: layer.restrictions.map((restriction) => ({
			type: restriction.type,
			duration_seconds: restriction.durationSeconds,
			start_time_of_day: restriction.startTimeOfDay,
			...(restriction.startDayOfWeek === null ? {} : { start_day_of_week: restriction.startDayOfWeek }),
		})),
	};
}

function renderedJson(world: World, shifts: readonly Shift[] | undefined, span: Span | null, zone: string): JsonObject {
	if (!shifts || !span) return { rendered_schedule_entries: [], rendered_coverage_percentage: null };
	return {
		rendered_schedule_entries: shifts.map((shift) => ({
			start: formatTime(shift.start, zone),
			end: formatTime(shift.end, zone),
			user: userReference(world, shift.userId),
		})),
		rendered_coverage_percentage: coverage(clip(shifts, span), span),
	};
}

function nextOnCall(world: World, schedule: Schedule, userId: string, zone: string): JsonObject {
	const now = world.clock.ms;
	const next = renderSchedule(schedule, { start: now, end: now + 90 * day }, true).final.find(
		(shift) => shift.userId === userId,
	);
	if (!next) return {};
	const times = { start: formatTime(next.start, zone), end: formatTime(next.end, zone) };
	return { next_oncall_for_user: { ...times, user: userReference(world, userId) } };
}

function policiesOf(world: World, scheduleId: string): JsonObject[] {
	return [...world.store.policies.values()]
		.filter((policy) => policy.rules.some((rule) => rule.targets.some((target) => target.id === scheduleId)))
		.map((policy) => policyReference(world, policy));
}

export interface ShiftScheduleOptions {
	/** null: without the computed shifts. */
	readonly span: Span | null;
	readonly overflow: boolean;
	readonly zone: string;
}

/** A shift-based (v3) schedule. */
export function shiftScheduleJson(world: World, schedule: ShiftSchedule, options: ShiftScheduleOptions): JsonObject {
	const { span, zone } = options;
	const shifts = span ? renderShifts(schedule, span, options.overflow) : [];
	return {
		id: schedule.id,
		type: 'schedule_v3',
		name: schedule.name,
		// What was written as Etc/UTC is told as UTC, and refused if it is written so.
		time_zone: schedule.timeZone === 'Etc/UTC' ? 'UTC' : schedule.timeZone,
		description: schedule.description ?? '',
		teams: schedule.teamIds.map((id) => teamReference(world, id)),
		escalation_policies: policiesOf(world, schedule.id),
		users: shiftUserIds(schedule).map((id) => userReference(world, id)),
		rotations: schedule.rotations.map((rotation) => rotationJson(world, schedule, rotation)),
		...(span
			? {
					final_schedule: {
						type: 'final_schedule',
						rendered_coverage_percentage: coverage(clip(shifts, span), span),
						computed_shift_assignments: shifts.map((shift) => computedShiftJson(schedule, shift, zone)),
					},
				}
			: {}),
		self: selfUrl(`v3/schedules/${schedule.id}`),
		html_url: `${webUrl(world)}/schedules/${schedule.id}`,
	};
}

/** The reference that `GET /v3/schedules` lists. */
export function shiftScheduleReference(world: World, schedule: ShiftSchedule): JsonObject {
	return scheduleReference(world, schedule.id);
}

export function rotationJson(
	world: World,
	schedule: ShiftSchedule,
	rotation: ShiftSchedule['rotations'][number],
): JsonObject {
	const path = `v3/schedules/${schedule.id}/rotations/${rotation.id}`;
	return {
		id: rotation.id,
		type: 'schedule_rotation',
		self: selfUrl(path),
		html_url: `${webUrl(world)}/schedules/${schedule.id}`,
		events: rotation.events.map((event) => eventJson(world, schedule, rotation, event)),
	};
}

export function eventJson(
	world: World,
	schedule: ShiftSchedule,
	rotation: ShiftSchedule['rotations'][number],
	event: RotationEvent,
): JsonObject {
	return {
		id: event.id,
		type: 'schedule_event',
		name: event.name,
		start_time: { date_time: `${event.start}Z`, time_zone: event.timeZone },
		end_time: { date_time: `${event.end}Z`, time_zone: event.timeZone },
		effective_since: formatTime(event.effectiveSince),
		effective_until: event.effectiveUntil === null ? null : formatTime(event.effectiveUntil),
		recurrence: event.recurrence,
		assignment_strategy: {
			type: event.strategy.type,
			...('shiftsPerMember' in event.strategy ? { shifts_per_member: event.strategy.shiftsPerMember } : {}),
			members: event.strategy.userIds.map(memberJson),
		},
		self: selfUrl(`v3/schedules/${schedule.id}/rotations/${rotation.id}/events/${event.id}`),
		html_url: `${webUrl(world)}/schedules/${schedule.id}`,
	};
}

export function customShiftJson(world: World, schedule: ShiftSchedule, shift: CustomShift): JsonObject {
	return {
		id: shift.id,
		type: 'custom_shift',
		start_time: formatTime(shift.start),
		end_time: formatTime(shift.end),
		assignments: [{ id: shift.id, type: 'shift_assignment', member: { type: 'user_member', user_id: shift.userId } }],
		self: selfUrl(`v3/schedules/${schedule.id}/custom_shifts/${shift.id}`),
		html_url: `${webUrl(world)}/schedules/${schedule.id}`,
	};
}

export function overrideShiftJson(world: World, schedule: ShiftSchedule, override: OverrideShift): JsonObject {
	const custom = schedule.customShifts?.some(({ id }) => id === override.rotationId) ?? false;
	return {
		id: override.id,
		type: 'override_shift',
		...(custom ? { custom_shift_id: override.rotationId } : { rotation_id: override.rotationId }),
		start_time: formatTime(override.start),
		end_time: formatTime(override.end),
		overridden_member: { type: 'user_member', user_id: override.overriddenUserId },
		overriding_member: { type: 'user_member', user_id: override.overridingUserId },
		self: selfUrl(`v3/schedules/${schedule.id}/overrides/${override.id}`),
		html_url: `${webUrl(world)}/schedules/${schedule.id}`,
	};
}

/** An override of a layered schedule. */
export function overrideJson(world: World, override: Override, zone: string): JsonObject {
	return {
		id: override.id,
		start: formatTime(override.start, zone),
		end: formatTime(override.end, zone),
		user: userReference(world, override.userId),
	};
}

function computedShiftJson(schedule: ShiftSchedule, shift: ComputedShift, zone: string): JsonObject {
	return {
		type: 'computed_shift_assignment',
		start_time: formatTime(shift.start, zone),
		end_time: formatTime(shift.end, zone),
		member: memberJson(shift.userId),
		source: sourceJson(schedule, shift),
	};
}

function memberJson(id: string): JsonObject {
	return id === '' ? { type: 'empty_member' } : { type: 'user_member', user_id: id };
}

function sourceJson(schedule: ShiftSchedule, { rotationId, overrideId }: ComputedShift): JsonObject {
	const custom = schedule.customShifts?.some(({ id }) => id === rotationId) ?? false;
	return {
		type: `${custom ? 'custom_shift' : 'schedule_rotation'}${overrideId === null ? '' : '_override'}`,
		...(custom ? { shift_id: rotationId } : { rotation_id: rotationId }),
		...(overrideId === null ? {} : { override_id: overrideId }),
	};
}

function shiftUserIds(schedule: ShiftSchedule): string[] {
	const ids = schedule.rotations.flatMap(({ events }) => events.flatMap((event) => event.strategy.userIds));
	return [...new Set(ids)].filter((id) => id !== '');
}
