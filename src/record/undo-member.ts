import * as z from 'zod';
import { said } from '../tools/text/said.ts';
import type { Entry } from './entry.ts';
import { answer, impossible, unknownResult, type UndoPlan } from './undo-plan.ts';

const Member = z.object({
	team: z.string(),
	user: z.string(),
	outcome: z.enum(['added', 'role_changed', 'removed', 'unchanged']),
	role: z.string().optional(),
	previous_role: z.string().optional(),
});
const Teams = z.object({ teams: z.array(z.object({ name: z.string(), members: z.array(z.string()).optional() })) });
const roles = ['observer', 'responder', 'manager'];

/** Gives a member of a team their role back, or takes them out again. */
export function memberPlan(entry: Entry): UndoPlan {
	const { data } = Member.safeParse(entry.result);
	if (!data) return unknownResult;
	const { team, user, outcome, role, previous_role: before } = data;
	if (outcome === 'unchanged') return impossible(said`It changed nothing.`);
	if (outcome !== 'added' && !roles.includes(before ?? '')) return impossible(said`The earlier role is not known.`);
	return {
		possible: true,
		calls: [{ tool: 'set_team_member', input: { team, user, role: outcome === 'added' ? 'remove' : before } }],
		differs: async (ask) => {
			const input = { query: team, include: ['members'], limit: 100, fields: ['all'] };
			const { teams } = Teams.parse(await answer(ask, 'list_teams', input));
			const members = teams.find(({ name }) => name === team)?.members;
			if (!members) return said`The members of the team cannot be read.`;
			const now = members.find((member) => member.startsWith(`${user} (`));
			const expected = outcome === 'removed' ? undefined : `${user} (${role ?? ''})`;
			return now === expected ? undefined : said`Somebody has changed the member since then.`;
		},
	};
}
