import * as z from 'zod';
import type { ToolContext } from '../core/context.ts';
import { joinNotes } from '../text/notes.ts';
import { isLocal } from '../time/parse-moment.ts';
import { parseSpan } from '../time/range.ts';
import type { Span } from '../time/spans.ts';
import { localZoneNote, localZoneOf, parseLocal } from '../time/local-zone.ts';
import type { LocalZone } from '../time/zones.ts';
import type { RenderedSchedule } from './read-schedule.ts';
import { readZoneOfSchedules, sharedZone } from './shared-zone.ts';
import { readSchedules, selectSchedules, type Selection } from './select-schedules.ts';
import { moment, references } from '../core/arguments.ts';

/** Which schedules, when, and by which clock. */
interface Asked extends Selection {
	readonly since?: string | undefined;
	readonly until?: string | undefined;
	readonly time_zone?: string | undefined;
}

/** How far a report reaches when nothing is said; see `parseSpan`. */
interface Reach {
	readonly from: number;
	readonly to: number;
	readonly maxDays: number;
}

/** What a report is made of. */
export interface ScheduleReport {
	readonly schedules: readonly RenderedSchedule[];
	readonly span: Span;
	/** By which times were read and are shown: the asked one, else that of the schedules named, else the person's. */
	readonly zone: string;
	/** What the reader must know. */
	readonly note: string | undefined;
}

/**
 * The schedules that a report is about with who is on call in the asked span.
 * @throws {ToolError} for unknown names, no or too many schedules, a wrong span or time zone.
 */
export async function readScheduleReport(asked: Asked, reach: Reach, context: ToolContext): Promise<ScheduleReport> {
	const given = asked.time_zone === undefined ? undefined : await localZoneOf(asked.time_zone, context);
	const texts = [asked.since, asked.until];
	const spanBy = (local: LocalZone) => parseSpan(asked, { ...reach, asked: context.asked, local });
	// What can be refused is refused before any request.
	if (given ?? (texts.every(isLocal) || !texts.some(isLocal))) spanBy(given ?? { zone: 'UTC' });
	const { known, note } = await selectSchedules(asked, context);
	const named = asked.schedules !== undefined && asked.teams === undefined;
	const own = () => (named ? readZoneOfSchedules(known, context) : localZoneOf(undefined, context));
	const read = await parseLocal(texts, spanBy, context, given ? () => Promise.resolve(given) : own);
	const span = read.value;
	const schedules = await readSchedules(known, span, context);
	const shared = named ? sharedZone(schedules.map(({ local }) => local)) : undefined;
	const shown = given ?? (texts.some(isLocal) ? read.local : (shared ?? (await localZoneOf(undefined, context))));
	return { schedules, span, zone: shown.zone, note: joinNotes(note, localZoneNote(shown)) };
}

/** Which schedules a report is about, and in which zone its dates are. */
export const reportArguments = {
	schedules: references('Names or ids. Default: all.').optional(),
	teams: references('Teams whose schedules count, or me.').optional(),
	time_zone: z.string().max(60).optional().describe("Default: the schedule's, else the person's."),
};

export const reportSpan = (since: string, until: string) => ({
	since: moment(since).optional(),
	until: moment(until).optional(),
});

export const mostReportDays = 92;
