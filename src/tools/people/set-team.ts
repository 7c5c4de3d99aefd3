import * as z from 'zod';
import { createTeam, getTeam, listTeams, updateTeam, type Team } from '../../pagerduty/api/teams.ts';
import { freeText, reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { quoted } from '../text/names.ts';
import { createOnce, sendOnce } from '../writes/send-once.ts';
import { givenText, requireAgreement } from '../writes/agreement.ts';
import { defineTool } from '../core/tool.ts';
import { teamShape, showTeam } from './shared/team-shape.ts';
import { presentChanged, requireChange, hasValues } from '../writes/update.ts';
import { said } from '../text/said.ts';

const input = z.strictObject({
	team: reference('Name or id of the team to change. Without it a new one is created.').optional(),
	name: freeText(100, 'New name. A new team needs one.').optional(),
	description: freeText(1024, 'What it is for.').optional(),
	private: z.boolean().optional().describe('Only members see what belongs to the team.'),
});
type Input = z.output<typeof input>;
type Changes = { name?: string; description?: string; default_role?: 'manager' | 'none' };

/** operationId: createTeam or updateTeam */
export const setTeam = defineTool({
	name: 'set_team',
	title: 'Create or change a team',
	description:
		'Creates a team, or changes name, description or privacy of one; what is not given stays as it is. The API cannot put a team under another team.',
	example: 'Rename the team Mobile & Fulfilment to Mobile.',
	toolset: 'people',
	access: 'administer',
	effect: { destructive: true, idempotent: false },
	consent: ['configuration'],
	operations: { always: ['createTeam', 'updateTeam'], sometimes: ['getTeam', 'listTeams'] },
	input,
	output: z.object({ team: teamShape.schema, outcome: z.enum(['created', 'changed', 'unchanged']) }),
	async run(given, context) {
		const changes = {
			...(given.name !== undefined && { name: given.name.trim() }),
			...(given.description !== undefined && { description: given.description.trim() }),
			...(given.private !== undefined && { default_role: given.private ? ('none' as const) : ('manager' as const) }),
		};
		if (given.team === undefined)
			return { team: showTeam(await create(changes, context)), outcome: 'created' as const };
		requireChange(changes, ['name', 'description', 'private']);
		return update(given.team, changes, context);
	},
	present: presentChanged(teamShape, ['default_role']),
});

async function create(changes: Changes, context: ToolContext): Promise<Team> {
	const { name } = changes;
	if (name === undefined) throw new ToolError({ message: 'A new team needs a `name`.' });
	const { pagerduty } = context;
	const wanted = { ...changes, name };
	// Something new takes the place of nothing.
	context.consent.none();
	const team = await createOnce(
		{
			alike: async () =>
				(await listTeams(pagerduty, { query: name, limit: 100 })).items.filter((found) => hasValues(found, wanted)),
			send: () => createTeam(pagerduty, wanted),
			missing: `There is no new team ${quoted(name)} now.`,
		},
		context,
	);
	context.directory.forget('team');
	return team;
}

async function update(asked: NonNullable<Input['team']>, changes: Changes, context: ToolContext) {
	const { pagerduty, directory } = context;
	const { id } = await directory.resolve('team', asked, context);
	const current = await getTeam(pagerduty, id);
	if (hasValues(current, changes)) return { team: showTeam(current), outcome: 'unchanged' as const };
	const name = changes.name ?? current.name ?? current.summary;
	if (name === undefined) throw new ToolError({ message: 'PagerDuty did not send the name of this team: give one.' });
	await requireAgreement(
		{ question: said`Change the team ${quoted(current.name ?? id)}: ${givenText(changes)}?`, ids: [id] },
		context,
	);
	const team = await sendOnce(
		{
			send: () => updateTeam(pagerduty, id, { ...changes, name }),
			find: async () => {
				const now = await getTeam(pagerduty, id);
				return hasValues(now, changes) ? now : undefined;
			},
			missing: 'The team does not show the change now.',
		},
		context,
	);
	directory.forget('team');
	return { team: showTeam(team), outcome: 'changed' as const };
}
