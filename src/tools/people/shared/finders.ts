import { getTeam, listTeams } from '../../../pagerduty/api/teams.ts';
import { getUser, listUsers } from '../../../pagerduty/api/users.ts';
import { paged, type Finder } from '../../names/finder.ts';

/** How users and teams are found by name. */
export const peopleFinders = {
	user: { noun: 'user', listTool: 'list_users', get: getUser, searches: [paged(listUsers, 'query')] },
	team: { noun: 'team', listTool: 'list_teams', get: getTeam, searches: [paged(listTeams, 'query')] },
} satisfies Record<string, Finder>;
