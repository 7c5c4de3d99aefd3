import * as z from 'zod';
import * as users from '../../pagerduty/api/users.ts';
import type { User } from '../../pagerduty/api/users.ts';
import { freeText, moment, reference } from '../core/arguments.ts';
import { ToolError } from '../core/failure.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, wholeList } from '../lists/list.ts';
import { refuseTogether } from '../lists/one-of-list.ts';
import { readTeamRows, teamArguments } from '../names/team-scope.ts';
import { defineTool } from '../core/tool.ts';
import { showUser, userShape } from './shared/user-shape.ts';
import { usersOnSchedule } from './shared/schedule-users.ts';

const name = 'list_users';

const input = z.strictObject({
	query: freeText(200, 'Part of the name or e-mail address.').optional(),
	...teamArguments,
	schedule: reference('Show who is on call on this schedule.').optional(),
	since: moment('Start, with `schedule`. Default: now.').optional(),
	until: moment('End, with `schedule`. Default: the start.').optional(),
	...listArguments(userShape),
});

/** operationId: listUsers, or listScheduleUsers */
export const listUsers = defineTool({
	name,
	title: 'List people',
	description: 'Lists people by part of the name or e-mail address, by team, or by schedule.',
	example: 'Who is on call on Payments Primary next week?',
	toolset: 'people',
	access: 'read',
	input,
	output: z.object({ users: z.array(userShape.schema), ...listEnvelope }),
	async run(wanted, context) {
		const { schedule, scope } = wanted;
		refuseTogether({ ...wanted, scope: scope === 'account' ? undefined : scope }, 'schedule', [
			'query',
			'scope',
			'teams',
		]);
		if (schedule === undefined && (wanted.since ?? wanted.until) !== undefined)
			throw new ToolError({ message: '`since` and `until` go with `schedule` only.' });
		const list = (query: Parameters<typeof users.listUsers>[1]) => users.listUsers(context.pagerduty, query);
		const read = context.directory.learning('user', list, context);
		const matching = { what: 'person', texts: ({ name: label, summary, email }: User) => [label ?? summary, email] };
		const rows =
			schedule === undefined
				? await readTeamRows(name, wanted, { read, show: showUser, matching }, context)
				: wholeList(
						(await usersOnSchedule(schedule, wanted, context)).map(showUser),
						pageStart(name, wanted),
						wanted.limit,
					);
		const { items, envelope } = listResult(name, userShape, wanted, rows);
		return { users: items, ...envelope };
	},
	present: presentList(userShape),
});
