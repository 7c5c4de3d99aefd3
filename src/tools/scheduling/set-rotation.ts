import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/errors.ts';
import { moment, reference } from '../arguments.ts';
import { ToolError } from '../failure.ts';
import { defineTool } from '../tool.ts';
import { requireChange } from '../write.ts';
import { findSchedule, readSchedule } from './read-schedule.ts';
import { isUnchanged } from './read-plan.ts';
import { describeRotations, rotationItem } from './rotations.ts';
import { rotationArguments } from './rotation-plan.ts';
import { setEvent } from './set-event.ts';
import { setLayer } from './set-layer.ts';
import { parseMomentIn } from './zones.ts';

const input = z.strictObject({
	schedule: reference('Name or id.'),
	rotation: reference(
		'Name or id of the one to change, from get_schedule; may be left out if there is one.',
	).optional(),
	new_rotation: z.string().max(200).optional().describe('Instead: the name of one to add, which wins over the others.'),
	...rotationArguments,
	until: moment('When it ends; now ends it at once.').optional(),
});

/** What set_rotation was asked for. */
export type RotationChange = z.output<typeof input>;

const outcomes = ['added', 'changed', 'ended', 'removed'] as const;

/** What became of the rotation. */
export type RotationOutcome = (typeof outcomes)[number];

/** A change that is made. */
export interface RotationDone {
	readonly outcome: RotationOutcome;
	readonly note?: string;
}

/**
 * operationId: updateSchedule after getSchedule; or updateEvent, createRotation, createEvent, deleteEvent and deleteRotation
 * after getScheduleV3
 */
export const setRotation = defineTool({
	name: 'set_rotation',
	title: 'Change a rotation of a schedule',
	description:
		'Adds, changes or ends a rotation (layer) of a schedule from `start` on; what is not given stays, and the past stays as it was. One that ends before it begins is removed.',
	example: 'Add Lena to the rotation of Payments Primary from Monday on.',
	toolset: 'scheduling',
	access: 'administer',
	effect: { destructive: true, idempotent: false },
	input,
	output: z.object({
		schedule: z.string(),
		outcome: z.enum(outcomes),
		rotations: z.array(rotationItem).optional(),
		note: z.string().optional(),
	}),
	async run(input, context) {
		const { schedule: asked, rotation, new_rotation, start, ...changes } = input;
		if (rotation !== undefined && new_rotation !== undefined)
			throw new ToolError({ message: 'Give either `rotation` or `new_rotation`.' });
		requireChange(changes, ['users', 'turn', 'handoff', 'hours', 'all_at_once', 'until']);
		if (start !== undefined && new_rotation === undefined && isUnchanged(changes)) {
			throw new ToolError({
				message: '`start` says when a change begins, and nothing else is to change.',
				next: 'Leave it out, or say what changes.',
			});
		}
		const known = await findSchedule(asked, context);
		const now = Math.floor(context.clock.now().getTime() / 1000) * 1000;
		const span = { start: now, end: now + 86_400_000 };
		const rendered = await readSchedule(known, span, context);
		const momentOf = (name: 'start' | 'until') => {
			const text = input[name];
			if (text === undefined) return undefined;
			const at = parseMomentIn(name, text, context.clock, rendered.timeZone);
			return Math.max(now, Math.floor(at / 1000) * 1000);
		};
		const { from = now, until } = { from: momentOf('start'), until: momentOf('until') };
		if (!isUnchanged(changes) && until !== undefined && until <= from)
			throw new ToolError({ message: '`until` must be after the change begins.' });
		const made = await (rendered.layered
			? setLayer(rendered, rendered.layered, input, until, context)
			: setEvent(rendered, input, until, context));
		context.changes.announce({ oncall: true });
		context.directory.forget('schedule');
		const done = { schedule: known.name, ...made };
		try {
			const after = await readSchedule(known, span, context);
			return { ...done, rotations: describeRotations(after, after.timeZone, now) };
		} catch (error) {
			// The change is made: a plain failure would have it made again.
			if (!(error instanceof PagerDutyError)) throw error;
			const unread = 'This is done, but the schedule could not be read again.';
			return { ...done, note: made.note === undefined ? unread : `${unread} ${made.note}` };
		}
	},
});
