import * as z from 'zod';
import { listContactMethods } from '../../pagerduty/api/contact-methods.ts';
import { listNotificationRules } from '../../pagerduty/api/notification-rules.ts';
import { listOnCalls } from '../../pagerduty/api/oncalls.ts';
import * as users from '../../pagerduty/api/users.ts';
import { keywords, reference } from '../core/arguments.ts';
import { partialAnswer } from '../lists/partial-answer.ts';
import { defineTool } from '../core/tool.ts';
import { fieldsArgument, project } from '../shapes/shape.ts';
import {
	contactMethodSchema,
	notificationRuleSchema,
	showContactMethod,
	showNotificationRule,
} from './shared/contact-method-shape.ts';
import { oncallShape, showOncall } from '../shapes/oncall.ts';
import { showUser, userShape } from './shared/user-shape.ts';

const parts = ['contact_methods', 'addresses', 'notification_rules', 'oncalls'] as const;

/** Turns shown here; list_oncalls gives the rest. */
const turns = 25;

/** operationId: getUser, with getUserContactMethods, getUserNotificationRules and listOnCalls on request */
export const getUser = defineTool({
	name: 'get_user',
	title: 'Show a person',
	description:
		'Shows one person. `include` adds contact methods, notification rules or current duties. Ask for `addresses` only to reach somebody.',
	example: 'How can I reach Diego right now?',
	toolset: 'people',
	access: 'read',
	operations: {
		always: ['getUser'],
		sometimes: ['listUsers', 'getUserContactMethods', 'getUserNotificationRules', 'listOnCalls', 'getCurrentUser'],
	},
	input: z.strictObject({
		user: reference('Name, e-mail, id or me. Default: me.').default('me'),
		include: keywords(parts, 'What else to show.').optional(),
		fields: fieldsArgument(userShape),
	}),
	output: z.object({
		user: userShape.schema,
		contact_methods: z.array(contactMethodSchema).optional(),
		notification_rules: z.array(notificationRuleSchema).optional(),
		oncalls: z.array(oncallShape.schema).optional(),
		/** Parts that could not be read, and parts of which there is more. */
		incomplete: z.array(z.string()).optional(),
	}),
	async run(input, context) {
		const { pagerduty } = context;
		const { id } = await context.directory.resolve('user', input.user, context);
		const addresses = input.include?.includes('addresses') ?? false;
		const wanted = addresses ? [...(input.include ?? []), 'contact_methods' as const] : input.include;
		const part = partialAnswer(wanted, context.signal);
		const [user, methods, rules, oncalls] = await Promise.all([
			users.getUser(pagerduty, id),
			part.read('contact_methods', () => listContactMethods(pagerduty, id)),
			part.read('notification_rules', () => listNotificationRules(pagerduty, id)),
			part.read('oncalls', () => listOnCalls(pagerduty, { user_ids: [id], limit: turns })),
		]);
		if (oncalls?.more) part.incomplete.push('more turns: list_oncalls');
		const me = await context.directory.myId(context);
		return {
			user: showUser(user),
			...(methods && { contact_methods: methods.map((method) => showContactMethod(method, addresses)) }),
			...(rules && { notification_rules: rules.map(showNotificationRule) }),
			...(oncalls && { oncalls: oncalls.items.map((oncall) => showOncall(oncall, me)) }),
			...(part.incomplete.length > 0 && { incomplete: part.incomplete }),
		};
	},
	present: ({ user, oncalls, ...rest }, { fields }) => ({
		user: project(userShape, user, fields),
		...rest,
		...(oncalls && {
			oncalls: oncalls.map((oncall) => project(oncallShape, oncall, ['level', 'escalation_policy', 'schedule', 'end'])),
		}),
	}),
});
