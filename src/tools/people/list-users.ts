import * as z from 'zod';
import { listUsers as readUsers } from '../../pagerduty/users.ts';
import { freeText, references } from '../arguments.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, readRows, type Rows } from '../list.ts';
import { teamScope, teamsOf } from '../team-scope.ts';
import { defineTool } from '../tool.ts';
import { toUserView, userView, type UserView } from '../views/user.ts';

const name = 'list_users';

/** operationId: listUsers */
export const listUsers = defineTool({
	name,
	title: 'List people',
	description: 'Lists people of the account, by part of the name or e-mail address or by team.',
	example: 'Who is in the Payments team?',
	toolset: 'people',
	access: 'read',
	input: z.strictObject({
		query: freeText(200, 'Part of the name or e-mail address.').optional(),
		scope: teamScope,
		teams: references('Names or ids.').optional(),
		...listArguments(userView),
	}),
	output: z.object({ users: z.array(userView.schema), ...listEnvelope }),
	async run(input, context) {
		const teams = await teamsOf(input, context);
		const rows: Rows<UserView> =
			teams && 'none' in teams
				? { rows: [], next: undefined, note: teams.none }
				: await readRows({
						start: pageStart(name, input),
						limit: input.limit,
						read: (at) =>
							readUsers(context.pagerduty, {
								...at,
								...(input.query && { query: input.query.trim() }),
								...(teams && { team_ids: teams }),
							}),
						view: toUserView,
					});
		const { items, envelope } = listResult(name, userView, input, rows);
		return { users: items, ...envelope };
	},
	present: presentList(userView),
});
