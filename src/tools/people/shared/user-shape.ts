import * as z from 'zod';
import type { User } from '../../../pagerduty/api/users.ts';
import { idsOf, nameOf, namesOf } from '../../text/names.ts';
import { cleanLine, cleanText } from '../../text/untrusted.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';

/** What the tools show of a person. Phone numbers and private calendar links are not among it. */
export const userShape = defineShape({
	singular: 'user',
	plural: 'users',
	fields: {
		id: z.string(),
		name: z.string(),
		email: z.string().optional(),
		role: z.string().optional(),
		job_title: z.string().optional(),
		time_zone: z.string().optional(),
		teams: z.array(z.string()).optional(),
		url: z.string().optional(),
		team_ids: z.array(z.string()).optional(),
		description: z.string().optional(),
	},
	compact: ['id', 'name', 'email', 'role', 'job_title', 'time_zone', 'teams', 'url'],
});

type ShownUser = Shaped<typeof userShape>;

export function showUser(user: User): ShownUser {
	return {
		id: user.id,
		name: nameOf(user),
		email: user.email && cleanLine(user.email),
		role: user.role && cleanLine(user.role),
		job_title: user.job_title && cleanLine(user.job_title),
		time_zone: user.time_zone && cleanLine(user.time_zone),
		teams: namesOf(user.teams),
		url: user.html_url,
		team_ids: idsOf(user.teams),
		description: user.description && cleanText(user.description, 500),
	};
}
