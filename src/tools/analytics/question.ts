import * as z from 'zod';
import type { IncidentFilters } from '../../pagerduty/analytics.ts';
import { moment, reference, references } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { teamsOfPerson } from '../team-scope.ts';
import { incidentTypeIds } from '../incidents/incident-types.ts';
import { listArguments } from '../list.ts';
import { namesOf } from '../names.ts';
import type { Span } from '../scheduling/spans.ts';
import { formatIn, isoOf, parseMomentIn, parseSpan, parseZone } from '../scheduling/zones.ts';
import type { View } from '../view.ts';

/** What a question about people has: a time, and which incidents of whose count. */
export const peopleArguments = {
	since: moment('ISO 8601, or e.g. -90d. Default: 30 days before `until`.').optional(),
	until: moment('At most a year later. Default: now.').optional(),
	time_zone: z.string().max(60).optional().describe('Of dates and times in and out. Default: UTC.'),
	teams: references('Names or ids. Default: your teams.').optional(),
	priorities: references('Names such as P1.').optional(),
	urgency: z.enum(['high', 'low']).optional(),
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
	readonly teams?: readonly string[] | undefined;
	readonly services?: readonly string[] | undefined;
	readonly priorities?: readonly string[] | undefined;
	readonly incident_types?: readonly string[] | undefined;
	readonly urgency?: 'high' | 'low' | undefined;
	readonly major?: boolean | undefined;
}

/** What is asked of PagerDuty, in its own words. */
export interface Question {
	readonly period: Span;
	/** For requests; nothing where it is PagerDuty's own, UTC. */
	readonly zone: { readonly time_zone?: string };
	readonly filters: IncidentFilters & { readonly incident_type_ids?: readonly string[] };
	/** What the reader must know about it. */
	readonly notes: readonly string[];
}

const day = 86_400_000;
const lag = "PagerDuty's figures are up to 24 hours behind.";

/**
 * The question that a tool's input asks.
 * @param named it names a person: PagerDuty then asks for no team.
 * @throws {ToolError} before any request for a wrong period or time zone.
 */
export async function questionOf(input: Asked, context: ToolContext, named = false): Promise<Question> {
	const zone = input.time_zone === undefined ? undefined : parseZone('time_zone', input.time_zone);
	const period = periodOf(input, context, zone);
	const [scope, priorities, types] = await Promise.all([
		scopeOf(input, context, named),
		priorityNames(input.priorities, context),
		incidentTypeIds(input.incident_types, context),
	]);
	const late = period.end > context.clock.now().getTime() - day;
	return {
		period,
		zone: zone === undefined ? {} : { time_zone: zone },
		filters: {
			...createdIn(period),
			...scope.filters,
			...(priorities && { priority_names: priorities }),
			...(types && { incident_type_ids: types }),
			...(input.urgency && { urgency: input.urgency }),
			...(input.major !== undefined && { major: input.major }),
		},
		notes: [...(scope.note === undefined ? [] : [scope.note]), ...(late ? [lag] : [])],
	};
}

/** The same of people; their figures are not told apart by service. */
export function peopleFilters({ filters }: Question) {
	const { created_at_start, created_at_end, team_ids, priority_names, urgency } = filters;
	return {
		date_range_start: created_at_start,
		date_range_end: created_at_end,
		...(team_ids && { team_ids }),
		...(priority_names && { priority_names }),
		...(urgency && { urgency }),
	};
}

/** Notes in one. */
export function noteOf({ notes }: Pick<Question, 'notes'>, ...more: (string | undefined)[]): string | undefined {
	return [...notes, ...more].filter((note) => note !== undefined).join(' ') || undefined;
}

/** What every report says beside its rows. */
export const reportEnvelope = { period: z.string(), note: z.string().optional() };

export function reportHead(question: Omit<Question, 'filters'>, ...notes: (string | undefined)[]) {
	const note = noteOf(question, ...notes);
	return { period: describePeriod(question), ...(note && { note }) };
}

export function describePeriod({ period, zone }: Pick<Question, 'period' | 'zone'>): string {
	const [start, end] = [period.start, period.end].map((at) => formatIn(at, zone.time_zone ?? 'UTC'));
	return `${start} to ${end}`;
}

/** The period of the same length that ends where this one starts. */
export function before({ start, end }: Span): Span {
	return { start: 2 * start - end, end: start };
}

export function createdIn({ start, end }: Span) {
	return { created_at_start: isoOf(start), created_at_end: isoOf(end) };
}

/** @throws {ToolError} when it ends before it starts or is longer than PagerDuty's analytics allow. */
function periodOf(input: Asked, { asked }: ToolContext, zone = 'UTC'): Span {
	const end = parseMomentIn('until', input.until ?? 'now', asked, zone);
	const ends = { since: input.since ?? isoOf(end - 30 * day), until: isoOf(end) };
	return parseSpan(ends, asked, { from: 0, to: 0, maxDays: 365, zone });
}

/**
 * Teams and services by name. PagerDuty wants one of them with a personal token, so without any it is the person's own teams;
 * the key of an account sees everything.
 */
async function scopeOf(
	input: Asked,
	context: ToolContext,
	named: boolean,
): Promise<{ readonly filters: Pick<IncidentFilters, 'team_ids' | 'service_ids'>; readonly note?: string }> {
	const [teams, services] = await Promise.all([
		context.directory.ids('team', input.teams, context),
		context.directory.ids('service', input.services, context),
	]);
	const filters = { ...(teams && { team_ids: teams }), ...(services && { service_ids: services }) };
	const me = (teams ?? services ?? named) ? undefined : await context.directory.me(context);
	if (!me) return { filters };
	const own = teamsOfPerson(me);
	if (own.length === 0) {
		throw new ToolError({
			message: 'PagerDuty gives figures to a personal token only by team or service, and you are in no team.',
			next: 'Name `teams` or `services`.',
		});
	}
	return {
		filters: { team_ids: own.map(({ id }) => id) },
		note: `Only your teams: ${namesOf(own).join(', ')}. Name \`teams\` or \`services\` for others.`,
	};
}

/** Priorities by name: their names as PagerDuty has them. */
async function priorityNames(
	references: readonly string[] | undefined,
	context: ToolContext,
): Promise<string[] | undefined> {
	if (!references) return undefined;
	const found = await Promise.all(references.map((name) => context.directory.resolve('priority', name, context)));
	return [...new Set(found.map(({ name }) => name))];
}

/** The arguments of a list of figures. They are many: their names come with `all` and with the refusal of a wrong one. */
export function figureArguments(view: View, example: string) {
	const { fields, ...others } = listArguments(view);
	return { fields: fields.describe(`Instead of the usual ones: all, or figures by name, e.g. ${example}.`), ...others };
}

/** The same of metrics, which can be ordered by any of them. */
export function metricArguments(view: View, example: string) {
	return {
		order_by: reference('A metric.').optional(),
		order: z.enum(['asc', 'desc']).optional(),
		...figureArguments(view, example),
	};
}

/** @throws {ToolError} for what is no field of the rows: PagerDuty ignores it. */
export function orderOf(
	{ order_by: column, order }: { order_by?: string | undefined; order?: 'asc' | 'desc' | undefined },
	columns: Readonly<Record<string, string>>,
	rows: string,
): { order_by?: string; order?: 'asc' | 'desc' } {
	requireFigures('order_by', column === undefined ? undefined : [column], Object.keys(columns), rows);
	const by = column === undefined ? undefined : columns[column];
	return { ...(by && { order_by: by }), ...(order && { order }) };
}

/** @throws {ToolError} for figures that the rows do not have: they would be missing without a word. */
export function requireFigures(
	argument: string,
	asked: readonly string[] = [],
	known: readonly string[],
	rows: string,
): void {
	const wrong = asked.filter((name) => name !== 'all' && !known.includes(name));
	if (wrong.length === 0) return;
	throw new ToolError({
		message: `${argument}: ${rows} have no ${wrong.map((name) => name.slice(0, 60)).join(', ')}.`,
		next: `They have ${known.join(', ')}.`,
	});
}
