import { PagerDutyError } from '../../pagerduty/errors.ts';
import { getUser, listScheduleUsers, user, type User } from '../../pagerduty/users.ts';
import type { ToolContext } from '../context.ts';
import { findSchedule, readSchedule } from '../scheduling/read-schedule.ts';
import { isoOf, parseSpan } from '../scheduling/zones.ts';

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
	const span = parseSpan(range, context.asked, { from: 0, to: minute, maxDays: 90 });
	const known = await findSchedule(schedule, context);
	if (known.kind === 'layers') {
		const asked = { since: isoOf(span.start), until: isoOf(span.end) };
		return listScheduleUsers(context.pagerduty, known.id, asked);
	}
	const { turns } = await readSchedule(known, span, context);
	const ids = new Set(turns.map(({ userId }) => userId));
	return Promise.all([...ids].map((id) => getUser(context.pagerduty, id).catch((error: unknown) => gone(id, error))));
}

/** The id stands for somebody who is gone and still has turns. */
function gone(id: string, error: unknown): User {
	if (error instanceof PagerDutyError && error.kind === 'notFound') return user.parse({ id });
	throw error;
}
