import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { ApiError, badArguments, invalidInput, notFound } from '../server/errors.ts';
import type { Team, User } from '../model/model.ts';
import type { Route } from '../server/router.ts';
import { teamJson } from '../replies/team.ts';
import { findTeam } from './find.ts';

const scope = 'teams.write';
const one = '/teams/{id}';
const member = `${one}/users/{user_id}`;

/** Making and changing teams and who is in them. */
export const teamChangeRoutes: readonly Route[] = [
	{ method: 'POST', path: '/teams', operationId: 'createTeam', scope, handle: create },
	{ method: 'PUT', path: one, operationId: 'updateTeam', scope, handle: update },
	{ method: 'DELETE', path: one, operationId: 'deleteTeam', scope, handle: remove },
	{ method: 'PUT', path: member, operationId: 'updateTeamUser', scope, handle: setMember },
	{ method: 'DELETE', path: member, operationId: 'deleteTeamUser', scope, handle: removeMember },
];

const body = z.object({
	team: z.object({
		name: z.string().trim().min(1, "can't be blank").max(100, 'is too long (maximum is 100 characters)'),
		description: z.string().max(1024).nullish(),
		default_role: z.enum(['manager', 'none']).optional(),
	}),
});

function create(call: Call): Reply {
	const { world } = call;
	const team: Team = { id: world.ids.short(), name: '', description: null, members: new Map() };
	apply(call, team);
	world.store.teams.set(team.id, team);
	return { status: 201, body: { team: teamJson(world, team) } };
}

function update(call: Call): Reply {
	const team = findTeam(call);
	apply(call, team);
	return { status: 200, body: { team: teamJson(call.world, team) } };
}

function apply(call: Call, team: Team): void {
	const { name, description, default_role: role } = call.body(body).team;
	const taken = [...call.world.store.teams.values()].some(
		(other) => other !== team && !other.deleted && other.name.toLowerCase() === name.toLowerCase(),
	);
	if (taken) throw invalidInput('Name has already been taken');
	team.name = name;
	if (description !== undefined) team.description = description;
	if (role !== undefined) team.defaultRole = role;
}

function remove(call: Call): Reply {
	const { store } = call.world;
	const team = findTeam(call);
	const has = ({ teamIds }: { teamIds: readonly string[] }) => teamIds.includes(team.id);
	const attached = [
		...store.policies.values(),
		...store.schedules.values(),
		...store.shiftSchedules.values(),
		...[...store.services.values()].filter(({ deleted }) => !deleted),
	];
	const above = [...store.teams.values()].some(({ deleted, parentId }) => !deleted && parentId === team.id);
	if (above || attached.some(has))
		throw new ApiError(400, 'Team has existing associations', 6006, [
			'Cannot delete team with existing associations; associations could be Escalation Policies, Services, Schedules or Subteams',
		]);
	const other = call.query.text('reassignment_team');
	if (other !== undefined && (!store.teams.has(other) || other === team.id))
		throw badArguments('Reassignment team not found');
	team.deleted = true;
	for (const incident of store.incidents) {
		if (incident.status === 'resolved' || !has(incident)) continue;
		const left = incident.teamIds.filter((id) => id !== team.id);
		incident.teamIds = [...new Set([...left, ...(other === undefined ? [] : [other])])];
	}
	return { status: 204 };
}

function setMember(call: Call): Reply {
	const team = findTeam(call);
	const user = userOf(call);
	const { role } = call.body(z.object({ role: z.enum(['observer', 'responder', 'manager']).default('manager') }));
	if (user.role === 'read_only_user') throw invalidInput('Read only users cannot be added to teams');
	team.members.set(user.id, role);
	return { status: 204 };
}

/** Refused while the person is on one of the team's policies. */
function removeMember(call: Call): Reply {
	const team = findTeam(call);
	const user = userOf(call);
	if (!team.members.has(user.id)) throw notFound();
	const policies = [...call.world.store.policies.values()].filter(({ teamIds }) => teamIds.includes(team.id));
	if (policies.some(({ rules }) => rules.some(({ targets }) => targets.some(({ id }) => id === user.id))))
		throw invalidInput('User cannot be removed as they belong to an escalation policy on this team');
	team.members.delete(user.id);
	return { status: 204 };
}

function userOf(call: Call): User {
	const user = call.world.store.users.get(call.param('user_id'));
	if (!user || user.deleted) throw notFound();
	return user;
}
