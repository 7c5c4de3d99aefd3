import * as z from 'zod';
import { id, maybe, number, text } from './fields.ts';
import { single, whole } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { reference, type ReferenceInput } from './reference.ts';

/** How a person is told of an incident: by which contact method, how many minutes after the assignment. */
export const notificationRule = z.object({
	id,
	start_delay_in_minutes: number(),
	contact_method: maybe(reference),
	/** Of the incidents: `high` or `low`. */
	urgency: text(),
});
export type NotificationRule = z.output<typeof notificationRule>;

/** The API wants all of it each time. */
export interface NotificationRuleInput {
	readonly start_delay_in_minutes: number;
	readonly urgency: 'high' | 'low';
	/** Type `email_contact_method_reference` and so on. */
	readonly contact_method: ReferenceInput;
}

/** All rules of a person. operationId: getUserNotificationRules */
export function listNotificationRules(pd: PagerDutyApi, userId: string): Promise<NotificationRule[]> {
	return pd.request({
		operationId: 'getUserNotificationRules',
		method: 'GET',
		path: ['users', userId, 'notification_rules'],
		reply: whole('notification_rules', notificationRule),
	});
}

/** Never sent twice. operationId: createUserNotificationRule */
export function createNotificationRule(
	pd: PagerDutyApi,
	userId: string,
	input: NotificationRuleInput,
): Promise<NotificationRule> {
	return pd.request({
		operationId: 'createUserNotificationRule',
		method: 'POST',
		path: ['users', userId, 'notification_rules'],
		body: { notification_rule: { type: 'assignment_notification_rule', ...input } },
		reply: single('notification_rule', notificationRule),
	});
}

/** operationId: updateUserNotificationRule */
export function updateNotificationRule(
	pd: PagerDutyApi,
	userId: string,
	ruleId: string,
	input: NotificationRuleInput,
): Promise<NotificationRule> {
	return pd.request({
		operationId: 'updateUserNotificationRule',
		method: 'PUT',
		path: ['users', userId, 'notification_rules', ruleId],
		body: { notification_rule: { type: 'assignment_notification_rule', ...input } },
		reply: single('notification_rule', notificationRule),
	});
}

/** operationId: deleteUserNotificationRule */
export async function deleteNotificationRule(pd: PagerDutyApi, userId: string, ruleId: string): Promise<void> {
	await pd.request({
		operationId: 'deleteUserNotificationRule',
		method: 'DELETE',
		path: ['users', userId, 'notification_rules', ruleId],
		reply: z.unknown(),
	});
}
