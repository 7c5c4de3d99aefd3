import * as z from 'zod';
import { id, maybe, text } from './fields.ts';
import { page, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { personReference } from './reference.ts';

export type NotificationType = 'sms_notification' | 'email_notification' | 'phone_notification' | 'push_notification';

/** A message or call that told a person of an incident; of which one, PagerDuty does not say. */
export const notification = z.object({
	id,
	type: text(),
	started_at: text(),
	/** A phone number or an e-mail address; none of a push notification. */
	address: text(),
	user: maybe(personReference),
	status: text(),
});
export type Notification = z.output<typeof notification>;

export interface ListNotificationsQuery extends PageQuery {
	readonly since: string;
	/** Less than three months later. */
	readonly until: string;
	/** Only those of one kind. */
	readonly filter?: NotificationType;
}

/** One page of the notifications sent to people. operationId: listNotifications */
export function listNotifications(pd: PagerDutyApi, query: ListNotificationsQuery): Promise<Page<Notification>> {
	return pd.request({
		operationId: 'listNotifications',
		method: 'GET',
		path: ['notifications'],
		query: { ...query },
		reply: page('notifications', notification),
	});
}
