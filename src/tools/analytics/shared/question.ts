import * as z from 'zod';
import type { IncidentFilters } from '../../../pagerduty/api/analytics.ts';
import { listServices } from '../../../pagerduty/api/services.ts';
import { listTeams } from '../../../pagerduty/api/teams.ts';
import { moment, references } from '../../core/arguments.ts';
import type { ToolContext } from '../../core/context.ts';
import { incidentTypeIds } from '../../names/incident-types.ts';
import { joinNotes } from '../../text/notes.ts';
import { readAll } from '../../lists/read-all.ts';
import { teamArguments, teamsOf } from '../../names/team-scope.ts';
import type { Span } from '../../time/spans.ts';
import { isoOf } from '../../time/iso.ts';
import { listedZone } from '../../time/listed-zones.ts';
import { describeSpan, parsePast } from '../../time/range.ts';
import { localZoneNote, localZoneOf, parseLocal } from '../../time/local-zone.ts';
import type { LocalZone } from '../../time/zones.ts';

/** What a question about people has: a time, and which incidents of whose count. */
export const peopleArguments = {
	since: moment('Start. Default: 30 days before the end.').optional(),
	until: moment('End, at most a year later. Default: now.').optional(),
	time_zone: z.string().max(60).optional().describe("Time zone of the report. Default: the person's."),
	...teamArguments,
	priorities: references('Such as P1.').optional(),
	urgency: z.enum(['high', 'low']).optional().describe('Default: both.'),
};

/** What a question about metrics of incidents has. */
export const questionArguments = { ...peopleArguments, services: references('Names or ids.').optional() };

/** What a question about incidents themselves has: PagerDuty knows the types of those only. */
export const incidentArguments = { ...questionArguments, incident_types: references('Names or ids.').optional() };

/** What a question may have; each tool takes a part of it. */
interface Asked {
	readonly since?: string | undefined;
	readonly until?: string | undefined;
	readonly time_zone?: string | undefined;
	readonly scope: 'account' | 'my_teams';
	readonly teams?: readonly string[] | undefined;
	readonly services?: readonly string[] | undefined;
	readonly priorities?: readonly string[] | undefined;
	readonly incident_types?: readonly string[] | undefined;
	readonly urgency?: 'high' | 'low' | undefined;
	readonly major?: boolean | undefined;
}

/** What is asked of PagerDuty, in its own words. */
export interface AnalyticsQuestion {
	readonly period: Span;
	/** By which times are read. */
	readonly local: LocalZone;
	/** In which they are sent and shown. */
	readonly zone: string;
	readonly filters: IncidentFilters & { readonly incident_type_ids?: readonly string[] };
	/** The teams that were asked for: those that stand for the whole account are of incidents only. */
	readonly teams: readonly string[] | undefined;
	/** The services that were asked for, likewise. */
	readonly services: readonly string[] | undefined;
	/** Why there is nothing to ask PagerDuty. */
	readonly nothing: string | undefined;
	/** What the reader must know about it. */
	readonly notes: readonly string[];
}

const day = 86_400_000;
/** What the reader of figures of the last day must know. */
export const lag = "PagerDuty's figures are up to 24 hours behind.";

/**
 * The question that a tool's input asks.
 * @param ofPeople it is about people only: PagerDuty then asks for no team.
 * @throws {ToolError} before any request for a wrong period or time zone.
 */
export async function questionOf(input: Asked, context: ToolContext, ofPeople = false): Promise<AnalyticsQuestion> {
	const { asked } = context;
	const given = input.time_zone === undefined ? undefined : await localZoneOf(input.time_zone, context);
	const read = (by: LocalZone) => parsePast(input, { asked, local: by, days: 30, maxDays: 365 });
	const own = given && (() => Promise.resolve(given));
	const { value: period } = await parseLocal([input.since, input.until], read, context, own);
	const local = given ?? (await localZoneOf(undefined, context));
	const [scope, priorities, types] = await Promise.all([
		scopeOf(input, context, ofPeople),
		priorityNames(input.priorities, context),
		incidentTypeIds(input.incident_types, context),
	]);
	const late = period.end > context.clock.now().getTime() - day;
	return {
		period,
		local,
		zone: listedZone(local.zone, context.clock.now()),
		teams: scope.teams,
		services: scope.services,
		nothing: scope.nothing,
		filters: {
			...createdIn(period),
			...scope.filters,
			...(priorities && { priority_names: priorities }),
			...(types && { incident_type_ids: types }),
			...(input.urgency && { urgency: input.urgency }),
			...(input.major !== undefined && { major: input.major }),
		},
		notes: [scope.note, scope.nothing, localZoneNote(local), late ? lag : undefined].filter(
			(note) => note !== undefined,
		),
	};
}

/** The same of people: PagerDuty wants no team for their figures, and does not tell them apart by service. */
export function peopleFilters({ filters, teams }: AnalyticsQuestion) {
	const { created_at_start, created_at_end, priority_names, urgency } = filters;
	return {
		date_range_start: created_at_start,
		date_range_end: created_at_end,
		...(teams && { team_ids: teams }),
		...(priority_names && { priority_names }),
		...(urgency && { urgency }),
	};
}

/** What `read` gives for a question that can be asked; else nothing. */
export async function readAnswers<Row>(
	{ nothing }: Pick<AnalyticsQuestion, 'nothing'>,
	read: () => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
	return nothing === undefined ? read() : [];
}

/** Notes in one. */
export function noteOf(
	{ notes }: Pick<AnalyticsQuestion, 'notes'>,
	...more: (string | undefined)[]
): string | undefined {
	return joinNotes(...notes, ...more);
}

/** What every report says beside its rows. */
export const reportEnvelope = { period: z.string(), time_zone: z.string(), note: z.string().optional() };

export function reportHead(question: Omit<AnalyticsQuestion, 'filters'>, ...notes: (string | undefined)[]) {
	const note = noteOf(question, ...notes);
	return { period: describePeriod(question), time_zone: question.zone, ...(note && { note }) };
}

export function describePeriod({ period, zone }: Pick<AnalyticsQuestion, 'period' | 'zone'>): string {
	return describeSpan(period, zone);
}

/** The period of the same length that ends where this one starts. */
export function periodBefore({ start, end }: Span): Span {
	return { start: 2 * start - end, end: start };
}

export function createdIn({ start, end }: Span) {
	return { created_at_start: isoOf(start), created_at_end: isoOf(end) };
}

/** Which incidents count, as PagerDuty is told. */
interface Scope {
	readonly filters: Pick<IncidentFilters, 'team_ids' | 'service_ids'>;
	readonly teams?: readonly string[] | undefined;
	readonly services?: readonly string[] | undefined;
	readonly note?: string | undefined;
	/** Why there are none: an empty filter would filter nothing. */
	readonly nothing?: string | undefined;
}

/**
 * Which incidents count. With a personal token PagerDuty wants teams or services: then the whole account is all of its teams,
 * or all services where there is no team. The key of an account sees everything.
 */
async function scopeOf(input: Asked, context: ToolContext, ofPeople: boolean): Promise<Scope> {
	const [teams, services] = await Promise.all([
		teamsOf({ scope: input.scope, teams: input.teams }, context),
		context.directory.ids('service', input.services, context),
	]);
	if (teams && 'none' in teams) return { filters: {}, nothing: teams.none };
	const filters = { ...(teams && { team_ids: teams }), ...(services && { service_ids: services }) };
	if ((teams ?? services) !== undefined || ofPeople || !(await context.directory.isPersonal(context)))
		return { filters, teams, services };
	return wholeAccount(context);
}

async function wholeAccount({ pagerduty }: ToolContext): Promise<Scope> {
	const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);
	const teams = await readAll((at) => listTeams(pagerduty, at));
	if (teams.items.length > 0) return { filters: { team_ids: ids(teams.items) }, note: joinNotes(teams.note, byTeam) };
	const services = await readAll((at) => listServices(pagerduty, at));
	if (services.items.length > 0) return { filters: { service_ids: ids(services.items) }, note: services.note };
	return { filters: {}, nothing: 'There are no teams and no services, so there are no figures.' };
}

/** What the figures of all teams leave out. */
const byTeam = 'All teams of the account; PagerDuty leaves out incidents that belong to no team.';

/** Priorities by name: their names as PagerDuty has them. */
async function priorityNames(
	references: readonly string[] | undefined,
	context: ToolContext,
): Promise<string[] | undefined> {
	if (!references) return undefined;
	const found = await Promise.all(references.map((name) => context.directory.resolve('priority', name, context)));
	return [...new Set(found.map(({ name }) => name))];
}
