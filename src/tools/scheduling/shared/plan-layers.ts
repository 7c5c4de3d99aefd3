import {
	getSchedule,
	updateSchedule,
	type LayerInput,
	type Schedule,
	type ScheduleLayer,
} from '../../../pagerduty/api/schedules.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { nameOf, quoted } from '../../text/names.ts';
import { sendOnce } from '../../writes/send-once.ts';
import { findRotation, findVersion } from './find-rotation.ts';
import type { OnCallIds } from './effect.ts';
import {
	afterTurns,
	scheduleInput,
	handoffAt,
	hasLayers,
	layerInput,
	layerOf,
	movedHandoff,
	restrictionsOf,
	turnUnderWay,
	turnsUntil,
	usersOf,
} from './layers.ts';
import { membersAfter } from './members.ts';
import { onCallOfLayers } from './on-call-at.ts';
import { isUnchanged, planOf, refuseEnded, parseStart } from './plan-of-arguments.ts';
import type { RenderedSchedule } from '../../schedules/read-schedule.ts';
import { handoffOf, parseTurn, parseHours } from './rotation-arguments.ts';
import type { PlannedChange, RotationChange, RotationOutcome } from './rotation-change.ts';
import { isSameLayer } from './same-rotation.ts';
import { isoOf } from '../../time/iso.ts';

/**
 * Adds a layer on top, ends one, or changes one: the old layer ends when the change begins and a new one goes on in its place,
 * so that who was on call before stays as it was. operationId: updateSchedule
 */
export async function planLayers(
	{ timeZone: zone, name }: RenderedSchedule,
	schedule: Schedule,
	change: RotationChange,
	until: number | undefined,
	context: ToolContext,
): Promise<PlannedChange> {
	if (change.all_at_once) {
		throw new ToolError({
			message: `\`all_at_once\` is for shift-based schedules; ${quoted(name)} has one person at a time.`,
		});
	}
	const now = context.clock.now();
	const current = scheduleInput(schedule, now);
	const planned = (outcome: RotationOutcome, at: number, layers: readonly LayerInput[]): PlannedChange => ({
		outcome,
		at,
		duty: dutyOf(current.schedule_layers, layers, at, zone),
		send: async () => {
			await sendOnce(
				{
					send: () => updateSchedule(context.pagerduty, schedule.id, { ...current, schedule_layers: layers }),
					find: async () => {
						const after = await getSchedule(context.pagerduty, schedule.id);
						return hasLayers(after, layers, context.clock.now()) ? after : undefined;
					},
					missing: `${quoted(name)} does not have these rotations now.`,
				},
				context,
			);
		},
	});
	if (change.new_rotation !== undefined) {
		const plan = await planOf(change, { name: change.new_rotation, zone }, context);
		return planned('added', plan.start, [...current.schedule_layers, layerOf({ ...plan, until })]);
	}
	const active = schedule.schedule_layers.filter(({ end }) => end === undefined || Date.parse(end) > now.getTime());
	const old = findRotation(
		change.rotation,
		active.map((layer) => ({ id: layer.id ?? '', name: layer.name, since: layer.start, layer })),
		name,
	).layer;
	if (until !== undefined && isUnchanged(change)) {
		const kept = layerInput(old);
		// A layer cannot be taken away: one that has not begun by then never applies.
		const end = Math.max(until, Date.parse(kept.start));
		const ended = { ...kept, end: isoOf(end) };
		return planned(
			kept.end !== undefined && Date.parse(kept.end) === end ? 'unchanged' : 'ended',
			end,
			current.schedule_layers.map((layer) => (layer.id === old.id ? ended : layer)),
		);
	}
	const asked = parseStart(change.start, zone, context);
	// What has not begun begins when it was to begin, unless told otherwise.
	const at = change.start === undefined ? Math.max(asked, Date.parse(layerInput(old).start)) : asked;
	const replaced =
		change.restore === undefined
			? await replacement(old, change, at, until, zone, context)
			: restored(old, findVersion(change.restore, old, schedule.schedule_layers), at);
	return planned(
		isSame(layerInput(old), replaced, at, zone) ? 'unchanged' : 'changed',
		at,
		current.schedule_layers.flatMap((layer) => (layer.id === old.id ? replaced : [layer])),
	);
}

/** Nothing is another from `at` on, and nothing begins before it. */
function isSame(old: LayerInput, replaced: readonly LayerInput[], at: number, zone: string): boolean {
	const fresh = replaced.at(-1);
	const begins = Date.parse(old.start) <= at;
	const over = old.end !== undefined && Date.parse(old.end) <= at;
	return fresh !== undefined && begins && !over && isSameLayer(old, fresh, at, zone);
}

function dutyOf(before: readonly LayerInput[], after: readonly LayerInput[], at: number, zone: string): OnCallIds {
	return {
		last: onCallOfLayers(before, at - 1, zone),
		otherwise: onCallOfLayers(before, at, zone),
		then: onCallOfLayers(after, at, zone),
	};
}

/** The layers that stand for the old one where an earlier one goes on: whose turn it is follows from when that one began. */
function restored(old: ScheduleLayer, earlier: ScheduleLayer, from: number): LayerInput[] {
	const kept = layerInput(old);
	refuseEnded(kept.name ?? 'The layer', kept.end, from);
	const fresh = { ...layerInput(earlier), id: undefined, start: isoOf(from), end: kept.end };
	return Date.parse(kept.start) < from ? [{ ...kept, end: isoOf(from) }, fresh] : [{ ...fresh, id: kept.id }];
}

/** The layers that stand for the old one. */
async function replacement(
	old: ScheduleLayer,
	change: RotationChange,
	from: number,
	until: number | undefined,
	zone: string,
	context: ToolContext,
): Promise<LayerInput[]> {
	const kept = layerInput(old);
	const end = until === undefined ? kept.end : isoOf(until);
	const { turn, handoff, hours } = change;
	const begun = Date.parse(kept.start) < from;
	const before = old.users.map(({ user }) => ({ id: user.id, name: nameOf(user) }));
	const members = await membersAfter(before, change, begun, context);
	const seconds = turn === undefined ? kept.rotation_turn_length_seconds : parseTurn(turn);
	refuseEnded(kept.name ?? 'The layer', end, from);
	const began = () => {
		const first = Date.parse(kept.rotation_virtual_start);
		if (!members && turn === undefined && handoff === undefined) return first;
		const length = kept.rotation_turn_length_seconds;
		const gone = turnsUntil(first, length, from, zone);
		const last = afterTurns(first, length, gone, zone);
		const moved = handoff === undefined ? undefined : handoffOf(handoff, seconds, handoffAt(last, zone));
		const handedOver = moved ? movedHandoff(last, from, moved, zone) : last;
		const place = members ? members.placeAt(gone, last === from) : gone % kept.users.length;
		return afterTurns(turnUnderWay(handedOver, seconds, from, zone), seconds, -place, zone);
	};
	const fresh: LayerInput = {
		...kept,
		id: undefined,
		start: isoOf(from),
		end,
		rotation_virtual_start: isoOf(began()),
		rotation_turn_length_seconds: seconds,
		...(members && { users: usersOf(members.ids) }),
		...(hours && { restrictions: restrictionsOf(hours.map(parseHours)) }),
	};
	if (!begun) return [{ ...fresh, id: kept.id }];
	const over = kept.end !== undefined && Date.parse(kept.end) <= from;
	return [over ? kept : { ...kept, end: isoOf(from) }, fresh];
}
