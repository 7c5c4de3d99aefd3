import { PagerDutyError } from '../../../pagerduty/http/errors.ts';
import { getUser, listScheduleUsers, user, type User } from '../../../pagerduty/api/users.ts';
import type { ToolContext } from '../../core/context.ts';
import {
	findSchedule,
	ofEitherKind,
	readSchedule,
	readScheduleZone,
	type KnownSchedule,
} from '../../schedules/read-schedule.ts';
import { isLocal } from '../../time/moment.ts';
import { rangeOf, parseSpan } from '../../time/range.ts';
import type { Span } from '../../time/spans.ts';

const minute = 60_000;

/**
 * Who is on call on a schedule at some time of a range, each once. operationId: listScheduleUsers, or getScheduleV3 with
 * getUser for a shift-based one
 */
export async function usersOnSchedule(
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
