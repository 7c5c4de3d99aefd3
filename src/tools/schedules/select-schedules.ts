import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { listSchedulesV3 } from '../../pagerduty/api/schedules-v3.ts';
import { listSchedules } from '../../pagerduty/api/schedules.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { said } from '../text/said.ts';
import { nameOf, sameName, quoted } from '../text/names.ts';
import { joinNotes } from '../text/notes.ts';
import { readAll } from '../lists/read-all.ts';
import { findSchedule, readSchedule, type KnownSchedule, type RenderedSchedule } from './read-schedule.ts';
import { layeredOnly, seesNoShiftBased, shiftsMissing } from './shift-based.ts';
import type { Span } from '../time/spans.ts';

/** Which schedules a report is about: those named, those of the teams, or all of the account. */
export interface Selection {
	readonly schedules?: readonly string[] | undefined;
	readonly teams?: readonly string[] | undefined;
}

/** More names than this are looked up in the whole list instead of one by one. */
const oneByOne = 2;

/** More schedules than this are too many requests for one report. */
const most = 60;

/** Schedules known by name; `note` where a part of them may not be seen. */
interface Listed {
	readonly known: readonly KnownSchedule[];
	readonly note?: string | undefined;
}

/**
 * The schedules of both kinds that a report is about.
 * @throws {ToolError} for unknown names, for none at all and for too many.
 */
export async function selectSchedules({ schedules, teams }: Selection, context: ToolContext): Promise<Listed> {
	const found = schedules ? await named(schedules, context) : [];
	const whole = teams ?? !schedules;
	const listed: Listed = whole
		? await list(await context.directory.ids('team', teams, context), context)
		: { known: [] };
	const distinct = [...new Map([...found, ...listed.known].map((schedule) => [schedule.id, schedule])).values()];
	if (distinct.length === 0) {
		throw new ToolError({
			message: teams ? 'These teams have no schedules.' : 'The account has no schedules.',
			said: teams ? said`These teams have no schedules.` : said`The account has no schedules.`,
			...(listed.note && { next: listed.note }),
		});
	}
	if (distinct.length > most) {
		throw new ToolError({
			message: `${distinct.length} schedules match; at most ${most} can be reported at once.`,
			said: said`A report covers ${most} schedules at most, and there are ${distinct.length} here. Choose teams.`,
			next: joinNotes('Name fewer schedules, or teams.', listed.note),
		});
	}
	return { ...listed, known: distinct };
}

/** All of them rendered, one request each. */
export async function readSchedules(
	known: readonly KnownSchedule[],
	span: Span,
	context: ToolContext,
): Promise<readonly RenderedSchedule[]> {
	let done = 0;
	return Promise.all(
		known.map(async (schedule) => {
			const rendered = await readSchedule(schedule, span, context);
			context.progress(`Read ${quoted(schedule.name)}`, ++done / known.length);
			return rendered;
		}),
	);
}

async function named(references: readonly string[], context: ToolContext): Promise<KnownSchedule[]> {
	const { known: all } = references.length > oneByOne ? await list(undefined, context) : { known: [] };
	return Promise.all(
		references.map(async (reference) => {
			const [match, ...others] = all.filter(({ id, name }) => [id, name].some((text) => sameName(text, reference)));
			return match && others.length === 0 ? match : findSchedule(reference, context);
		}),
	);
}

/** operationId: listSchedules, listSchedulesV3 */
async function list(teamIds: readonly string[] | undefined, context: ToolContext): Promise<Listed> {
	const filter = teamIds && { team_ids: teamIds };
	const layered = await readAll((at) => listSchedules(context.pagerduty, { ...at, ...filter }));
	const known = layered.items.map((item): KnownSchedule => ({ id: item.id, name: nameOf(item), kind: 'layers' }));
	try {
		const shifts = await readAll((at) => listSchedulesV3(context.pagerduty, { ...at, ...filter }));
		const others = shifts.items.map((item): KnownSchedule => ({ id: item.id, name: nameOf(item), kind: 'shifts' }));
		return { known: [...known, ...others], note: layered.note ?? shifts.note };
	} catch (error) {
		if (!(error instanceof PagerDutyError) || context.signal.aborted) throw error;
		return { known, note: joinNotes(layered.note, seesNoShiftBased(error) ? layeredOnly : shiftsMissing(error)) };
	}
}
