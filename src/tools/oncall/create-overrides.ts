import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { moment, reference } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import type { Entry } from '../directory.ts';
import { ToolError } from '../failure.ts';
import {
	findSchedule,
	readSchedule,
	timeZoneOf,
	type KnownSchedule,
	type RenderedSchedule,
} from '../scheduling/read-schedule.ts';
import { clip, gaps, type Span } from '../scheduling/spans.ts';
import { formatIn, parseSpan, parseZone } from '../scheduling/zones.ts';
import { refuseBeside } from '../one-of-list.ts';
import { defineTool } from '../tool.ts';
import { overrideLayers, overrideShifts, sourceOf, type Outcome, type Wanted } from './make-overrides.ts';
import { replaceOverride } from './replace-override.ts';

const mostRepeats = 60;

const input = z.strictObject({
	schedule: reference('Name or id.'),
	user: reference('Who takes over: name, id or me.'),
	start: moment('ISO 8601, now, or e.g. +2h.'),
	end: moment('Within 92 days.'),
	time_zone: z.string().max(60).optional().describe("Of times and repetition. Default: the schedule's."),
	repeat: z.enum(['daily', 'weekly']).optional(),
	times: z.int().min(1).max(mostRepeats).default(1).describe('How often in all.'),
	instead_of: reference('Whom, where several are on call at once.').optional(),
	replaces: reference('Id of an override to change into this one.').optional(),
});
type Input = z.output<typeof input>;

const item = z.object({
	id: z.string().optional(),
	user: z.string(),
	instead_of: z.string().optional(),
	start: z.string(),
	end: z.string(),
	errors: z.array(z.string()).optional(),
});

/** operationId: createScheduleOverride, or createOverrides and createCustomShifts; updateOverride or updateCustomShift */
export const createOverrides = defineTool({
	name: 'create_overrides',
	title: 'Put somebody on call instead',
	description:
		'Puts a person on call on a schedule for a span of time, instead of whoever has the turn; once, repeated, or in place of an override that is there.',
	example: 'Put Ethan on call for Payments Primary tomorrow from 9 to 17.',
	toolset: 'oncall',
	access: 'respond',
	effect: { destructive: true, idempotent: false },
	input,
	output: z.object({
		schedule: z.string(),
		overrides: z.array(item),
		refused: z.array(item).optional(),
		note: z.string().optional(),
	}),
	async run(input, context) {
		refuseBeside(input, 'replaces', ['repeat', 'instead_of']);
		const asked = input.time_zone === undefined ? undefined : parseZone('time_zone', input.time_zone);
		const [known, user, replaced] = await Promise.all([
			findSchedule(input.schedule, context),
			context.directory.resolve('user', input.user, context),
			input.instead_of === undefined ? undefined : context.directory.resolve('user', input.instead_of, context),
		]);
		const zone = asked ?? (await timeZoneOf(known, context));
		const spans = spansOf(input, zone, context);
		const order = { spans, user, replaced };
		const { outcomes, note } = await (input.replaces === undefined
			? make(known, order, context)
			: replace(known, input.replaces, order, context));
		if (outcomes.some(({ id }) => id !== undefined)) context.changes.announce({ oncall: true });
		const view = ({ wanted, id, errors }: Outcome) => ({
			...(id && { id }),
			user: user.name,
			instead_of: wanted.from?.user,
			start: formatIn(wanted.start, zone),
			end: formatIn(wanted.end, zone),
			...(errors.length > 0 && { errors: [...errors] }),
		});
		const made = outcomes.filter(({ id }) => id !== undefined).map(view);
		const refused = outcomes.filter(({ id }) => id === undefined).map(view);
		if (made.length === 0) {
			throw new ToolError({
				message: `PagerDuty refused ${refused.length === 1 ? 'the override' : `all ${refused.length} overrides`}: nothing changed.`,
				details: [...new Set(refused.flatMap(({ errors = [] }) => errors))],
			});
		}
		return {
			schedule: known.name,
			overrides: made,
			...(refused.length > 0 && {
				refused,
				note: `Only ${made.length} of ${outcomes.length} were made; the refused ones say why.`,
			}),
			...(note && { note }),
		};
	},
});

/** The first span and its repetitions, at the same wall-clock times across clock changes. */
function spansOf(input: Input, zone: string, context: ToolContext): Span[] {
	if (input.times > 1 && !input.repeat)
		throw new ToolError({ message: '`times` needs `repeat`.', next: 'Say daily or weekly.' });
	const first = parseSpan({ since: input.start, until: input.end }, context.clock, {
		from: 0,
		to: 0,
		maxDays: 92,
		zone,
		names: ['start', 'end'],
	});
	const now = Math.floor(context.clock.now().getTime() / 1000) * 1000;
	if (first.end <= now) {
		throw new ToolError({
			message: 'That time is over: the past cannot be changed.',
			next: 'Give an end in the future.',
		});
	}
	const days = input.repeat === 'weekly' ? 7 : 1;
	if (input.repeat && first.end > later(first.start, days, zone))
		throw new ToolError({ message: `A span that repeats ${input.repeat} may not be longer than that.` });
	const count = input.repeat ? input.times : 1;
	return Array.from({ length: count }, (_, index) => ({
		// What has passed of a span under way stays as it was.
		start: Math.max(now, later(first.start, index * days, zone)),
		end: later(first.end, index * days, zone),
	}));
}

function later(at: number, days: number, zone: string): number {
	return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).add({ days }).epochMilliseconds;
}

interface Order {
	readonly spans: readonly Span[];
	readonly user: Entry;
	readonly replaced: Entry | undefined;
}

interface Done {
	readonly outcomes: readonly Outcome[];
	readonly note?: string;
}

async function replace(known: KnownSchedule, id: string, { spans, user }: Order, context: ToolContext): Promise<Done> {
	const [span] = spans;
	if (!span) return { outcomes: [] };
	const { outcome, note } = await replaceOverride(known, id, span, user, context);
	return { outcomes: [outcome], note };
}

async function make(known: KnownSchedule, order: Order, context: ToolContext): Promise<Done> {
	if (known.kind === 'layers') {
		if (order.replaced) {
			throw new ToolError({
				message: `\`instead_of\` is for shift-based schedules; on ${known.name} there is one person at a time.`,
				next: 'Leave it out.',
			});
		}
		const wanted = order.spans.map((span) => ({ ...span, userId: order.user.id }));
		return { outcomes: await overrideLayers(known, wanted, context) };
	}
	const whole = {
		start: Math.min(...order.spans.map(({ start }) => start)),
		end: Math.max(...order.spans.map(({ end }) => end)),
	};
	const rendered = await readSchedule(known, whole, context);
	const wanted = order.spans.flatMap((span) => turnsToTake(rendered, span, order));
	return { outcomes: await overrideShifts(known, wanted, context) };
}

/** The turns of a shift-based schedule that lie in the span; where there are none, a turn of its own. */
function turnsToTake(rendered: RenderedSchedule, span: Span, { user, replaced }: Order): Wanted[] {
	const there = clip(rendered.turns, span);
	const turns = there.filter(({ userId }) => (replaced ? userId === replaced.id : userId !== user.id));
	const people = new Map(turns.map((turn) => [turn.userId, turn.user]));
	const crowded = turns.some((turn, index) =>
		turns.some((other, at) => at > index && other.start < turn.end && turn.start < other.end),
	);
	if (crowded && people.size > 1) {
		throw new ToolError({
			message: `Several people are on call at the same time on ${rendered.name}.`,
			candidates: [...people].map(([id, name]) => ({ id, name })),
			next: 'Say in `instead_of` whom to replace.',
		});
	}
	if (replaced && turns.length === 0) {
		throw new ToolError({
			message: `${replaced.name} is not on call on ${rendered.name} in that time.`,
			candidates: [...new Map(there.map((turn) => [turn.userId, turn.user]))].map(([id, name]) => ({ id, name })),
		});
	}
	const taken = turns.map((turn): Wanted => ({
		start: turn.start,
		end: turn.end,
		userId: user.id,
		from: sourceOf(turn),
	}));
	const free = replaced ? [] : gaps(there, span).map((gap): Wanted => ({ ...gap, userId: user.id }));
	if (taken.length + free.length === 0)
		throw new ToolError({ message: `${user.name} is on call on ${rendered.name} then already.` });
	return [...taken, ...free];
}
