import * as z from 'zod';
import * as teams from '../../pagerduty/api/teams.ts';
import type { Team } from '../../pagerduty/api/teams.ts';
import { freeText, keywords, references } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import {
	listArguments,
	listEnvelope,
	listResult,
	pageStart,
	presentList,
	wholeList,
	type Rows,
} from '../lists/list.ts';
import { matches } from '../lists/matching.ts';
import { readMatchingRows } from '../lists/matching-rows.ts';
import { nameOf, namesOf, quotedNames } from '../text/names.ts';
import { joinNotes } from '../text/notes.ts';
import { readPartOfEach } from '../lists/partial-answer.ts';
import { readWhole } from '../lists/read-all.ts';
import { signedIn, teamsOfPerson } from '../names/team-scope.ts';
import { defineTool } from '../core/tool.ts';
import { cleanLine } from '../text/untrusted.ts';
import { teamShape, showTeam, type ShownTeam } from './shared/team-shape.ts';

const name = 'list_teams';

const input = z.strictObject({
	scope: z.enum(['account', 'mine']).default('account').describe('Default: account.'),
	query: freeText(200, 'Part of the name.').optional(),
	teams: references('Show only these teams.').optional(),
	include: keywords(['members'], 'members: people with their roles.').optional(),
	...listArguments(teamShape),
});
type Input = z.output<typeof input>;

/** operationId: listTeams or getTeam, with listTeamUsers on request */
export const listTeams = defineTool({
	name,
	title: 'List teams',
	description: 'Lists teams; with `include: members` also who is in them and in which role.',
	example: 'Which teams am I in?',
	toolset: 'people',
	access: 'read',
	operations: { always: ['listTeams'], sometimes: ['listTeamUsers', 'getCurrentUser', 'getTeam'] },
	input,
	output: z.object({ teams: z.array(teamShape.schema), ...listEnvelope }),
	async run(given, context) {
		const rows = await readTeamRows(given, context);
		const withMembers = given.include ? await addMembers(rows, context) : rows;
		const { items, envelope } = listResult(name, teamShape, given, withMembers);
		return { teams: items, ...envelope };
	},
	present: presentList(teamShape),
});

async function readTeamRows(given: Input, context: ToolContext): Promise<Rows<ShownTeam>> {
	const start = pageStart(name, given);
	const query = given.query?.trim();
	if (given.teams) {
		if (given.scope === 'mine' || query)
			throw new ToolError({ message: 'Give `teams` without `scope: mine` and without `query`.' });
		const ids = (await context.directory.ids('team', given.teams, context)) ?? [];
		const named = await Promise.all(ids.map((id) => teams.getTeam(context.pagerduty, id)));
		return wholeList(
			named.map((team) => showTeam(team)),
			start,
			given.limit,
		);
	}
	if (given.scope === 'mine') {
		const theirs = await mine(given, context);
		const wanted = theirs.filter((team) => !query || matches(query, [nameOf(team)]));
		const note =
			theirs.length === 0
				? 'The person signed in is not in any team.'
				: wanted.length === 0
					? `Their teams are ${quotedNames(namesOf(theirs))}.`
					: undefined;
		const rows = wholeList(
			wanted.map((team) => showTeam(team)),
			start,
			given.limit,
		);
		return { ...rows, note };
	}
	const list = (asked: Parameters<typeof teams.listTeams>[1]) => teams.listTeams(context.pagerduty, asked);
	return readMatchingRows({
		...matching,
		query,
		start,
		limit: given.limit,
		read: context.directory.learning('team', list, context),
		show: (team) => showTeam(team),
	});
}

const matching = { what: 'team', texts: ({ name: label, summary }: Team) => [label ?? summary] };

/** The person signed in is known with their teams; only what those references lack is read. */
async function mine(given: Input, context: ToolContext): Promise<Team[]> {
	const me = await signedIn('mine', context);
	const more = given.fields?.some((field) => ['all', 'description', 'default_role', 'parent'].includes(field));
	const theirs = teamsOfPerson(me);
	if (more) return Promise.all(theirs.map(({ id }) => teams.getTeam(context.pagerduty, id)));
	return theirs.map((team) => ({
		...team,
		name: team.summary,
		description: undefined,
		default_role: undefined,
		parent: undefined,
	}));
}

async function addMembers(rows: Rows<ShownTeam>, context: ToolContext): Promise<Rows<ShownTeam>> {
	const shown = rows.rows.map(({ item }) => item);
	const { values, note } = await readPartOfEach('members', shown, ({ id }) => membersOf(id, context), context.signal);
	const withMembers = rows.rows.map((row, index) => ({ ...row, item: { ...row.item, members: values[index] } }));
	return { ...rows, rows: withMembers, note: joinNotes(rows.note, note) };
}

/** `Maya Okafor (manager)`; all of them, page by page. */
async function membersOf(teamId: string, context: ToolContext): Promise<string[]> {
	const members = await readWhole((at) => teams.listTeamMembers(context.pagerduty, teamId, at));
	return members.flatMap(({ user, role }) => (user ? [`${nameOf(user)} (${cleanLine(role ?? 'no role', 40)})`] : []));
}
