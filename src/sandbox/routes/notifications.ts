import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { invalidInput } from '../server/errors.ts';
import { page } from '../server/paging.ts';
import type { Route } from '../server/router.ts';
import { formatTime, instantOf, wallTime } from '../time.ts';
import { userReference } from '../replies/references.ts';

/** What people were told, as the incidents' timelines have it. */
export const notificationRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/notifications',
		operationId: 'listNotifications',
		scope: 'users:notifications.read',
		handle: list,
	},
];

const Sent = z.object({ notification: z.object({ type: z.string(), address: z.string(), status: z.string() }) });
const types = ['sms_notification', 'email_notification', 'phone_notification', 'push_notification'];

/** The latest first. 400 without a range, for one of three months or more, and for an unknown type. */
function list(call: Call): Reply {
	const { query, world, replyOptions } = call;
	const { since, until } = query.range(replyOptions.zone);
	if (since === undefined || until === undefined) throw invalidInput('Since and until are required.');
	if (until >= instantOf(wallTime(since, replyOptions.zone).add({ months: 3 }), replyOptions.zone))
		throw invalidInput('The date range must be less than 3 months.');
	const filter = query.text('filter');
	if (filter !== undefined && !types.includes(filter)) throw invalidInput('Filter is invalid.');
	const sent = world.store.logEntries
		.filter(({ at }) => at >= since && at < until)
		.flatMap(({ id, at, userId, channel }) => {
			const read = Sent.safeParse(channel).data?.notification;
			return read && userId !== null && (!filter || read.type === filter) ? [{ id, at, userId, ...read }] : [];
		})
		.reverse();
	const body = page(query, 'notifications', sent, ({ id, type, at, userId, address, status }) => ({
		id,
		type,
		started_at: formatTime(at, replyOptions.zone),
		...(type !== 'push_notification' && { address }),
		user: userReference(world, userId),
		status,
	}));
	return { status: 200, body };
}
