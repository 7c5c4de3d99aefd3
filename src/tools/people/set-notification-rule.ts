import * as z from 'zod';
import {
	createNotificationRule,
	listNotificationRules,
	updateNotificationRule,
	type NotificationRule,
} from '../../pagerduty/api/notification-rules.ts';
import { reference } from '../core/arguments.ts';
import { ToolError } from '../core/failure.ts';
import { quoted } from '../text/names.ts';
import { createOnce, sendOnce } from '../writes/send-once.ts';
import { requireAgreement } from '../writes/agreement.ts';
import { defineTool } from '../core/tool.ts';
import { notificationRuleSchema, showNotificationRule } from './shared/contact-method-shape.ts';
import { requireChange } from '../writes/update.ts';
import { contactMethodName, contactMethodReference, findContactMethod } from './shared/find-contact-method.ts';
import { ruleText } from './shared/rule-text.ts';
import { said } from '../text/said.ts';

/** operationId: createUserNotificationRule or updateUserNotificationRule */
export const setNotificationRule = defineTool({
	name: 'set_notification_rule',
	title: 'Change how a person is notified',
	description:
		'Adds or changes a rule by which a person is told of incidents: by which contact method and after how many minutes. It decides how and how soon they are paged. The API cannot send a test notification.',
	example: 'Call me after two minutes for high urgency.',
	toolset: 'people',
	access: 'administer',
	effect: { destructive: true, idempotent: false },
	consent: ['configuration'],
	operations: {
		always: ['createUserNotificationRule', 'updateUserNotificationRule'],
		sometimes: ['getCurrentUser', 'getUserContactMethods', 'getUserNotificationRules'],
	},
	input: z.strictObject({
		user: reference('Name, e-mail, id or me.'),
		notification_rule: reference(
			'Id of the rule to change; without it, a new one is added. get_user shows it.',
		).optional(),
		contact_method: reference(contactMethodReference).optional(),
		after_minutes: z
			.int()
			.min(0)
			.max(10_080)
			.optional()
			.describe('Minutes after the incident is assigned. Default for a new rule: 0.'),
		urgency: z.enum(['high', 'low']).optional().describe('Urgency of the incidents. Default for a new rule: high.'),
	}),
	output: z.object({ user: z.string(), notification_rule: notificationRuleSchema, note: z.string().optional() }),
	async run(input, context) {
		const { pagerduty } = context;
		const user = await context.directory.resolve('user', input.user, context);
		const { notification_rule: id, contact_method: asked, after_minutes: minutes, urgency } = input;
		if (id !== undefined) {
			const changes = {
				...(asked && { asked }),
				...(minutes !== undefined && { minutes }),
				...(urgency && { urgency }),
			};
			requireChange(changes, ['contact_method', 'after_minutes', 'urgency']);
		} else if (!asked) throw new ToolError({ message: 'A new rule needs `contact_method`.' });
		const current =
			id === undefined
				? undefined
				: await findNotificationRule(user.id, id, () => listNotificationRules(pagerduty, user.id));
		const method = asked ? await findContactMethod(user.id, asked, context) : current?.contact_method;
		if (!method?.type) throw new ToolError({ message: 'The contact method of this rule is gone: give another one.' });
		const wanted = {
			start_delay_in_minutes: minutes ?? current?.start_delay_in_minutes ?? 0,
			urgency: urgency ?? (current?.urgency === 'low' ? ('low' as const) : ('high' as const)),
			contact_method: { id: method.id, type: `${method.type.replace(/_reference$/, '')}_reference` },
		};
		const isSo = (rule: NotificationRule) =>
			rule.start_delay_in_minutes === wanted.start_delay_in_minutes &&
			rule.urgency === wanted.urgency &&
			rule.contact_method?.id === method.id;
		if (current && isSo(current)) {
			const note = 'Nothing changed: it was already like this.';
			return { user: user.name, notification_rule: showNotificationRule(current), note };
		}
		const who = quoted(user.name);
		const by = ruleText({
			urgency: wanted.urgency,
			after_minutes: wanted.start_delay_in_minutes,
			by: contactMethodName(method),
		});
		const question = current
			? said`Change a rule by which ${who} is told of incidents: ${by}?`
			: said`Add a rule by which ${who} is told of incidents: ${by}?`;
		await requireAgreement({ question, ids: [user.id, current?.id ?? 'new', method.id] }, context);
		const alike = async () => (await listNotificationRules(pagerduty, user.id)).filter(isSo);
		const rule = await (current
			? sendOnce(
					{
						send: () => updateNotificationRule(pagerduty, user.id, current.id, wanted),
						find: async () => (await alike()).find((one) => one.id === current.id),
						missing: 'The notification rule does not show the change now.',
					},
					context,
				)
			: createOnce(
					{
						alike,
						send: () => createNotificationRule(pagerduty, user.id, wanted),
						missing: `${quoted(user.name)} has no such new notification rule now.`,
					},
					context,
				));
		return { user: user.name, notification_rule: showNotificationRule(rule) };
	},
});

/** @throws {ToolError} not among the person's rules, with those that are. */
export async function findNotificationRule(
	userId: string,
	id: string,
	read: () => Promise<NotificationRule[]>,
): Promise<NotificationRule> {
	const rules = await read();
	const found = rules.find((rule) => rule.id === id);
	if (found) return found;
	const candidates = rules
		.map(showNotificationRule)
		.map(({ id: known, urgency = '', after_minutes: minutes = 0, by }) => ({
			id: known,
			name: `${urgency} urgency, after ${minutes} min by ${by}`,
		}));
	throw new ToolError({ message: `The person (${userId}) has no notification rule ${id}.`, candidates });
}
