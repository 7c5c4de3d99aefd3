import * as z from 'zod';
import { maybe, text } from './fields.ts';
import { page, single, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { personReference, reference } from './reference.ts';

export const team = reference.extend({
	name: text(),
	description: text(),
	default_role: text(),
	/** The team above it; only PagerDuty's pages can set it. */
	parent: maybe(reference),
});
export type Team = z.output<typeof team>;

export interface ListTeamsQuery extends PageQuery {
	/** Part of the name. */
	readonly query?: string;
}

/** One page of teams. operationId: listTeams */
export function listTeams(pd: PagerDutyApi, query: ListTeamsQuery = {}): Promise<Page<Team>> {
	return pd.request({
		operationId: 'listTeams',
		method: 'GET',
		path: ['teams'],
		query: { ...query },
		reply: page('teams', team),
	});
}

/** operationId: getTeam */
export function getTeam(pd: PagerDutyApi, id: string): Promise<Team> {
	return pd.request({ operationId: 'getTeam', method: 'GET', path: ['teams', id], reply: single('team', team) });
}

export interface TeamInput {
	/** At most 100 characters. */
	readonly name: string;
	/** At most 1024 characters. */
	readonly description?: string;
	/** `none`: private, members only. */
	readonly default_role?: 'manager' | 'none';
}

/** Never sent twice. operationId: createTeam */
export function createTeam(pd: PagerDutyApi, input: TeamInput): Promise<Team> {
	return pd.request({
		operationId: 'createTeam',
		method: 'POST',
		path: ['teams'],
		body: { team: { type: 'team', ...input } },
		reply: single('team', team),
	});
}

/** Changes what is given; the API wants the name each time. operationId: updateTeam */
export function updateTeam(pd: PagerDutyApi, id: string, input: TeamInput): Promise<Team> {
	return pd.request({
		operationId: 'updateTeam',
		method: 'PUT',
		path: ['teams', id],
		body: { team: { type: 'team', ...input } },
		reply: single('team', team),
	});
}

/**
 * Refused while escalation policies, schedules or services belong to the team. Its open incidents go to
 * `reassignment_team`, or to no team. operationId: deleteTeam
 */
export async function deleteTeam(
	pd: PagerDutyApi,
	id: string,
	query: { readonly reassignment_team?: string } = {},
): Promise<void> {
	await pd.request({
		operationId: 'deleteTeam',
		method: 'DELETE',
		path: ['teams', id],
		query: { ...query },
		reply: z.unknown(),
	});
}

export const teamMember = z.object({ user: maybe(personReference), role: text() });
export type TeamMember = z.output<typeof teamMember>;

/** One page of a team's members. operationId: listTeamUsers */
export function listTeamMembers(pd: PagerDutyApi, id: string, query: PageQuery = {}): Promise<Page<TeamMember>> {
	return pd.request({
		operationId: 'listTeamUsers',
		method: 'GET',
		path: ['teams', id, 'members'],
		query: { ...query },
		reply: page('members', teamMember),
	});
}

export type TeamRole = 'observer' | 'responder' | 'manager';

/** Adds a person to a team, or changes their role in it. operationId: updateTeamUser */
export async function setTeamMember(pd: PagerDutyApi, id: string, userId: string, role: TeamRole): Promise<void> {
	await pd.request({
		operationId: 'updateTeamUser',
		method: 'PUT',
		path: ['teams', id, 'users', userId],
		body: { role },
		reply: z.unknown(),
	});
}

/** operationId: deleteTeamUser */
export async function removeTeamMember(pd: PagerDutyApi, id: string, userId: string): Promise<void> {
	await pd.request({
		operationId: 'deleteTeamUser',
		method: 'DELETE',
		path: ['teams', id, 'users', userId],
		reply: z.unknown(),
	});
}
