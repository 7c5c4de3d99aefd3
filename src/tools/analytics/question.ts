import * as z from 'zod';
import { moment, references } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { listArguments } from '../list.ts';
import { namesOf } from '../names.ts';
import { nearest } from '../nearest.ts';
import { isoSeconds, parseMoment, parseRange } from '../time.ts';
import type { View } from '../view.ts';

/** The time and the part of the account that a report is about. */
export const periodArguments = {
	since: moment('ISO 8601, or e.g. -90d.').default('-30d'),
	until: moment('At most a year later.').default('now'),
};

export const scopeArguments = {
	teams: references('Names or ids. Default: your teams.').optional(),
	services: references('Names or ids.').optional(),
};

export const urgencyArgument = z.enum(['high', 'low']).optional();
export const prioritiesArgument = references('Names such as P1.').optional();
export const timeZoneArgument = z.string().max(60).optional().describe('IANA name. Default: UTC.');

export interface Period {
	readonly since: Date;
	readonly until: Date;
}

const yearDays = 365;
const dayMilliseconds = 86_400_000;

/** @throws {ToolError} when it ends before it starts or is longer than PagerDuty's analytics allow. */
export function periodOf(input: { readonly since: string; readonly until: string }, context: ToolContext): Period {
	parseRange(input, context.clock, yearDays);
	return {
		since: parseMoment('since', input.since, context.clock),
		until: parseMoment('until', input.until, context.clock),
	};
}

/** The period of the same length that ends where this one starts. */
export function before({ since, until }: Period): Period {
	return { since: new Date(2 * since.getTime() - until.getTime()), until: since };
}

export function describePeriod({ since, until }: Period): string {
	return `${isoSeconds(since)} to ${isoSeconds(until)}`;
}

export function createdIn({ since, until }: Period) {
	return { created_at_start: isoSeconds(since), created_at_end: isoSeconds(until) };
}

export interface Scope {
	readonly filters: { readonly team_ids?: string[]; readonly service_ids?: string[] };
	/** What the reader must know about it. */
	readonly note: string | undefined;
}

/**
 * Teams and services by name. PagerDuty wants one of them with a personal token, so without any it is the person's own teams;
 * the key of an account sees everything.
 */
export async function scopeOf(
	input: { readonly teams?: readonly string[] | undefined; readonly services?: readonly string[] | undefined },
	context: ToolContext,
): Promise<Scope> {
	const [teams, services] = await Promise.all([
		context.directory.ids('team', input.teams, context),
		context.directory.ids('service', input.services, context),
	]);
	const filters = { ...(teams && { team_ids: teams }), ...(services && { service_ids: services }) };
	if (teams ?? services) return { filters, note: undefined };
	const me = await context.directory.me(context);
	if (!me) return { filters, note: undefined };
	if (me.teams.length === 0) {
		throw new ToolError({
			message: 'PagerDuty gives figures to a personal token only by team or service, and you are in no team.',
			next: 'Name `teams` or `services`.',
		});
	}
	return {
		filters: { team_ids: me.teams.map(({ id }) => id) },
		note: `Only your teams: ${namesOf(me.teams).join(', ')}. Name \`teams\` or \`services\` for others.`,
	};
}

const lag = "PagerDuty's figures are up to 24 hours behind.";

/** Notes in one; that the last day may be missing is said only where it matters. */
export function noteOf({ until }: Period, context: ToolContext, ...notes: (string | undefined)[]): string | undefined {
	const late = until.getTime() > context.clock.now().getTime() - dayMilliseconds ? lag : undefined;
	return [...notes, late].filter((note) => note !== undefined).join(' ') || undefined;
}

/** @throws {ToolError} for what is no field of the rows: PagerDuty ignores it. */
export function checkOrder(column: string | undefined, columns: readonly string[]): { order_by?: string } {
	if (column === undefined) return {};
	if (columns.includes(column)) return { order_by: column };
	const near = nearest(column, columns);
	throw new ToolError({
		message: `order_by: "${column.slice(0, 60)}" is not a metric.`,
		...(near.length > 0 && { next: `Did you mean ${near.join(' or ')}?` }),
	});
}

/** @throws {ToolError} for what is no time zone. */
export function checkZone(zone: string | undefined): { time_zone?: string } {
	if (zone === undefined) return {};
	try {
		return { time_zone: new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone };
	} catch {
		throw new ToolError({ message: `time_zone: "${zone.slice(0, 60)}" is no IANA time zone.` });
	}
}

/** Priorities by name: their names as PagerDuty has them. */
export async function priorityNames(
	references: readonly string[] | undefined,
	context: ToolContext,
): Promise<{ priority_names?: string[] }> {
	if (!references) return {};
	const found = await Promise.all(references.map((name) => context.directory.resolve('priority', name, context)));
	return { priority_names: [...new Set(found.map(({ name }) => name))] };
}

/** The arguments of a list of figures. They are many: their names come with `all` and with the refusal of a wrong one. */
export function figureArguments(view: View, example: string) {
	const { fields, ...others } = listArguments(view);
	return { fields: fields.describe(`Instead of the usual ones: all, or figures by name, e.g. ${example}.`), ...others };
}
