import * as z from 'zod';
import { moment, reference, references } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { defineTool } from '../core/tool.ts';
import { partialAnswer } from '../lists/partial-answer.ts';
import { readScheduleReport } from '../schedules/schedule-report.ts';
import { inHours } from '../schedules/shift-shape.ts';
import { awakePercent } from '../schedules/sleep.ts';
import type { RenderedSchedule } from '../schedules/read-schedule.ts';
import { quoted } from '../text/names.ts';
import { joinNotes } from '../text/notes.ts';
import { formatIn } from '../time/show-time.ts';
import { clip, type Span } from '../time/spans.ts';
import { readCandidates, type Candidate } from './shared/cover-candidates.ts';
import { readDuties, readHours } from './shared/cover-duties.ts';
import { readInterruptions } from '../schedules/interruptions.ts';
import { checkAhead } from './shared/known-ahead.ts';
import { rankCover, reasonsOf, type CoverFacts } from './shared/rank-cover.ts';
import { readResolved } from './shared/resolved-incidents.ts';

const day = 86_400_000;
/** So many are shown: nobody asks the twelfth. */
const shown = 12;
/** Load counts of so many days before. */
const loadDays = 28;

/** Somebody who could take a shift, with what speaks for and against it; what could not be read is left out. */
const candidate = z.object({
	rank: z.int(),
	user: z.string(),
	user_id: z.string(),
	for: z.array(z.string()).optional(),
	against: z.array(z.string()).optional(),
	/** What they have to do anyway; without times it never ends. */
	elsewhere: z
		.array(z.object({ on: z.string(), level: z.int(), start: z.string().optional(), end: z.string().optional() }))
		.optional(),
	/** Of the shift, from 8 to 22 on their own clock. */
	awake_percent: z.number().optional(),
	/** The beginning of the shift on their own clock. */
	local_start: z.string().optional(),
	in_rotation: z.boolean().optional(),
	/** Incidents of the schedule's services that they resolved in 90 days. */
	resolved_incidents: z.int().optional(),
	/** On call in the 28 days before the shift. */
	hours_before: z.number().optional(),
	/** In the last 28 days. */
	interruptions: z.number().optional(),
	sleep_interruptions: z.number().optional(),
	/** On call without a break, the shift included. */
	stretch_hours: z.number(),
});

const input = z.strictObject({
	schedule: reference('Name or id.'),
	user: reference('Whose shift. Default: whoever has it.').optional(),
	since: moment('Default: now.').optional(),
	until: moment('Default: the end of the shift.').optional(),
	users: references('Who may take it. Default: its rotation and teams.', 20).optional(),
});
type Input = z.output<typeof input>;

/** operationId: getSchedule or getScheduleV3, listUsers, listOnCalls, getEscalationPolicy, listIncidents, getAnalyticsMetricsRespondersAll */
export const recommendCover = defineTool({
	name: 'recommend_cover',
	title: 'Recommend cover for a shift',
	description: 'Ranks who could take a shift: free, awake, knows it, least loaded. Up to 40 requests.',
	example: 'I am ill: who could take my shift tonight?',
	toolset: 'oncall',
	access: 'read',
	operations: {
		always: ['listSchedules', 'getSchedule', 'getScheduleV3', 'listOnCalls'],
		sometimes: [
			'listSchedulesV3',
			'listUsers',
			'getUser',
			'getCurrentUser',
			'getEscalationPolicy',
			'listIncidents',
			'getAnalyticsMetricsRespondersAll',
		],
	},
	input,
	output: z.object({
		shift: z.object({
			schedule: z.string(),
			start: z.string(),
			end: z.string(),
			hours: z.number(),
			/** Whose it is. */
			of: z.array(z.string()).optional(),
		}),
		candidates: z.array(candidate),
		incomplete: z.array(z.string()).optional(),
		note: z.string().optional(),
	}),
	async run(input, context) {
		const { schedule, shift, zone, covered, without, note } = await chooseShift(input, context);
		const named = await context.directory.ids('user', input.users, context);
		const { candidates, ...about } = await readCandidates(schedule, named, without, context);
		const { facts, incomplete: unread, note: uncounted } = await readFacts(schedule, shift, candidates, context);
		const ranked = rankCover(facts);
		const nobody =
			ranked.length === 0 ? 'Nobody else is in the rotation or the teams: name people with `users`.' : undefined;
		const rest = ranked.length > shown ? `${ranked.length - shown} more people come after these.` : undefined;
		const told = joinNotes(note, about.note, uncounted, nobody, rest);
		const incomplete = [...about.incomplete, ...unread];
		return {
			shift: {
				schedule: schedule.name,
				start: formatIn(shift.start, zone),
				end: formatIn(shift.end, zone),
				hours: inHours(shift.end - shift.start),
				...(covered.size > 0 && { of: [...covered.values()] }),
			},
			candidates: ranked.slice(0, shown).map((one, index) => showCandidate(one, index + 1, zone)),
			...(incomplete.length > 0 && { incomplete }),
			...(told !== undefined && { note: told }),
		};
	},
});

/** More duties of somebody are not shown. */
const shownDuties = 5;

function showCandidate(facts: Facts, rank: number, zone: string): z.output<typeof candidate> {
	const { during, timeZone, milliseconds, stretch } = facts;
	const elsewhere = during.slice(0, shownDuties).map(({ on, level, span }) => ({
		on,
		level,
		start: span && formatIn(span.start, zone),
		end: span && formatIn(span.end, zone),
	}));
	return {
		rank,
		user: facts.name,
		user_id: facts.id,
		...reasonsOf(facts),
		elsewhere: elsewhere.length > 0 ? elsewhere : undefined,
		awake_percent: facts.awakePercent,
		local_start: timeZone && formatIn(facts.from, timeZone),
		in_rotation: facts.inRotation,
		resolved_incidents: facts.resolved,
		hours_before: milliseconds === undefined ? undefined : inHours(milliseconds),
		interruptions: facts.interruptions,
		sleep_interruptions: facts.asleep,
		stretch_hours: inHours(stretch),
	};
}

/** A shift that somebody is to take. */
interface Shift {
	readonly schedule: RenderedSchedule;
	readonly shift: Span;
	readonly zone: string;
	/** Whose it is, by id. */
	readonly covered: ReadonlyMap<string, string>;
	/** Who cannot take it, by id: those whose it is, and whoever wants to be replaced. */
	readonly without: ReadonlySet<string>;
	readonly note: string | undefined;
}

async function chooseShift(input: Input, context: ToolContext): Promise<Shift> {
	const { since, until } = input;
	const asked = { schedules: [input.schedule], since, until };
	const reach = { from: 0, to: 14 * day, maxDays: 31 };
	const [{ schedules, span, zone, note }, user] = await Promise.all([
		readScheduleReport(asked, reach, context),
		input.user === undefined ? undefined : context.directory.resolve('user', input.user, context),
	]);
	checkAhead(span.end, context.asked);
	const [schedule] = schedules;
	if (!schedule) throw new ToolError({ message: 'There is no such schedule.' });
	const turns = schedule.turns.filter(({ userId }) => user === undefined || userId === user.id);
	const [first] = turns;
	const shift = until === undefined && first ? { start: first.start, end: (first.whole ?? first).end } : span;
	checkAhead(shift.end, context.asked);
	const covered = new Map(clip(turns, shift).map(({ userId, user: who }) => [userId, who] as const));
	const who = user === undefined ? 'Nobody is' : `${quoted(user.name)} is not`;
	const gap = first ? undefined : `${who} on call on ${quoted(schedule.name)} then.`;
	const skipped =
		user === undefined && shift.start > span.start
			? `Nobody is on call on ${quoted(schedule.name)} from ${formatIn(span.start, zone)} to ${formatIn(shift.start, zone)}, so this is the shift after that. Name \`until\` for the gap itself.`
			: undefined;
	const without = new Set([...covered.keys(), ...(user ? [user.id] : [])]);
	return { schedule, shift, zone, covered, without, note: joinNotes(note, gap, skipped) };
}

interface Facts extends Candidate, CoverFacts {
	/** When the shift begins. */
	readonly from: number;
}

async function readFacts(
	schedule: RenderedSchedule,
	shift: Span,
	candidates: readonly Candidate[],
	context: ToolContext,
): Promise<{
	readonly facts: readonly Facts[];
	readonly incomplete: readonly string[];
	readonly note: string | undefined;
}> {
	if (candidates.length === 0) return { facts: [], incomplete: [], note: undefined };
	const ids = candidates.map(({ id }) => id);
	const now = Math.floor(context.clock.now().getTime() / 1000) * 1000;
	const parts = partialAnswer(['load', 'interruptions', 'who knows it'], context.signal);
	const before = { start: shift.start - loadDays * day, end: shift.start };
	const lately = { start: now - loadDays * day, end: now };
	const [duties, hours, disturbed, known] = await Promise.all([
		readDuties(ids, shift, context),
		parts.read('load', () => readHours(ids, before, context)),
		parts.read('interruptions', () => readInterruptions(ids, lately, context)),
		parts.read('who knows it', () => readResolved(schedule, context)),
	]);
	const facts = candidates.map((candidate): Facts => {
		const { id, timeZone } = candidate;
		const awake = timeZone === undefined ? undefined : awakePercent(timeZone, shift);
		const figures = disturbed?.get(id);
		return {
			...candidate,
			...duties(id),
			shift: shift.end - shift.start,
			from: shift.start,
			awakePercent: awake,
			milliseconds: hours?.(id),
			interruptions: figures?.interruptions,
			asleep: figures?.asleep,
			resolved: known && (known.by.get(id) ?? 0),
		};
	});
	return { facts, incomplete: parts.incomplete, note: known?.note };
}
