import { createCustomShifts } from '../../../pagerduty/api/custom-shifts.ts';
import { PagerDutyError } from '../../../pagerduty/http/errors.ts';
import {
	createScheduleOverrides,
	createShiftOverrides,
	listScheduleOverrides,
	type NewOverride,
	type NewOverrideShift,
	type Override,
	type OverrideResult,
} from '../../../pagerduty/api/overrides.ts';
import type { ToolContext } from '../../core/context.ts';
import type { KnownSchedule, Turn } from '../../schedules/read-schedule.ts';
import type { Span } from '../../time/spans.ts';
import { isoOf } from '../../time/iso.ts';
import { readIfPossible, sendOnce, unstopped } from '../../writes/send-once.ts';
import { cleanLine } from '../../text/untrusted.ts';
import type { ShownOverride } from './override-shape.ts';
import type { OverridesBefore } from './overrides-reader.ts';
import { readOverrides } from './read-overrides.ts';

/** A turn that somebody takes over. */
export interface WantedOverride extends Span {
	readonly userId: string;
	/** In a shift-based schedule: whose turn it is, and where that comes from. Without it nobody's: a custom shift. */
	readonly from?:
		| {
				/** Whom the rotation or custom shift has. */
				readonly userId: string;
				/** The name of who is on call. */
				readonly user: string;
				readonly rotationId?: string;
				readonly customShiftId?: string;
		  }
		| undefined;
	/** Overrides that are there already and that it lies over. */
	readonly over?: readonly ShownOverride[] | undefined;
}

/** What became of a wanted override. */
export interface OverrideOutcome {
	readonly wanted: WantedOverride;
	/** Of the new override or custom shift; undefined when it was refused. */
	readonly id: string | undefined;
	readonly errors: readonly string[];
	/** It may be there all the same: no answer came, and nothing could be read back. */
	readonly unclear?: true;
}

/**
 * Overrides turns of a layered schedule in one request, of which some may be refused. Without an answer it looks before it
 * speaks, by what was there before. operationId: createScheduleOverride, listScheduleOverrides
 */
export async function overrideLayers(
	schedule: KnownSchedule,
	wanted: readonly WantedOverride[],
	before: OverridesBefore,
	context: ToolContext,
): Promise<OverrideOutcome[]> {
	const asked = wanted.map(newOverride);
	const alike = () => overridesAround(schedule, wanted, context);
	const there = await readIfPossible(before, context);
	const ids = there && new Set(there.map(({ id }) => id));
	const told = (item: WantedOverride): WantedOverride =>
		there ? { ...item, over: there.filter((one) => isOver(item, one)) } : item;
	const find = async () => {
		const fresh = (await alike()).filter(({ id }) => !ids?.has(id));
		const outcomes = wanted.map((item): OverrideOutcome => {
			const found = fresh.find(
				({ user, start, end }) =>
					user?.id === item.userId && Date.parse(start ?? '') === item.start && Date.parse(end ?? '') === item.end,
			);
			const made = found && context.claims.take(found.id);
			const errors = made ? [] : ['PagerDuty gave no answer, and there is no such override.'];
			return { wanted: told(item), id: made ? found.id : undefined, errors };
		});
		return outcomes.some(({ id }) => id !== undefined) ? outcomes : undefined;
	};
	const outcomes = await sendOnce(
		{
			send: async () => {
				const results = await createScheduleOverrides(context.pagerduty, schedule.id, asked);
				return wanted.map((item, index) => outcomeOf(told(item), results[index]));
			},
			find: ids && find,
			missing: 'PagerDuty shows no such new override now.',
		},
		context,
	);
	for (const { id } of outcomes) if (id !== undefined) context.claims.take(id);
	return outcomes;
}

function isOver({ start, end }: Span, override: ShownOverride): boolean {
	return Date.parse(override.start ?? '') < end && start < Date.parse(override.end ?? '');
}

function outcomeOf(wanted: WantedOverride, result: OverrideResult | undefined): OverrideOutcome {
	const made = result?.status !== undefined && result.status < 300;
	const errors = (result?.errors ?? []).map((text) => cleanLine(text));
	return {
		wanted,
		id: made ? (result.override?.id ?? '') : undefined,
		errors: made || errors.length > 0 ? errors : ['PagerDuty did not say why.'],
	};
}

function overridesAround(
	schedule: KnownSchedule,
	wanted: readonly WantedOverride[],
	{ pagerduty }: ToolContext,
): Promise<Override[]> {
	const { start, end } = around(wanted);
	return listScheduleOverrides(pagerduty, schedule.id, { since: isoOf(start), until: isoOf(end), overflow: true });
}

/** From the first start to the last end. */
export function around(spans: readonly Span[]): Span {
	return {
		start: Math.min(...spans.map(({ start }) => start)),
		end: Math.max(...spans.map(({ end }) => end)),
	};
}

/**
 * Overrides turns of a shift-based schedule, and adds custom shifts where nobody's turn is replaced: one request for each, all
 * or none within it. What was refused after something had been done is told, not thrown.
 */
export async function overrideShifts(
	schedule: KnownSchedule,
	wanted: readonly WantedOverride[],
	before: OverridesBefore,
	context: ToolContext,
): Promise<OverrideOutcome[]> {
	const overrides = wanted.filter(({ from }) => from !== undefined);
	const customs = wanted.filter(({ from }) => from === undefined);
	const made = await sendAll(schedule, overrides, before, context, async () => {
		const asked = overrides.flatMap(({ from, ...item }): NewOverrideShift[] =>
			from
				? [
						{
							...newOverride(item),
							rotationId: from.rotationId,
							customShiftId: from.customShiftId,
							insteadOf: from.userId,
						},
					]
				: [],
		);
		return createShiftOverrides(context.pagerduty, schedule.id, asked);
	});
	// What is begun goes through: a call that is cancelled now would leave half of it.
	const rest = made.length > 0 ? unstopped(context) : context;
	try {
		const added = await sendAll(schedule, customs, before, rest, () =>
			createCustomShifts(rest.pagerduty, schedule.id, customs.map(newOverride)),
		);
		return [...made, ...added];
	} catch (error) {
		if (made.length === 0 || !(error instanceof PagerDutyError)) throw error;
		const errors = [error.message, ...error.messages].map((text) => cleanLine(text));
		const failed: Omit<OverrideOutcome, 'wanted'> = error.unclear
			? { id: undefined, errors: [...errors, 'It may or may not be there.'], unclear: true }
			: { id: undefined, errors };
		return [...made, ...customs.map((item) => ({ wanted: item, ...failed }))];
	}
}

async function sendAll(
	schedule: KnownSchedule,
	wanted: readonly WantedOverride[],
	before: OverridesBefore,
	context: ToolContext,
	send: () => Promise<readonly { readonly id: string }[]>,
): Promise<OverrideOutcome[]> {
	if (wanted.length === 0) return [];
	const alike = () => readOverrides(schedule, 'UTC', around(wanted), context);
	const known = await readIfPossible(before, context);
	const ids = known && new Set(known.map(({ id }) => id));
	const find = async () => {
		const fresh = (await alike()).filter(({ id }) => !ids?.has(id));
		const found = wanted.flatMap((item) => {
			const index = fresh.findIndex(
				({ start, end, user_id: userId, instead_of_id: insteadOf, rotation_id: rotation, custom_shift_id: shift }) =>
					Date.parse(start ?? '') === item.start &&
					Date.parse(end ?? '') === item.end &&
					userId === item.userId &&
					insteadOf === item.from?.userId &&
					rotation === item.from?.rotationId &&
					shift === item.from?.customShiftId,
			);
			// Each stands for one wish only.
			return index === -1 ? [] : fresh.splice(index, 1);
		});
		// All or none: if one is missing, another's of the same time was seen.
		return found.length === wanted.length && found.every(({ id }) => context.claims.take(id)) ? found : undefined;
	};
	const made: readonly { readonly id: string }[] = await sendOnce(
		{ send, find: ids && find, missing: 'PagerDuty shows no such new override now.' },
		context,
	);
	for (const { id } of made) context.claims.take(id);
	return wanted.map((item, index) => ({ wanted: item, id: made[index]?.id ?? '', errors: [] }));
}

function newOverride({ start, end, userId }: WantedOverride): NewOverride {
	return { start: isoOf(start), end: isoOf(end), userId };
}

/**
 * Turns as `userId` takes them over. Where somebody stands in for another already, an override still names whom the rotation
 * has.
 */
export async function takenOver(
	turns: readonly Turn[],
	userId: string,
	before: OverridesBefore,
): Promise<WantedOverride[]> {
	const overrides = turns.some(({ overrideId }) => overrideId !== undefined) ? await before() : [];
	const existing = new Map(overrides.map((override) => [override.id, override]));
	return turns.map(({ start, end, user, rotationId, customShiftId, overrideId, ...turn }) => ({
		start,
		end,
		userId,
		from: {
			userId: existing.get(overrideId ?? '')?.instead_of_id ?? turn.userId,
			user,
			...(rotationId ? { rotationId } : { customShiftId: customShiftId ?? '' }),
		},
		over: overrides.filter(({ id }) => id === overrideId),
	}));
}
