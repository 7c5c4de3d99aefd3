import * as z from 'zod';
import type { Team } from '../../../pagerduty/api/teams.ts';
import { nameOf } from '../../text/names.ts';
import { cleanText } from '../../text/untrusted.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';

/** What the tools show of a team. */
export const teamShape = defineShape({
	singular: 'team',
	plural: 'teams',
	fields: {
		id: z.string(),
		name: z.string(),
		description: z.string().optional(),
		/** `Maya Okafor (manager)`; only when asked for. */
		members: z.array(z.string()).optional(),
		url: z.string().optional(),
		/** `manager`: public; `none`: private. */
		default_role: z.string().optional(),
		/** The team above it. */
		parent: z.string().optional(),
	},
	compact: ['id', 'name', 'description', 'members', 'url'],
});

export type ShownTeam = Shaped<typeof teamShape>;

export function showTeam(team: Team, members?: string[]): ShownTeam {
	return {
		id: team.id,
		name: nameOf(team),
		description: team.description ? cleanText(team.description, 500) : undefined,
		members,
		url: team.html_url,
		default_role: team.default_role,
		parent: team.parent && nameOf(team.parent),
	};
}
