import { listNotifications, type Notification, type NotificationType } from '../../../pagerduty/api/notifications.ts';
import { keywords } from '../../core/arguments.ts';
import type { ToolContext } from '../../core/context.ts';
import { pageStart, readRows, type ListInput, type Rows } from '../../lists/list.ts';
import { showNotification, type ShownNotification } from './notification-shape.ts';

const types = {
	sms: 'sms_notification',
	email: 'email_notification',
	phone: 'phone_notification',
	push: 'push_notification',
} as const satisfies Record<string, NotificationType>;

export const notificationsArgument = keywords(
	['all', 'sms', 'email', 'phone', 'push'],
	'Show instead who was notified in these ways, and when. At most 88 days.',
).optional();

/** PagerDuty takes less than three months; the shortest, from February to April, have 89 days. */
export const mostDays = 88;

interface NotificationsInput extends ListInput {
	readonly notifications: readonly ('all' | keyof typeof types)[];
}

/** The notifications sent to people. PagerDuty filters by one kind; several are chosen here. */
export function readNotifications(
	tool: string,
	input: NotificationsInput,
	range: { readonly since: string; readonly until: string },
	context: ToolContext,
): Promise<Rows<ShownNotification>> {
	const kinds = input.notifications.flatMap((kind) => (kind === 'all' ? Object.values(types) : [types[kind]]));
	const [only, ...others] = kinds;
	const filter = others.length === 0 ? only : undefined;
	const some = filter === undefined && kinds.length < Object.keys(types).length;
	return readRows({
		start: pageStart(tool, input),
		limit: input.limit,
		read: (at) => listNotifications(context.pagerduty, { ...at, ...range, ...(filter && { filter }) }),
		show: showNotification,
		keep: some ? ({ type }: Notification) => kinds.some((kind) => kind === type) : undefined,
	});
}
