import * as z from 'zod';
import type { Incident } from '../../../pagerduty/api/incident.ts';
import type { ListIncidentsQuery } from '../../../pagerduty/api/incidents.ts';
import type { User } from '../../../pagerduty/api/users.ts';
import { keywords, moment, references } from '../../core/arguments.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { nameKey } from '../../text/names.ts';
import { needsPerson, teamsOfPerson } from '../../names/team-scope.ts';
import { parsePeriod, type Period } from '../../time/period.ts';
import { rangeOf } from '../../time/range.ts';

export const scopes = ['account', 'mine', 'my_teams'] as const;

/** The arguments by which incidents are chosen. */
export const incidentFilters = {
	scope: z.enum(scopes).default('account').describe('Default: account.'),
	statuses: keywords(['triggered', 'acknowledged', 'resolved'], 'Default: open ones.').optional(),
	urgencies: keywords(['high', 'low'], 'Default: both.').optional(),
	services: references('Names or ids.').optional(),
	teams: references('Names or me.').optional(),
	users: references('Assignees of open incidents.').optional(),
	priorities: references('Such as P1.').optional(),
	since: moment('Start, such as -24h.').optional(),
	until: moment('Default: now.').optional(),
	date_range: z.enum(['all']).optional().describe('all: no time limit.'),
};

export interface IncidentFilters {
	readonly scope: (typeof scopes)[number];
	readonly statuses?: readonly ('triggered' | 'acknowledged' | 'resolved')[] | undefined;
	readonly urgencies?: readonly ('high' | 'low')[] | undefined;
	readonly services?: readonly string[] | undefined;
	readonly teams?: readonly string[] | undefined;
	readonly users?: readonly string[] | undefined;
	readonly priorities?: readonly string[] | undefined;
	readonly title?: string | undefined;
	readonly incident_key?: string | undefined;
	readonly since?: string | undefined;
	readonly until?: string | undefined;
	readonly date_range?: 'all' | undefined;
}

/** The person whose incidents are meant. Who they are does not change, the teams they are in may. */
async function personOf(scope: IncidentFilters['scope'], context: ToolContext): Promise<User | undefined> {
	if (scope === 'account') return undefined;
	return scope === 'mine' ? context.directory.me(context) : context.directory.myself(context);
}

/** PagerDuty's query, or the reason why nothing can match: an empty id list would filter nothing. */
export async function incidentQuery(
	input: IncidentFilters,
	context: ToolContext,
): Promise<ListIncidentsQuery | string> {
	const { directory } = context;
	const period = await incidentPeriod(input, context);
	const [me, services, teams, users] = await Promise.all([
		personOf(input.scope, context),
		directory.ids('service', input.services, context),
		directory.ids('team', input.teams, context),
		directory.ids('user', input.users, context),
	]);
	if (input.scope !== 'account' && !me) throw needsPerson(input.scope, '`users` or `teams`');
	if (input.scope === 'mine' && users)
		throw new ToolError({ message: 'Give either `scope: mine` or `users`, not both.' });
	if (input.scope === 'my_teams' && teams)
		throw new ToolError({ message: 'Give either `scope: my_teams` or `teams`, not both.' });
	const userIds = input.scope === 'mine' && me ? [me.id] : users;
	if (userIds && input.statuses?.every((status) => status === 'resolved')) {
		throw new ToolError({
			message: 'PagerDuty knows assignees of open incidents only: resolved ones have none.',
			next: 'Leave `users` and `scope: mine` out, or use `teams` or `services`.',
		});
	}
	const teamIds = input.scope === 'my_teams' && me ? teamsOfPerson(me).map(({ id }) => id) : teams;
	if (teamIds?.length === 0) return 'The person signed in is not in any team, so no incident belongs to their teams.';
	return {
		statuses: input.statuses ?? ['triggered', 'acknowledged'],
		...(period ? rangeOf(period) : { date_range: 'all' as const }),
		...(input.urgencies && { urgencies: input.urgencies }),
		...(services && { service_ids: services }),
		...(teamIds && { team_ids: teamIds }),
		...(userIds && { user_ids: userIds }),
		...(input.incident_key && { incident_key: input.incident_key }),
	};
}

/** What PagerDuty cannot filter by itself. */
export async function incidentTest(
	input: IncidentFilters,
	context: ToolContext,
): Promise<((incident: Incident) => boolean) | undefined> {
	const priorities = await context.directory.ids('priority', input.priorities, context);
	const title = input.title && nameKey(input.title);
	if (!priorities && !title) return undefined;
	return (incident) =>
		(!priorities || (incident.priority !== undefined && priorities.includes(incident.priority.id))) &&
		(!title || nameKey(incident.title ?? incident.summary ?? '').includes(title));
}

/** PagerDuty's own default, and the most that it takes: six months. */
const usualDays = 30;
const longestDays = 180;

/** What the filters leave out although nobody asked for that. */
export function incidentNote({
	statuses,
	users,
	scope,
	since,
	until,
	date_range: all,
}: IncidentFilters): string | undefined {
	const resolved = statuses?.includes('resolved') ?? false;
	const notes = [
		...(until && !since ? ['Only incidents opened in the 180 days before `until`.'] : []),
		...(resolved && !since && !until && !all ? ['Only incidents opened in the last 30 days.'] : []),
		...(resolved && (users !== undefined || scope === 'mine')
			? ['Resolved incidents have no assignees, so there are none among these.']
			: []),
	];
	return notes.length > 0 ? notes.join(' ') : undefined;
}

/**
 * When the incidents were opened; undefined for whenever: PagerDuty looks back a month unless told otherwise, but age is no
 * reason to hide open ones.
 * @throws {ToolError}
 */
export async function incidentPeriod(input: IncidentFilters, context: ToolContext): Promise<Period | undefined> {
	const asked = (input.since ?? input.until) !== undefined;
	if (input.date_range && asked)
		throw new ToolError({ message: 'Give either `date_range: all` or `since` and `until`, not both.' });
	if (input.date_range || (!asked && !input.statuses?.includes('resolved'))) return undefined;
	return parsePeriod(input, { days: input.until === undefined ? usualDays : longestDays, maxDays: 184 }, context);
}
