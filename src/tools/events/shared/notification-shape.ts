import * as z from 'zod';
import type { Notification } from '../../../pagerduty/api/notifications.ts';
import { nameOf } from '../../text/names.ts';
import { cleanLine } from '../../text/untrusted.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';

/** What the tools show of a notification that was sent. */
export const notificationShape = defineShape({
	singular: 'notification',
	plural: 'notifications',
	fields: {
		id: z.string(),
		at: z.string().optional(),
		/** `sms`, `email`, `phone` or `push`. */
		channel: z.string().optional(),
		user: z.string().optional(),
		status: z.string().optional(),
		/** A phone number or an e-mail address; only when asked for. */
		address: z.string().optional(),
	},
	always: ['id', 'at', 'user'],
	compact: ['id', 'at', 'channel', 'user', 'status'],
});

export type ShownNotification = Shaped<typeof notificationShape>;

export function showNotification({ id, type, started_at, address, user, status }: Notification): ShownNotification {
	return {
		id,
		at: started_at,
		channel: type?.replace(/_notification$/, ''),
		user: user && nameOf(user),
		status,
		address: address && cleanLine(address, 120),
	};
}
