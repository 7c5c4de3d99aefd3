import { createUser } from './create-user.ts';
import { deleteContactMethod } from './delete-contact-method.ts';
import { deleteTeam } from './delete-team.ts';
import { deleteUser } from './delete-user.ts';
import { getCurrentUser } from './get-current-user.ts';
import { getUser } from './get-user.ts';
import { listTeams } from './list-teams.ts';
import { listUsers } from './list-users.ts';
import { setContactMethod } from './set-contact-method.ts';
import { setNotificationRule } from './set-notification-rule.ts';
import { setTeamMember } from './set-team-member.ts';
import { setTeam } from './set-team.ts';
import { updateUser } from './update-user.ts';
import type { Tool } from '../core/tool.ts';

/** In the order in which they are offered. */
export const peopleTools: readonly Tool[] = [
	listUsers,
	getUser,
	getCurrentUser,
	listTeams,
	createUser,
	updateUser,
	deleteUser,
	setContactMethod,
	setNotificationRule,
	deleteContactMethod,
	setTeam,
	setTeamMember,
	deleteTeam,
];
