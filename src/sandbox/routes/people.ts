import type { Call, Reply } from '../server/call.ts';
import { page } from '../server/paging.ts';
import type { Route } from '../server/router.ts';
import { required } from '../model/store.ts';
import { userReference } from '../replies/references.ts';
import { teamJson } from '../replies/team.ts';
import { userJson } from '../replies/user.ts';
import { byName, findTeam, findUser, matches, overlaps } from './find.ts';

/** Users and teams. */
export const peopleRoutes: readonly Route[] = [
	{ method: 'GET', path: '/users', operationId: 'listUsers', scope: 'users.read', handle: listUsers },
	{ method: 'GET', path: '/users/me', operationId: 'getCurrentUser', scope: 'users.read', handle: getMe },
	{ method: 'GET', path: '/users/{id}', operationId: 'getUser', scope: 'users.read', handle: getUser },
	{ method: 'GET', path: '/teams', operationId: 'listTeams', scope: 'teams.read', handle: listTeams },
	{ method: 'GET', path: '/teams/{id}', operationId: 'getTeam', scope: 'teams.read', handle: getTeam },
	{
		method: 'GET',
		path: '/teams/{id}/members',
		operationId: 'listTeamUsers',
		scope: 'teams.read',
		handle: listMembers,
	},
];

function listUsers(call: Call): Reply {
	const { query, world, replyOptions } = call;
	const teams = query.filter('team_ids');
	const users = byName(world.store.users.values(), undefined)
		.filter(({ deleted }) => !deleted)
		.filter(({ name, email }) => matches(query.text('query'), name, email))
		.filter(
			({ id }) =>
				!teams ||
				overlaps(
					teams,
					world.store.teamsOf(id).map((team) => team.id),
				),
		);
	return { status: 200, body: page(query, 'users', users, (user) => userJson(world, user, replyOptions)) };
}

function getUser(call: Call): Reply {
	return { status: 200, body: { user: userJson(call.world, findUser(call), call.replyOptions) } };
}

/** An account-level key belongs to nobody: 400, and `error` is a mere text. */
function getMe(call: Call): Reply {
	if (call.caller.kind === 'account') {
		const error =
			"Because this request was made using an account-level access token, we were unable to determine the user's identity. Please use a user-level token.";
		return { status: 400, body: { error } };
	}
	return { status: 200, body: { user: userJson(call.world, call.user, call.replyOptions) } };
}

function listTeams(call: Call): Reply {
	const { query, world } = call;
	const teams = byName(world.store.teams.values(), undefined).filter(
		({ name, deleted }) => !deleted && matches(query.text('query'), name),
	);
	return { status: 200, body: page(query, 'teams', teams, (team) => teamJson(world, team)) };
}

function getTeam(call: Call): Reply {
	const { query, world } = call;
	const team = teamJson(world, findTeam(call));
	const privileges = { privileges: { role: 'manager', permissions: ['read', 'write'] } };
	return { status: 200, body: { team: query.include.has('privileges') ? { ...team, ...privileges } : team } };
}

function listMembers(call: Call): Reply {
	const { query, world, replyOptions } = call;
	const { members } = findTeam(call);
	const body = page(query, 'members', [...members], ([userId, role]) => ({
		user: replyOptions.include.has('users')
			? userJson(world, required(world.store.users, userId))
			: userReference(world, userId),
		role,
	}));
	return { status: 200, body };
}
