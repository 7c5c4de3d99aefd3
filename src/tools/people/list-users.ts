import * as z from 'zod';
import * as users from '../../pagerduty/api/users.ts';
import { type User, getUser, listScheduleUsers, user } from '../../pagerduty/api/users.ts';
import { freeText, moment, reference, refuseTogether } from '../core/arguments.ts';
import { ToolError } from '../core/failure.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, wholeList } from '../lists/list.ts';
import { readTeamRows, teamArguments } from '../names/team-scope.ts';
import { defineTool } from '../core/tool.ts';
import { showUser, userShape } from './shared/user-shape.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import type { ToolContext } from '../core/context.ts';
import {
	findSchedule,
	ofEitherKind,
	readSchedule,
	readScheduleZone,
	type KnownSchedule,
} from '../schedules/read-schedule.ts';
import { isLocal } from '../time/parse-moment.ts';
import { rangeOf, parseSpan } from '../time/range.ts';
import type { Span } from '../time/spans.ts';

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
	operations: {
		always: ['listUsers'],
		sometimes: ['listTeams', 'getCurrentUser', 'listSchedules', 'listSchedulesV3', 'listScheduleUsers'],
	},
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

const minute = 60_000;

/**
 * Who is on call on a schedule at some time of a range, each once. operationId: listScheduleUsers, or getScheduleV3 with
 * getUser for a shift-based one
 */
async function usersOnSchedule(
	schedule: string,
	range: { readonly since?: string | undefined; readonly until?: string | undefined },
	context: ToolContext,
): Promise<User[]> {
	const known = await findSchedule(schedule, context);
	const needsZone = [range.since, range.until].some(isLocal);
	const local = needsZone ? await readScheduleZone(known, context) : { zone: 'UTC' };
	const span = parseSpan(range, { asked: context.asked, local, from: 0, to: minute, maxDays: 90 });
	return ofEitherKind(
		known,
		() => listScheduleUsers(context.pagerduty, known.id, rangeOf(span)),
		() => usersOfTurns(known, span, context),
	);
}

async function usersOfTurns(known: KnownSchedule, span: Span, context: ToolContext): Promise<User[]> {
	const { turns } = await readSchedule({ ...known, kind: 'shifts' }, span, context);
	const ids = new Set(turns.map(({ userId }) => userId));
	return Promise.all([...ids].map((id) => getUser(context.pagerduty, id).catch((error: unknown) => gone(id, error))));
}

/** The id stands for somebody who is gone and still has turns. */
function gone(id: string, error: unknown): User {
	if (error instanceof PagerDutyError && error.kind === 'notFound') return user.parse({ id });
	throw error;
}
