import * as z from 'zod';
import { moment, reference, refuseTogether } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import type { Entry } from '../core/directory.ts';
import { type Candidate, refusal, ToolError } from '../core/failure.ts';
import { quoted, quotedNames } from '../text/names.ts';
import {
	findSchedule,
	readSchedule,
	type KnownSchedule,
	type RenderedSchedule,
	type Turn,
} from '../schedules/read-schedule.ts';
import { onCallAround, onCallChange } from '../schedules/on-call-change.ts';
import { readScheduleAroundNow, readOnCallChange } from '../schedules/read-on-call-change.ts';
import { clip, gaps, type Span } from '../time/spans.ts';
import { localZoneOf } from '../time/local-zone.ts';
import { formatIn, saidIn } from '../time/show-time.ts';
import { defineTool } from '../core/tool.ts';
import { around, overrideLayers, overrideShifts, takenOver, type OverrideOutcome } from './shared/make-overrides.ts';
import { overText } from './shared/over-text.ts';
import { overlay } from './shared/overlay.ts';
import { overridesReader, type OverridesBefore } from './shared/overrides-reader.ts';
import { spansOf } from './shared/override-spans.ts';
import { replaceOverride } from './shared/replace-override.ts';
import { inEnglish, inTurn, said, type Said } from '../text/said.ts';

const mostRepeats = 60;
const day = 86_400_000;

const input = z.strictObject({
	schedule: reference('Name or id.'),
	user: reference('Who takes over.'),
	start: moment('When it begins.'),
	end: moment('When it ends, within 92 days.'),
	time_zone: z.string().max(60).optional().describe("Zone of the times. Default: the schedule's."),
	repeat: z.enum(['daily', 'weekly']).optional().describe('How to repeat it.'),
	times: z.int().min(1).max(mostRepeats).default(1).describe('How often. Default: once.'),
	instead_of: reference('Who to replace; needed where several are on call at once.').optional(),
	replaces: reference('Id of an override to replace with this one.').optional(),
});

const item = z.object({
	id: z.string().optional(),
	user: z.string(),
	instead_of: z.string().optional(),
	start: z.string(),
	end: z.string(),
	/** Overrides that were there before, under this one now. */
	over: z.array(z.string()).optional(),
	errors: z.array(z.string()).optional(),
});

/** operationId: createScheduleOverride, or createOverrides and createCustomShifts; updateOverride or updateCustomShift */
export const createOverrides = defineTool({
	name: 'create_overrides',
	title: 'Put somebody else on call',
	description:
		'Puts a person on call on a schedule for a while instead of whoever has the turn. It can repeat, or replace an override.',
	example: 'Put Ethan on call for Payments Primary tomorrow from 9 to 17.',
	toolset: 'oncall',
	access: 'respond',
	effect: { destructive: true, idempotent: false },
	consent: ['off-call'],
	operations: {
		always: [
			'listSchedules',
			'createScheduleOverride',
			'createOverrides',
			'createCustomShifts',
			'deleteScheduleOverride',
			'updateOverride',
			'updateCustomShift',
		],
		sometimes: [
			'getCurrentUser',
			'getSchedule',
			'listUsers',
			'getScheduleV3',
			'getUser',
			'listScheduleOverrides',
			'listOverrides',
			'listCustomShifts',
			'listSchedulesV3',
		],
	},
	input,
	output: z.object({
		schedule: z.string(),
		overrides: z.array(item),
		on_call: onCallChange.optional(),
		refused: z.array(item).optional(),
		unclear: z.array(item).optional(),
		note: z.string().optional(),
	}),
	async run(input, context) {
		refuseTogether(input, 'replaces', ['repeat', 'instead_of']);
		const asked = input.time_zone === undefined ? undefined : await localZoneOf(input.time_zone, context);
		const [known, user, replaced] = await Promise.all([
			findSchedule(input.schedule, context),
			context.directory.resolve('user', input.user, context),
			input.instead_of === undefined ? undefined : context.directory.resolve('user', input.instead_of, context),
		]);
		const { now, rendered } = await readScheduleAroundNow(known, context, lastEnd(input, context));
		const local = asked ?? rendered.local;
		const { zone } = local;
		const hints = new Set<string>();
		const spans = spansOf(input, local, context, (note) => hints.add(note));
		const agree = (old?: Span) => requireTakingOver(rendered, { spans, zone, user, replaced, old }, now, context);
		const order = { spans, zone, user, replaced, agree };
		const { outcomes, notes } = await (input.replaces === undefined
			? make(rendered, order, context)
			: replace(known, input.replaces, order, context));
		if (outcomes.some(({ id }) => id !== undefined)) context.changes.announce({ oncall: true });
		const show = ({ wanted, id, errors }: OverrideOutcome) => ({
			...(id && { id }),
			user: user.name,
			instead_of: wanted.from?.user,
			start: formatIn(wanted.start, zone),
			end: formatIn(wanted.end, zone),
			...overText(wanted, input.replaces, zone),
			...(errors.length > 0 && { errors: [...errors] }),
		});
		const made = outcomes.filter(({ id }) => id !== undefined).map(show);
		const refused = outcomes.filter(({ id, unclear }) => id === undefined && !unclear).map(show);
		const unclear = outcomes.filter((outcome) => outcome.unclear).map(show);
		if (made.length === 0) {
			throw new ToolError({
				message: `PagerDuty refused ${refused.length === 1 ? 'the override' : `all ${refused.length} overrides`}: nothing changed.`,
				said: said`PagerDuty refused the override, so nothing has changed.`,
				details: [...new Set(refused.flatMap(({ errors = [] }) => errors))],
			});
		}
		const told = [
			...(made.length < outcomes.length ? [`Only ${made.length} of ${outcomes.length} overrides were made.`] : []),
			...(unclear.length > 0
				? ['Look with get_schedule and `include: overrides` before trying again what is unclear.']
				: []),
			...notes,
			...hints,
		];
		const before = rendered.turns;
		const after = overlay(before, outcomes, () => user.name, known.kind);
		const onCall = onCallAround({ before, after, now, known: { start: now, end: rendered.span.end }, zone });
		// What the old one covered is the rotation's again.
		const replacing =
			input.replaces === undefined ? undefined : await readOnCallChange({ known, before, now }, context);
		return {
			schedule: known.name,
			overrides: made,
			...(replacing ? replacing.on_call && { on_call: replacing.on_call } : { on_call: onCall }),
			...(refused.length > 0 && { refused }),
			...(unclear.length > 0 && { unclear }),
			...(told.length > 0 && { note: told.join(' ') }),
		};
	},
});

/** Schedules are rendered so far ahead, in milliseconds; who is on call later is told by request only. */
const mostAhead = 92 * 86_400_000;

/** About when the last of the times ends: exactly is known by the schedule's clock only. */
function lastEnd(input: Parameters<typeof spansOf>[0], context: ToolContext): number | undefined {
	try {
		const { end } = around(spansOf(input, { zone: 'UTC' }, context, () => undefined));
		return Math.min(end + day, context.clock.now().getTime() + mostAhead);
	} catch {
		// What is wrong with them is told once they are read.
		return undefined;
	}
}

interface Order {
	readonly spans: readonly Span[];
	readonly zone: string;
	readonly user: Entry;
	readonly replaced: Entry | undefined;
	/** Asks the person, once nothing stands in the way. */
	readonly agree: (old?: Span) => Promise<void>;
}

interface Done {
	readonly outcomes: readonly OverrideOutcome[];
	readonly notes: readonly string[];
}

/** Names who goes off call and who comes on, and until when. */
async function requireTakingOver(
	rendered: RenderedSchedule,
	{ spans, zone, user, replaced, old }: Omit<Order, 'agree'> & { readonly old: Span | undefined },
	now: number,
	context: ToolContext,
): Promise<void> {
	const { id, name } = rendered;
	await context.consent.require(['off-call'], async () => {
		const all = around(spans);
		const { turns } = all.end <= rendered.span.end ? rendered : await readSchedule(rendered, all, context);
		const there = peopleOf(spans.flatMap((span) => clip(turns, span)));
		const off = replaced ? [replaced] : there.filter((one) => one.id !== user.id);
		const left = old ? gaps(spans, { start: Math.max(now, old.start), end: Math.max(now, old.end) }) : [];
		const times = left.map(({ start, end }) => said`${saidIn(start, zone)} to ${saidIn(end, zone)}`);
		const rest =
			left.length > 0 ? [said`The rest of the old override goes back to the rotation: ${inTurn(times, ', ')}.`] : [];
		const when = whenText(spans, zone, now);
		const [who, where] = [quoted(user.name), quoted(name)];
		return {
			question: inTurn(
				[
					off.length > 0
						? said`Take ${quotedNames(off.map((one) => one.name))} off ${where} ${when}, and put ${who} on call instead?`
						: said`Put ${who} on call on ${where} ${when}?`,
					...rest,
				],
				' ',
			),
			yes: said`Change who is on call`,
			ids: [id, user.id, ...off.map((one) => `off ${one.id ?? one.name}`), ...(old ? [`old ${old.end}`] : [])],
		};
	});
}

/** Of several times, the first and the end of the last. */
function whenText(spans: readonly Span[], zone: string, now: number): Said {
	const [first, ...more] = spans;
	if (!first) return inTurn([], '');
	const [start, end] = [saidIn(first.start, zone), saidIn(first.end, zone)];
	const once = first.start > now ? said`from ${start} until ${end}` : said`until ${end}`;
	const last = saidIn(around(spans).end, zone);
	if (more.length === 0) return once;
	return more.length === 1
		? said`${once} and once more until ${last}`
		: said`${once} and ${more.length} more times, the last until ${last}`;
}

async function replace(
	known: KnownSchedule,
	id: string,
	{ spans, user, agree }: Order,
	context: ToolContext,
): Promise<Done> {
	const [span] = spans;
	if (!span) return { outcomes: [], notes: [] };
	const { outcome, note } = await replaceOverride(known, id, { span, user, agree }, context);
	return { outcomes: [outcome], notes: [note] };
}

async function make(rendered: RenderedSchedule, order: Order, context: ToolContext): Promise<Done> {
	const before = overridesReader(rendered, around(order.spans), context);
	if (rendered.kind === 'layers') {
		await refuseOthers(rendered, order, context);
		await order.agree();
		const wanted = order.spans.map((span) => ({ ...span, userId: order.user.id }));
		return { outcomes: await overrideLayers(rendered, wanted, before, context), notes: [] };
	}
	return makeShifts(rendered, order, before, context);
}

/**
 * On a layered schedule there is one person at a time: who is named must be that one, all the time.
 * @throws {ToolError} where it is somebody else's turn by now.
 */
async function refuseOthers(known: RenderedSchedule, { spans, replaced }: Order, context: ToolContext): Promise<void> {
	if (!replaced) return;
	const all = around(spans);
	const rendered = all.end <= known.span.end ? known : await readSchedule(known, all, context);
	const there = spans.flatMap((span) => clip(rendered.turns, span));
	if (
		spans.every(
			(span) =>
				gaps(
					there.filter(({ userId }) => userId === replaced.id),
					span,
				).length === 0,
		)
	)
		return;
	throw refusal(said`${quoted(replaced.name)} is not on call on ${quoted(known.name)} all that time.`, {
		candidates: peopleOf(there),
		next: 'Give their own time, or leave out `instead_of`.',
	});
}

async function makeShifts(
	known: RenderedSchedule,
	order: Order,
	before: OverridesBefore,
	context: ToolContext,
): Promise<Done> {
	const { spans, zone, user, replaced } = order;
	const all = around(spans);
	const rendered = all.end <= known.span.end ? known : await readSchedule(known, all, context);
	const parts = spans.map((span) => ({ span, ...partsOf(rendered, span, order) }));
	const left = parts.filter(({ turns, free }) => turns.length + free.length === 0);
	const why = replaced
		? said`${quoted(replaced.name)} is not on call on ${quoted(known.name)} then.`
		: said`${quoted(user.name)} is already on call on ${quoted(known.name)} then.`;
	if (left.length === parts.length) {
		const there = spans.flatMap((span) => clip(rendered.turns, span));
		throw refusal(why, replaced && { candidates: peopleOf(there) });
	}
	const taken = await takenOver(
		parts.flatMap(({ turns }) => turns),
		user.id,
		before,
	);
	const added = parts.flatMap(({ free }) => free).map((gap) => ({ ...gap, userId: user.id }));
	const narrow = parts.some(({ span, turns }) => turns.length > 0 && gaps(turns, span).length > 0);
	await order.agree();
	return {
		outcomes: await overrideShifts(known, [...taken, ...added], before, context),
		notes: [
			...(replaced && narrow
				? [`${quoted(replaced.name)} is on call for only a part of that time: the rest is as it was.`]
				: []),
			...(left.length > 0
				? [`${inEnglish(why).slice(0, -1)}: ${left.map(({ span }) => formatIn(span.start, zone)).join(', ')}.`]
				: []),
		],
	};
}

/** What somebody takes over in a span: turns, and where there are none, the time itself. Both may be empty. */
function partsOf(rendered: RenderedSchedule, span: Span, { user, replaced }: Order) {
	const there = clip(rendered.turns, span);
	const turns = there.filter(({ userId }) => (replaced ? userId === replaced.id : userId !== user.id));
	const people = peopleOf(turns);
	const crowded = turns.some((turn, index) =>
		turns.some((other, at) => at > index && other.start < turn.end && turn.start < other.end),
	);
	if (crowded && people.length > 1) {
		throw refusal(said`Several people are on call at the same time on ${quoted(rendered.name)}.`, {
			candidates: people,
			next: 'Say in `instead_of` whom to replace.',
		});
	}
	return { turns, free: replaced ? [] : gaps(there, span) };
}

function peopleOf(turns: readonly Turn[]): Candidate[] {
	return [...new Map(turns.map((turn) => [turn.userId, turn.user]))].map(([id, name]) => ({ id, name }));
}
