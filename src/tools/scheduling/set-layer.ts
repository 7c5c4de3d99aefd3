import {
	getSchedule,
	updateSchedule,
	type LayerInput,
	type Schedule,
	type ScheduleLayer,
} from '../../pagerduty/schedules.ts';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { sentOnce } from '../write.ts';
import {
	afterTurns,
	asInput,
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
import type { RenderedSchedule } from './read-schedule.ts';
import { isUnchanged, readPlan, refuseEnded, startOf } from './read-plan.ts';
import { chooseRotation } from './choose-rotation.ts';
import { handoffOf, parseTurn, parseWindow } from './rotation-plan.ts';
import type { RotationChange, RotationDone } from './set-rotation.ts';
import { isoOf } from './zones.ts';

/**
 * Adds a layer on top, ends one, or changes one: the old layer ends when the change begins and a new one goes on in its place,
 * so that who was on call before stays as it was. operationId: updateSchedule
 */
export async function setLayer(
	{ timeZone: zone, name }: RenderedSchedule,
	schedule: Schedule,
	change: RotationChange,
	until: number | undefined,
	context: ToolContext,
): Promise<RotationDone> {
	if (change.all_at_once) {
		throw new ToolError({ message: `\`all_at_once\` is for shift-based schedules; ${name} has one person at a time.` });
	}
	const current = asInput(schedule);
	const send = (layers: readonly LayerInput[]) =>
		sentOnce(
			() => updateSchedule(context.pagerduty, schedule.id, { ...current, schedule_layers: layers }),
			async () => {
				const after = await getSchedule(context.pagerduty, schedule.id);
				return hasLayers(after, layers) ? after : undefined;
			},
		);
	if (change.new_rotation !== undefined) {
		const plan = await readPlan(change, change.new_rotation, zone, context);
		await send([...current.schedule_layers, layerOf({ ...plan, until })]);
		return { outcome: 'added' };
	}
	const now = context.clock.now().getTime();
	const active = schedule.schedule_layers.filter(({ end }) => end === undefined || Date.parse(end) > now);
	const old = chooseRotation(
		change.rotation,
		active.map((layer) => ({ id: layer.id ?? '', name: layer.name, since: layer.start, layer })),
		name,
	).layer;
	if (until !== undefined && isUnchanged(change)) {
		const kept = layerInput(old);
		// A layer cannot be taken away: one that has not begun by then never applies.
		const end = isoOf(Math.max(until, Date.parse(kept.start)));
		await send(current.schedule_layers.map((layer) => (layer.id === old.id ? { ...kept, end } : layer)));
		return { outcome: 'ended' };
	}
	const at = startOf(change.start, zone, context);
	const replaced = await replacement(old, change, at, until, zone, context);
	await send(current.schedule_layers.flatMap((layer) => (layer.id === old.id ? replaced : [layer])));
	return { outcome: 'changed' };
}

/** The layers that stand for the old one. */
async function replacement(
	old: ScheduleLayer,
	change: RotationChange,
	at: number,
	until: number | undefined,
	zone: string,
	context: ToolContext,
): Promise<LayerInput[]> {
	const kept = layerInput(old);
	const end = until === undefined ? kept.end : isoOf(until);
	const { users, turn, handoff, hours } = change;
	const userIds = users && (await context.directory.ids('user', users, context));
	const seconds = turn === undefined ? kept.rotation_turn_length_seconds : parseTurn(turn);
	// What has not begun begins when it was to begin, unless told otherwise.
	const from = change.start === undefined ? Math.max(at, Date.parse(kept.start)) : at;
	refuseEnded(kept.name ?? 'The layer', end, from);
	const began = () => {
		const before = Date.parse(kept.rotation_virtual_start);
		if (!userIds && turn === undefined && handoff === undefined) return before;
		const length = kept.rotation_turn_length_seconds;
		const gone = turnsUntil(before, length, from, zone);
		const last = afterTurns(before, length, gone, zone);
		const moved = handoff === undefined ? undefined : handoffOf(handoff, seconds, handoffAt(last, zone));
		const first = moved ? movedHandoff(last, from, moved, zone) : last;
		// Unless others take turns, whoever has the turn keeps it.
		const place = userIds ? 0 : gone % kept.users.length;
		return afterTurns(turnUnderWay(first, seconds, from, zone), seconds, -place, zone);
	};
	const fresh: LayerInput = {
		...kept,
		id: undefined,
		start: isoOf(from),
		end,
		rotation_virtual_start: isoOf(began()),
		rotation_turn_length_seconds: seconds,
		...(userIds && { users: usersOf(userIds) }),
		...(hours && { restrictions: restrictionsOf(hours.map(parseWindow)) }),
	};
	if (Date.parse(kept.start) >= from) return [{ ...fresh, id: kept.id }];
	const over = kept.end !== undefined && Date.parse(kept.end) <= from;
	return [over ? kept : { ...kept, end: isoOf(from) }, fresh];
}
