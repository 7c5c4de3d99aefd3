import * as z from 'zod';
import { changesText, requireAgreement } from '../writes/agreement.ts';
import { refuseTogether } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { quoted, quotedNames } from '../text/names.ts';
import { joinNotes } from '../text/notes.ts';
import { defineTool } from '../core/tool.ts';
import { requireChange } from '../writes/update.ts';
import { consequenceOf, effectOf } from './shared/effect.ts';
import { findMembers } from './shared/members.ts';
import { onCallAround, onCallChange } from '../schedules/on-call-change.ts';
import { readScheduleAroundNow, readOnCallChange } from '../schedules/read-on-call-change.ts';
import { isUnchanged } from './shared/plan-of-arguments.ts';
import { findSchedule, type KnownSchedule, type RenderedSchedule } from '../schedules/read-schedule.ts';
import { rotationArguments } from './shared/rotation-arguments.ts';
import { rotationChange, rotationOutcomes, type RotationChange } from './shared/rotation-change.ts';
import { showRotations, rotationSchema } from '../schedules/rotation-shape.ts';
import { planEvents } from './shared/plan-events.ts';
import { planLayers } from './shared/plan-layers.ts';
import { parseMoment } from '../time/parse-moment.ts';
import { said, type Said, type SaidMoment } from '../text/said.ts';
import { saidIn } from '../time/show-time.ts';

/**
 * operationId: updateSchedule after getSchedule; or updateEvent, createRotation, createEvent, deleteEvent and deleteRotation
 * after getScheduleV3
 */
export const setRotation = defineTool({
	name: 'set_rotation',
	title: 'Change a rotation of a schedule',
	description:
		'Adds, changes or ends a rotation (layer) of a schedule from `start` on; what is not given stays, and the past stays as it was. The person is told whose turn it ends, and agrees first. A rotation that ends before it begins is removed.',
	example: 'Add Lena to the rotation of Payments Primary from Monday on.',
	toolset: 'scheduling',
	access: 'administer',
	effect: { destructive: true, idempotent: false },
	consent: ['configuration', 'off-call'],
	operations: {
		always: [
			'listSchedules',
			'updateSchedule',
			'updateEvent',
			'createEvent',
			'createRotation',
			'deleteRotation',
			'deleteEvent',
		],
		sometimes: ['listUsers', 'getSchedule', 'getCurrentUser', 'getScheduleV3', 'getUser', 'listSchedulesV3'],
	},
	input: rotationChange,
	output: z.object({
		schedule: z.string(),
		outcome: z.enum(rotationOutcomes),
		on_call: onCallChange.optional(),
		rotations: z.array(rotationSchema).optional(),
		/** As they were; kept for whoever takes the change back. */
		rotations_before: z.array(rotationSchema).optional(),
		note: z.string().optional(),
	}),
	async run(input, context) {
		checkArguments(input);
		const known = await findSchedule(input.schedule, context);
		const { planned, times, rendered, now, consequence } = await prepare(known, input, context);
		if (planned.outcome === 'unchanged') return asBefore(rendered, now);
		const question = () => questionFor(input, times, rendered, context);
		await requireAgreement({ question, ids: [known.id], consequence, confirm: input.confirm }, context);
		await planned.send();
		context.changes.announce({ oncall: true });
		context.directory.forget('schedule');
		const done = { known, before: rendered.turns, now, begins: planned.at };
		const { after, on_call: onCall, note } = await readOnCallChange(done, context);
		return {
			schedule: known.name,
			outcome: planned.outcome,
			...(onCall && { on_call: onCall }),
			...(after && { rotations: showRotations(after, after.timeZone, now) }),
			rotations_before: showRotations(rendered, rendered.timeZone, now),
			note: joinNotes(note, planned.note),
		};
	},
	// Whoever reads the answer has no use for it.
	present: (output) => ({ ...output, rotations_before: undefined }),
});

/** When a change begins and ends, as far as it was said: what comes of the words, which may name a time that has passed. */
type Times = Readonly<Partial<Record<'start' | 'until', SaidMoment>>>;

/** What is asked, by the names of the rotation and its people. */
async function questionFor(
	input: RotationChange,
	times: Times,
	rendered: RenderedSchedule,
	context: ToolContext,
): Promise<Said> {
	const versions = showRotations(rendered, rendered.timeZone, 0);
	const versionOf = (id: string | undefined) => versions.find((one) => (one.event_id ?? one.id) === id);
	const schedule = quoted(rendered.name);
	const earlier = versionOf(input.restore);
	if (earlier)
		return said`Put the rotation ${quoted(earlier.name)} of the schedule ${schedule} back as it was, with ${quotedNames(earlier.users)} taking turns?`;
	const { rotation: asked } = input;
	const rotation = (versionOf(asked) ?? versions.find(({ id }) => id === asked))?.name ?? asked;
	const given = { ...input, ...times, rotation, schedule: undefined, confirm: undefined };
	return said`Change a rotation of the schedule ${schedule}: ${await changesText(rotationChange.shape, given, context)}?`;
}

/** The answer to a change after which everything would be as it is: nothing was sent. */
function asBefore(rendered: RenderedSchedule, now: number) {
	const { name, turns, span, timeZone: zone } = rendered;
	return {
		schedule: name,
		outcome: 'unchanged' as const,
		on_call: onCallAround({ before: turns, after: turns, now, known: span, zone }),
		rotations: showRotations(rendered, zone, now),
		note: 'Nothing changed: it was already like this.',
	};
}

/** @throws {ToolError} for what cannot be meant. */
function checkArguments(input: RotationChange): void {
	const { rotation, new_rotation: added, start } = input;
	if (rotation !== undefined && added !== undefined)
		throw new ToolError({ message: 'Give either `rotation` or `new_rotation`.' });
	if (added !== undefined && (input.add_users ?? input.remove_users ?? input.first) !== undefined)
		throw new ToolError({ message: 'A new rotation takes all its `users` in order.' });
	refuseTogether(input, 'restore', [
		...Object.keys(rotationArguments),
		'new_rotation',
		'add_users',
		'remove_users',
		'first',
		'until',
	]);
	const unchanged = isUnchanged(input);
	const members = ['users', 'add_users', 'remove_users', 'first'];
	if (unchanged && start === undefined && input.until === undefined)
		requireChange({}, [...members, 'turn', 'handoff', 'hours', 'all_at_once', 'until', 'restore']);
	if (start !== undefined && added === undefined && unchanged) {
		throw new ToolError({
			message: '`start` says when a change begins, but no change was given.',
			next: 'Leave it out, or say what changes.',
		});
	}
}

async function prepare(known: KnownSchedule, input: RotationChange, context: ToolContext) {
	const added = [
		...(input.users ?? []),
		...(input.add_users ?? []),
		...(input.first === undefined ? [] : [input.first]),
	];
	const named = (await findMembers(added, context)).map(({ id }) => id);
	const { now, rendered } = await readScheduleAroundNow(known, context);
	const momentOf = (name: 'start' | 'until') => {
		const text = input[name];
		if (text === undefined) return undefined;
		const at = parseMoment(name, text, { asked: context.clock, local: rendered.local, toward: 'ahead' });
		return Math.max(now, Math.floor(at / 1000) * 1000);
	};
	const { from = now, until } = { from: momentOf('start'), until: momentOf('until') };
	const ends = isUnchanged(input);
	if (!ends && until !== undefined && until <= from)
		throw new ToolError({ message: '`until` must be after the change begins.' });
	const planned = await (rendered.layered
		? planLayers(rendered, rendered.layered, input, until, context)
		: planEvents(rendered, input, until, context));
	// Who ends a rotation at a later time asks for just that.
	const later = ends && planned.at > now;
	const effect = await effectOf(planned.duty, { at: planned.at, now, named }, context);
	const consequence = consequenceOf(later ? { ...effect, off: [], on: [] } : effect, rendered);
	const shown = (name: 'start' | 'until', at: number) =>
		(input[name] ?? 'now') !== 'now' && { [name]: saidIn(at, rendered.local.zone) };
	const times: Times = { ...shown('start', planned.at), ...shown('until', ends ? planned.at : (until ?? planned.at)) };
	return { now, rendered, planned, times, consequence };
}
