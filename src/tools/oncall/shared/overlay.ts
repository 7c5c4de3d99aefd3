import type { Turn } from '../../schedules/read-schedule.ts';
import { byStart, gaps, joinNeighbours } from '../../time/spans.ts';
import type { OverrideOutcome } from './make-overrides.ts';

/** Who is on call after overrides were made: they lie over whoever has the turn, those of rotations over one person's only. */
export function overlay(
	turns: readonly Turn[],
	outcomes: readonly OverrideOutcome[],
	nameOf: (userId: string) => string,
	kind: 'layers' | 'shifts',
): Turn[] {
	const made = outcomes.filter(({ id }) => id !== undefined);
	const result = made.reduce<Turn[]>(
		(below, { id, wanted }) => {
			const { start, end, userId, from } = wanted;
			const isUnder = (turn: Turn) =>
				kind === 'layers' ||
				(from !== undefined &&
					turn.user === from.user &&
					turn.rotationId === from.rotationId &&
					turn.customShiftId === from.customShiftId);
			const left = below.flatMap((turn) =>
				isUnder(turn) ? gaps([wanted], turn).map((part) => ({ ...turn, ...part })) : [turn],
			);
			const origin = from && { rotationId: from.rotationId, customShiftId: from.customShiftId };
			return [...left, { start, end, userId, user: nameOf(userId), overrideId: id, ...origin }];
		},
		[...turns],
	);
	const sorted = result.sort(byStart);
	return kind === 'layers' ? joinNeighbours(sorted, (a, b) => a.userId === b.userId) : sorted;
}
