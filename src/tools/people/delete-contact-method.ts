import * as z from 'zod';
import * as contactMethods from '../../pagerduty/api/contact-methods.ts';
import {
	deleteNotificationRule,
	listNotificationRules,
	type NotificationRule,
} from '../../pagerduty/api/notification-rules.ts';
import { reference } from '../core/arguments.ts';
import type { Entry } from '../core/directory.ts';
import { quoted } from '../text/names.ts';
import { requireAgreement } from '../writes/agreement.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { removeOnce } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { showNotificationRule } from './shared/contact-method-shape.ts';
import { contactMethodName, contactMethodReference, findContactMethod } from './shared/find-contact-method.ts';
import { findNotificationRule } from './set-notification-rule.ts';
import { ruleText } from './shared/rule-text.ts';
import { inTurn, said } from '../text/said.ts';

/** operationId: deleteUserContactMethod or deleteUserNotificationRule */
export const deleteContactMethod = defineTool({
	name: 'delete_contact_method',
	title: 'Delete a contact method or notification rule',
	description:
		"Deletes one of a person's contact methods with the rules that use it, or one notification rule: they are no longer paged that way.",
	example: 'Remove my old phone number.',
	toolset: 'people',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration'],
	operations: {
		always: ['getUserNotificationRules', 'deleteUserContactMethod', 'deleteUserNotificationRule'],
		sometimes: ['getCurrentUser', 'getUserContactMethods'],
	},
	input: z.strictObject({
		user: reference('Name, e-mail, id or me.'),
		contact_method: reference(contactMethodReference).optional(),
		notification_rule: reference('Id of the rule. get_user shows it.').optional(),
	}),
	output: z.object({
		user: z.string(),
		deleted: z.array(z.string()),
		/** By which rules the person is still told of urgent incidents. */
		high_urgency_rules_left: z.int().optional(),
	}),
	async run(input, context) {
		const { contact_method: method, notification_rule: rule } = input;
		if ((method === undefined) === (rule === undefined))
			throw new ToolError({ message: 'Give either `contact_method` or `notification_rule`.' });
		const user = await context.directory.resolve('user', input.user, context);
		const deleted =
			method === undefined ? await deleteRule(user, rule ?? '', context) : await deleteMethod(user, method, context);
		const left = await listNotificationRules(context.pagerduty, user.id).catch(() => undefined);
		return {
			user: user.name,
			deleted,
			...(left && { high_urgency_rules_left: left.filter(({ urgency }) => urgency === 'high').length }),
		};
	},
});

async function deleteRule(user: Entry, id: string, context: ToolContext): Promise<string[]> {
	const { id: userId } = user;
	const { pagerduty } = context;
	const rule = await findNotificationRule(userId, id, () => listNotificationRules(pagerduty, userId));
	await requireDeletion(user, [rule], [rule.id], context);
	await removeOnce(
		{
			send: () => deleteNotificationRule(pagerduty, userId, rule.id),
			isAway: async () => (await listNotificationRules(pagerduty, userId)).every((now) => now.id !== rule.id),
			missing: 'The notification rule is still there.',
		},
		context,
	);
	return [deletedText(rule)];
}

async function deleteMethod(user: Entry, asked: string, context: ToolContext): Promise<string[]> {
	const { id: userId } = user;
	const { pagerduty } = context;
	const [method, rules] = await Promise.all([
		findContactMethod(userId, asked, context),
		listNotificationRules(pagerduty, userId),
	]);
	const with_it = rules.filter(({ contact_method: used }) => used?.id === method.id);
	await requireDeletion(
		user,
		[quoted(contactMethodName(method)), ...with_it],
		[method.id, ...with_it.map(({ id }) => id)],
		context,
	);
	await removeOnce(
		{
			send: () => contactMethods.deleteContactMethod(pagerduty, userId, method.id),
			isAway: async () =>
				(await contactMethods.listContactMethods(pagerduty, userId)).every((now) => now.id !== method.id),
			missing: 'The contact method is still there.',
		},
		context,
	);
	return [contactMethodName(method), ...with_it.map(deletedText)];
}

function requireDeletion(
	user: Entry,
	what: readonly (string | NotificationRule)[],
	ids: readonly string[],
	context: ToolContext,
): Promise<void> {
	const gone = what.map((one) => (typeof one === 'string' ? one : said`rule: ${ruleText(showNotificationRule(one))}`));
	const question = said`Delete these ways to reach ${quoted(user.name)}: ${inTurn(gone, '; ')}? They will no longer be paged that way.`;
	return requireAgreement({ question, ids: [user.id, ...ids] }, context);
}

function deletedText(rule: NotificationRule): string {
	const { urgency = 'any', after_minutes: minutes = 0, by } = showNotificationRule(rule);
	return `rule: ${urgency} urgency, after ${minutes} min by ${by}`;
}
