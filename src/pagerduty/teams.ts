import type * as z from 'zod';
import { text } from './fields.ts';
import { page, single, type Page, type PageQuery } from './paging.ts';
import type { PagerDuty } from './pagerduty.ts';
import { reference } from './reference.ts';

export const team = reference.extend({
	name: text(),
	description: text(),
	default_role: text(),
});
export type Team = z.output<typeof team>;

export interface ListTeamsQuery extends PageQuery {
	/** Part of the name. */
	readonly query?: string;
}

/** One page of teams. operationId: listTeams */
export function listTeams(pd: PagerDuty, query: ListTeamsQuery = {}): Promise<Page<Team>> {
	return pd.request({
		operationId: 'listTeams',
		method: 'GET',
		path: ['teams'],
		query: { ...query },
		reply: page('teams', team),
	});
}

/** operationId: getTeam */
export function getTeam(pd: PagerDuty, id: string): Promise<Team> {
	return pd.request({ operationId: 'getTeam', method: 'GET', path: ['teams', id], reply: single('team', team) });
}
