import type { JsonObject } from '../json.ts';
import { required } from '../model/store.ts';
import type { ContactMethod, NotificationRule, User } from '../model/model.ts';
import type { World } from '../model/world.ts';
import { plain, type ReplyOptions } from './options.ts';
import { head, selfUrl, teamReference, webUrl } from './references.ts';
import { teamJson } from './team.ts';

export function userJson(world: World, user: User, options: ReplyOptions = plain): JsonObject {
	const { include } = options;
	const expand = (name: string) => include.has(name);
	return {
		...head(world, user.id, 'user', user.name, `users/${user.id}`, `users/${user.id}`),
		name: user.name,
		email: user.email,
		time_zone: user.timeZone,
		color: user.color,
		role: user.role,
		avatar_url: `${webUrl(world)}/avatars/${user.id.toLowerCase()}.png`,
		description: user.description,
		invitation_sent: user.invitationSent,
		job_title: user.jobTitle,
		created_via_sso: false,
		teams: world.store
			.teamsOf(user.id)
			.map(({ id }) => (expand('teams') ? teamJson(world, required(world.store.teams, id)) : teamReference(world, id))),
		contact_methods: user.contactMethods.map((method) =>
			expand('contact_methods') ? contactMethodJson(user, method) : contactMethodReference(user, method),
		),
		notification_rules: user.notificationRules.map((rule) =>
			expand('notification_rules') ? notificationRuleJson(user, rule) : notificationRuleReference(user, rule),
		),
		...(expand('subdomains') ? { subdomains: [world.account.subdomain] } : {}),
	};
}

export function contactMethodJson(user: User, method: ContactMethod): JsonObject {
	const enabled = method.type === 'email_contact_method' ? {} : { enabled: true };
	return {
		...contactMethodReference(user, method),
		type: method.type,
		label: method.label,
		address: method.address,
		...(method.countryCode === null ? {} : { country_code: method.countryCode, blacklisted: false }),
		...(method.type === 'push_notification_contact_method' ? { device_type: 'ios' } : {}),
		...(method.type === 'email_contact_method' ? { send_short_email: false } : enabled),
	};
}

export function notificationRuleJson(user: User, rule: NotificationRule): JsonObject {
	const method = user.contactMethods.find(({ id }) => id === rule.contactMethodId);
	return {
		...notificationRuleReference(user, rule),
		type: 'assignment_notification_rule',
		start_delay_in_minutes: rule.delayMinutes,
		contact_method: method ? contactMethodReference(user, method) : null,
		urgency: rule.urgency,
	};
}

function contactMethodReference(user: User, method: ContactMethod): JsonObject {
	return {
		id: method.id,
		type: `${method.type}_reference`,
		summary: method.label,
		self: selfUrl(`users/${user.id}/contact_methods/${method.id}`),
		html_url: null,
	};
}

function notificationRuleReference(user: User, rule: NotificationRule): JsonObject {
	return {
		id: rule.id,
		type: 'assignment_notification_rule_reference',
		summary: `${rule.delayMinutes} minutes: channel ${rule.contactMethodId}`,
		self: selfUrl(`users/${user.id}/notification_rules/${rule.id}`),
		html_url: null,
	};
}
