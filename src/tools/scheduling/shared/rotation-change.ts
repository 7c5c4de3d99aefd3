import * as z from 'zod';
import { agreementArgument } from '../../writes/agreement.ts';
import { moment, naming, reference, references } from '../../core/arguments.ts';
import type { OnCallIds } from './effect.ts';
import { rotationArguments } from './rotation-arguments.ts';

/** What set_rotation takes. */
export const rotationChange = z.strictObject({
	schedule: reference('Name or id.'),
	rotation: reference('Name or id of the rotation to change. Not needed if there is only one.').optional(),
	new_rotation: reference('Name of a rotation to add instead. It takes precedence over the others.').optional(),
	...rotationArguments,
	users: naming(
		references(
			'People who take turns from then on, in order. Whoever has the turn keeps it if they stay in the list; otherwise the first begins.',
			20,
		),
		'user',
	).optional(),
	add_users: naming(references('People who join, at the end of the order.', 20), 'user').optional(),
	remove_users: naming(references('People who leave. The others keep their order.', 20), 'user').optional(),
	first: naming(reference('Who has the turn when the change begins, whoever has it now.'), 'user').optional(),
	until: moment('When it ends; now ends it at once.').optional(),
	restore: reference('Id of an earlier version of the rotation: it applies again from now on, as it was.').optional(),
	confirm: agreementArgument,
});

/** What set_rotation was asked for. */
export type RotationChange = z.output<typeof rotationChange>;

export const rotationOutcomes = ['added', 'changed', 'ended', 'removed', 'unchanged'] as const;

/** What becomes of the rotation. */
export type RotationOutcome = (typeof rotationOutcomes)[number];

/** A change that is ready to be made. */
export interface PlannedChange {
	readonly outcome: RotationOutcome;
	/** When it begins to apply, epoch milliseconds. */
	readonly at: number;
	readonly duty: OnCallIds;
	readonly note?: string | undefined;
	send(): Promise<void>;
}
