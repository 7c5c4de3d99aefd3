import * as z from 'zod';
import { listEscalationPolicies } from '../../pagerduty/api/escalation-policies.ts';
import * as teams from '../../pagerduty/api/teams.ts';
import { agreementArgument, requireAgreement, type Consequence } from '../writes/agreement.ts';
import { reference } from '../core/arguments.ts';
import { namesCheck, refusedWithReasons } from '../writes/deletion.ts';
import type { Entry } from '../core/directory.ts';
import { namesOf, quoted } from '../text/names.ts';
import { policiesOfTeams } from '../schedules/policies-of-teams.ts';
import { readTurns, turnsText } from '../schedules/turns-through.ts';
import type { ToolContext } from '../core/context.ts';
import { everyPage } from '../lists/read-all.ts';
import { cleanLine } from '../text/untrusted.ts';
import { sendOnce } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { said, type Said, type Saying } from '../text/said.ts';

/** operationId: updateTeamUser or deleteTeamUser, after listTeamUsers */
export const setTeamMember = defineTool({
	name: 'set_team_member',
	title: "Change a team's member",
	description:
		'Adds a person to a team, changes their role in it, or with `role: remove` takes them out of it. The person is told if they are on call for it, and agrees first; PagerDuty refuses to take out whoever its escalation policies name.',
	example: 'Make Chloe a manager of the Storefront team.',
	toolset: 'people',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration', 'off-call'],
	operations: {
		always: ['listTeams', 'listTeamUsers', 'updateTeamUser', 'deleteTeamUser'],
		sometimes: ['getCurrentUser', 'listEscalationPolicies'],
	},
	input: z.strictObject({
		team: reference('Name or id.'),
		user: reference('Name, e-mail, id or me.'),
		role: z
			.enum(['observer', 'responder', 'manager', 'remove'])
			.describe('Role in the team; remove takes the person out.'),
		confirm: agreementArgument,
	}),
	output: z.object({
		team: z.string(),
		user: z.string(),
		outcome: z.enum(['added', 'role_changed', 'removed', 'unchanged']),
		role: z.string().optional(),
		previous_role: z.string().optional(),
	}),
	async run({ role, confirm, ...asked }, context) {
		const { pagerduty, directory } = context;
		const [team, user] = await Promise.all([
			directory.resolve('team', asked.team, context),
			directory.resolve('user', asked.user, context),
		]);
		const before = await roleOf(team.id, user.id, context);
		const names = { team: team.name, user: user.name };
		const after = role === 'remove' ? undefined : role;
		if (before === after) return { ...names, outcome: 'unchanged' as const, ...(before && { role: before }) };
		const looksOn = after === undefined || after === 'observer';
		const [who, where] = [quoted(user.name), quoted(team.name)];
		const question = after
			? before
				? said`Change the role of ${who} in the team ${where} from ${roleWord(before)} to ${roleWord(after)}?`
				: said`Add ${who} to the team ${where} as ${roleWord(after)}?`
			: said`Take ${who} out of the team ${where}?`;
		const consequence = looksOn ? await onCallFor(team, user, after, context) : undefined;
		await requireAgreement({ question, ids: [team.id, user.id, role], consequence, confirm }, context);
		const change = () =>
			sendOnce(
				{
					send: async () => {
						await (after
							? teams.setTeamMember(pagerduty, team.id, user.id, after)
							: teams.removeTeamMember(pagerduty, team.id, user.id));
						return true;
					},
					find: async () => ((await roleOf(team.id, user.id, context)) === after ? true : undefined),
					missing: `${quoted(user.name)} does not have that role in ${quoted(team.name)} now.`,
				},
				context,
			);
		const paging = namesCheck(said`escalation policies`, async () => {
			const page = await listEscalationPolicies(pagerduty, { team_ids: [team.id], user_ids: [user.id], limit: 100 });
			return { names: namesOf(page.items), more: page.more };
		});
		await (after ? change() : refusedWithReasons(change, [paging]));
		// People are known with their teams.
		directory.forget('user');
		if (!after) return { ...names, outcome: 'removed' as const, previous_role: before };
		return {
			...names,
			outcome: before ? ('role_changed' as const) : ('added' as const),
			role: after,
			...(before && { previous_role: before }),
		};
	},
});

const roleWords: Readonly<Record<string, Said>> = {
	observer: said`observer`,
	responder: said`responder`,
	manager: said`manager`,
};

function roleWord(role: string): Saying {
	return roleWords[role] ?? quoted(role);
}

/** That somebody is on call for a team that they leave, or whose work they may only watch from then on. */
async function onCallFor(
	team: Entry,
	user: Entry,
	role: 'observer' | undefined,
	context: ToolContext,
): Promise<Consequence> {
	const { ids: policies } = await policiesOfTeams([team.id], context);
	const query = { user_ids: [user.id], escalation_policy_ids: policies };
	const turns = policies.length > 0 ? turnsText(await readTurns(query, context)) : undefined;
	const [who, where] = [quoted(user.name), quoted(team.name)];
	const question =
		turns &&
		(role
			? said`This makes ${who} an observer of the team ${where}, who may only look on, while its escalation policies page them: ${turns}.`
			: said`This takes ${who} out of the team ${where}, while its escalation policies page them: ${turns}.`);
	return { about: user.name, ids: [user.id], question };
}

/** The person's role in the team; undefined for no member. */
async function roleOf(teamId: string, userId: string, context: ToolContext): Promise<string | undefined> {
	for await (const page of everyPage((at) => teams.listTeamMembers(context.pagerduty, teamId, at))) {
		const member = page.items.find(({ user }) => user?.id === userId);
		if (member) return cleanLine(member.role ?? 'unknown', 40);
	}
	return undefined;
}
