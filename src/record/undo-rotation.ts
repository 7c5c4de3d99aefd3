import * as z from 'zod';
import { said, type Said } from '../tools/text/said.ts';
import type { Entry } from './entry.ts';
import { answer, impossible, unknownResult, type Call, type UndoPlan } from './undo-plan.ts';

const Rotation = z.object({
	id: z.string(),
	/** Of a shift-based schedule. */
	event_id: z.string().optional(),
	name: z.string(),
	users: z.array(z.string()),
	user_ids: z.array(z.string()),
	turns: z.string(),
	hours: z.array(z.string()).optional(),
	first_shift: z.string().optional(),
	recurrence: z.array(z.string()).optional(),
	until: z.string().optional(),
});
type Shown = z.output<typeof Rotation>;
const Rotations = z.object({ rotations: z.array(Rotation) });
const Result = z.object({
	schedule: z.string(),
	outcome: z.string(),
	on_call: z.object({ before: z.array(z.string()) }).optional(),
	rotations: z.array(Rotation),
	rotations_before: z.array(Rotation),
});

/** Puts the earlier version of a rotation back, or ends one that was added. */
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
		const call = { tool: 'set_rotation', input: { schedule, rotation: version(made), until: 'now' } };
		return { possible: true, calls: [call], warning: onCall, differs: (ask) => rotationDiffers(ask, schedule, made) };
	}
	const named = (one: Shown) => asked === undefined || [one.id, one.event_id, one.name].some((text) => text === asked);
	const [was, ...others] = before.filter(named);
	const known = new Set(before.map(version));
	const fresh = after.filter((one) => one.name === was?.name && !known.has(version(one)));
	const [is, ...unclear] = fresh.length > 0 ? fresh : after.filter((one) => was && version(one) === version(was));
	if (outcome !== 'changed' || !was || others.length > 0 || !is || unclear.length > 0)
		return impossible(said`It cannot be put back as it was. Change the rotation again instead.`);
	const back = (change: Call['input']): UndoPlan => ({
		possible: true,
		calls: [{ tool: 'set_rotation', input: { schedule, rotation: version(is), ...change } }],
		warning: onCall,
		differs: (ask) => rotationDiffers(ask, schedule, is),
	});
	if (version(was) !== version(is)) return back({ restore: version(was) });
	// What had not begun was changed itself: of that only the people are kept exactly enough.
	if (timesOf(was) !== timesOf(is))
		return impossible(said`It also changed turns or hours. Change the rotation again instead.`);
	// Turns that are nobody's cannot be given back one by one.
	if (was.users.length !== was.user_ids.length)
		return impossible(said`It cannot be put back as it was. Change the rotation again instead.`);
	const [first, ...more] = data.on_call?.before ?? [];
	const keeps = first !== undefined && more.length === 0 ? { first } : {};
	return back({ users: was.user_ids, ...keeps });
}

const onCall = said`This may change who is on call at once.`;

async function rotationDiffers(
	ask: Parameters<typeof answer>[0],
	schedule: string,
	expected: Shown,
): Promise<Said | undefined> {
	const shown = await answer(ask, 'get_schedule', { schedule, include: ['rotations'], limit: 1 });
	const now = Rotations.parse(shown).rotations.find((one) => version(one) === version(expected));
	const same = now?.user_ids.join() === expected.user_ids.join() && timesOf(now) === timesOf(expected);
	return same ? undefined : said`Somebody has changed the rotation since then.`;
}

/** The id of what one change replaces by another. */
function version(one: Shown): string {
	return one.event_id ?? one.id;
}

/** How turns are taken, and when that ends. */
function timesOf({ turns, hours, first_shift: first, recurrence, until }: Shown): string {
	return JSON.stringify([turns, hours, first, recurrence, until]);
}
