import * as z from 'zod';
import type { ContactMethod } from '../../../pagerduty/api/contact-methods.ts';
import type { NotificationRule } from '../../../pagerduty/api/notification-rules.ts';
import { cleanName, nameOf } from '../../text/names.ts';
import { cleanLine } from '../../text/untrusted.ts';

/** A way to reach a person. */
export const contactMethodSchema = z.object({
	id: z.string(),
	/** `email`, `phone`, `sms`, `whatsapp` or `push`. */
	type: z.string(),
	label: z.string().optional(),
	/** A phone number or an e-mail address; only when asked for. */
	address: z.string().optional(),
	/** PagerDuty no longer sends to it. */
	blocked: z.literal(true).optional(),
});

type ShownContactMethod = z.output<typeof contactMethodSchema>;

export function showContactMethod(method: ContactMethod, withAddress: boolean): ShownContactMethod {
	const label = method.label ?? method.summary;
	const type = shortType(method.type);
	// The address of a push notification is a device's own key.
	const address = withAddress && type !== 'push' ? method.address : undefined;
	const code = method.country_code === undefined || type === 'email' ? '' : `+${method.country_code} `;
	return {
		id: method.id,
		type,
		...(label && { label: cleanName(label) }),
		...(address && { address: cleanLine(code + address, 120) }),
		...(method.blacklisted && { blocked: true as const }),
	};
}

/** `phone` for `phone_contact_method` and for a reference to one. */
export function shortType(type: string | undefined): string {
	const short = type?.replace(/_reference$/, '').replace(/(_notification)?_contact_method$/, '');
	return short === undefined || short === '' ? 'unknown' : cleanLine(short, 40);
}

/** How a person is told of an incident. */
export const notificationRuleSchema = z.object({
	id: z.string(),
	/** Of the incidents: `high` or `low`. */
	urgency: z.string().optional(),
	/** Minutes after the assignment. */
	after_minutes: z.number().optional(),
	/** `Mobile (phone)` */
	by: z.string(),
	contact_method_id: z.string().optional(),
});

type ShownNotificationRule = z.output<typeof notificationRuleSchema>;

export function showNotificationRule(rule: NotificationRule): ShownNotificationRule {
	const { contact_method: method } = rule;
	return {
		id: rule.id,
		urgency: rule.urgency,
		after_minutes: rule.start_delay_in_minutes,
		by: method ? `${nameOf(method)} (${shortType(method.type)})` : 'a contact method that is gone',
		contact_method_id: method?.id,
	};
}
