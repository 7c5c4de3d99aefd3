import * as z from 'zod';
import { said, type Said } from '../tools/text/said.ts';
import type { Entry } from './entry.ts';
import { answer, impossible, unknownResult, type UndoPlan } from './undo-plan.ts';

const Rotation = z.object({
	id: z.string(),
	name: z.string(),
	user_ids: z.array(z.string()),
	turns: z.string(),
	hours: z.array(z.string()).optional(),
});
const Rotations = z.object({ rotations: z.array(Rotation) });
const Result = z.object({
	schedule: z.string(),
	outcome: z.string(),
	on_call: z.object({ before: z.array(z.string()) }).optional(),
	rotations: z.array(Rotation),
	rotations_before: z.array(Rotation),
});
/** Gives a rotation its people back, or ends one that was added: what else a rotation was is not kept exactly enough. */
export function rotationPlan(entry: Entry): UndoPlan {
	const { data } = Result.safeParse(entry.result);
	if (!data) return unknownResult;
	const { schedule, outcome, rotations: after, rotations_before: before } = data;
	const { rotation: asked, new_rotation: added, start, until } = entry.arguments;
	if (start !== undefined || until !== undefined)
		return impossible(said`It has a time of its own. Change the rotation again instead.`);
	if (outcome === 'added') {
		const made = after.find(({ id }) => before.every((one) => one.id !== id));
		if (!made || made.name !== added) return unknownResult;
		const call = { tool: 'set_rotation', input: { schedule, rotation: made.name, until: 'now' } };
		return { possible: true, calls: [call], warning: onCall, differs: (ask) => rotationDiffers(ask, schedule, made) };
	}
	const named = (one: z.output<typeof Rotation>) => asked === undefined || one.id === asked || one.name === asked;
	const [was, ...others] = before.filter(named);
	const is = after.filter(({ name }) => name === was?.name).at(-1);
	if (outcome !== 'changed' || !was || others.length > 0 || !is)
		return impossible(said`It cannot be put back as it was. Change the rotation again instead.`);
	if (was.turns !== is.turns || String(was.hours) !== String(is.hours))
		return impossible(said`It also changed turns or hours. Change the rotation again instead.`);
	const [first, ...more] = data.on_call?.before ?? [];
	const keeps = first !== undefined && more.length === 0 ? { first } : {};
	return {
		possible: true,
		calls: [{ tool: 'set_rotation', input: { schedule, rotation: was.name, users: was.user_ids, ...keeps } }],
		warning: onCall,
		differs: (ask) => rotationDiffers(ask, schedule, is),
	};
}

const onCall = said`Who is on call may be somebody else at once.`;

async function rotationDiffers(
	ask: Parameters<typeof answer>[0],
	schedule: string,
	expected: z.output<typeof Rotation>,
): Promise<Said | undefined> {
	const shown = await answer(ask, 'get_schedule', { schedule, include: ['rotations'], limit: 1 });
	const now = Rotations.parse(shown)
		.rotations.filter(({ name }) => name === expected.name)
		.at(-1);
	const same =
		now?.user_ids.join() === expected.user_ids.join() &&
		now.turns === expected.turns &&
		String(now.hours) === String(expected.hours);
	return same ? undefined : said`Somebody has changed the rotation since.`;
}
