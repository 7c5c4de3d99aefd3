import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { invalidInput, notFound } from '../server/errors.ts';
import { escalateTo } from '../incidents/lifecycle.ts';
import { log, nameOf } from '../incidents/log.ts';
import type { ContactMethod, Incident, NotificationRule, User } from '../model/model.ts';
import type { Route } from '../server/router.ts';
import { isListedTimeZone } from '../time-zones.ts';
import { contactMethodJson, notificationRuleJson, userJson } from '../replies/user.ts';
import type { World } from '../model/world.ts';
import { findUser } from './find.ts';

const scope = 'users.write';
const contacts = 'users:contact_methods.write';
const one = '/users/{id}';
const methods = `${one}/contact_methods`;
const method = `${methods}/{contact_method_id}`;
const rules = `${one}/notification_rules`;
const rule = `${rules}/{notification_rule_id}`;

/** Making and changing people, and how they are reached. */
export const userChangeRoutes: readonly Route[] = [
	{ method: 'POST', path: '/users', operationId: 'createUser', scope, from: true, handle: create },
	{ method: 'PUT', path: one, operationId: 'updateUser', scope, handle: update },
	{ method: 'DELETE', path: one, operationId: 'deleteUser', scope, handle: remove },
	{
		method: 'GET',
		path: methods,
		operationId: 'getUserContactMethods',
		scope: 'users:contact_methods.read',
		handle: listMethods,
	},
	{ method: 'POST', path: methods, operationId: 'createUserContactMethod', scope: contacts, handle: createMethod },
	{ method: 'PUT', path: method, operationId: 'updateUserContactMethod', scope: contacts, handle: updateMethod },
	{ method: 'DELETE', path: method, operationId: 'deleteUserContactMethod', scope: contacts, handle: deleteMethod },
	{
		method: 'GET',
		path: rules,
		operationId: 'getUserNotificationRules',
		scope: 'users:contact_methods.read',
		handle: listRules,
	},
	{ method: 'POST', path: rules, operationId: 'createUserNotificationRule', scope: contacts, handle: createRule },
	{ method: 'PUT', path: rule, operationId: 'updateUserNotificationRule', scope: contacts, handle: updateRule },
	{ method: 'DELETE', path: rule, operationId: 'deleteUserNotificationRule', scope: contacts, handle: deleteRule },
];

const roles = z.enum([
	'admin',
	'limited_user',
	'observer',
	'owner',
	'read_only_user',
	'restricted_access',
	'read_only_limited_user',
	'user',
]);
const userBody = z.object({
	user: z.object({
		name: z.string().trim().min(1, "can't be blank").max(100),
		email: z.email().max(100),
		role: roles.optional(),
		time_zone: z.string().nullish(),
		job_title: z.string().max(100).nullish(),
		description: z.string().nullish(),
	}),
});

function create(call: Call): Reply {
	const { world } = call;
	call.checkSender();
	const mail: ContactMethod = {
		id: world.ids.short(),
		type: 'email_contact_method',
		label: 'Default',
		address: '',
		countryCode: null,
	};
	const rule = (urgency: 'high' | 'low'): NotificationRule => {
		return { id: world.ids.short(), contactMethodId: mail.id, delayMinutes: 0, urgency };
	};
	const user: User = {
		id: world.ids.short(),
		name: '',
		email: '',
		timeZone: world.account.timeZone,
		role: 'user',
		jobTitle: null,
		description: null,
		color: 'green',
		invitationSent: true,
		contactMethods: [mail],
		notificationRules: [rule('high'), rule('low')],
	};
	apply(call, user);
	mail.address = user.email;
	world.store.users.set(user.id, user);
	return { status: 201, body: { user: userJson(world, user, call.replyOptions) } };
}

function update(call: Call): Reply {
	const user = findUser(call);
	apply(call, user);
	return { status: 200, body: { user: userJson(call.world, user, call.replyOptions) } };
}

/** Checks all before it changes anything. What is not given stays as it is. */
function apply(call: Call, user: User): void {
	const { name, email, role, time_zone: zone, job_title: title, description } = call.body(userBody).user;
	const taken = [...call.world.store.users.values()].some(
		(other) => other !== user && !other.deleted && other.email.toLowerCase() === email.toLowerCase(),
	);
	if (taken) throw invalidInput('Email has already been taken');
	if (zone !== undefined && zone !== null && !isListedTimeZone(zone))
		throw invalidInput('time zone is not a valid tzinfo identifier');
	// Nobody becomes the owner through the API.
	if (role === 'owner' && user.role !== 'owner') throw invalidInput('Role is invalid');
	user.name = name.replace(/\s+/g, ' ');
	user.email = email;
	user.role = role ?? user.role;
	if (zone !== undefined) user.timeZone = zone ?? call.world.account.timeZone;
	if (title !== undefined) user.jobTitle = title;
	if (description !== undefined) user.description = description;
}

/** Refused while the person is on a policy or a schedule, or has incidents unless the plan takes care of those. */
function remove(call: Call): Reply {
	const { world } = call;
	const user = findUser(call);
	const { store } = world;
	const assigned = store.incidents.filter(
		({ status, assignments }) => status !== 'resolved' && assignments.some(({ userId }) => userId === user.id),
	);
	if (assigned.length > 0 && !store.abilities.includes('offboarding'))
		throw invalidInput("User can't be deleted while incidents are assigned to them");
	const policies = [...store.policies.values()].some((policy) => JSON.stringify(policy.rules).includes(`"${user.id}"`));
	if (policies) throw invalidInput("User can't be deleted if they're being used by escalation policies");
	const schedules = [...store.schedules.values(), ...store.shiftSchedules.values()];
	if (schedules.some((schedule) => JSON.stringify(schedule).includes(`"${user.id}"`)))
		throw invalidInput("User can't be deleted if they're being used by schedules");
	user.deleted = true;
	user.deletedAt = world.clock.ms;
	for (const team of store.teams.values()) team.members.delete(user.id);
	for (const incident of assigned) handOver(call.world, incident, user, call);
	return { status: 204 };
}

function handOver(world: World, incident: Incident, user: User, call: Call): void {
	const by = call.caller.kind === 'user' ? call.actor : { type: 'service' as const, id: incident.serviceId };
	incident.assignments = incident.assignments.filter(({ userId }) => userId !== user.id);
	incident.acknowledgements = incident.acknowledgements.filter(({ by: actor }) => actor.id !== user.id);
	log(world, incident, 'unassign', by, `${user.name} taken off by ${nameOf(world, by)}`);
	if (incident.assignments.length === 0) escalateTo(world, incident, incident.level, by);
}

const methodBody = z.object({
	contact_method: z.object({
		type: z.enum([
			'email_contact_method',
			'phone_contact_method',
			'sms_contact_method',
			'whatsapp_contact_method',
			'push_notification_contact_method',
		]),
		label: z.string().trim().min(1, "can't be blank"),
		address: z.string().trim().min(1, "can't be blank"),
		country_code: z.int().min(1).max(1999).optional(),
	}),
});

function listMethods(call: Call): Reply {
	const user = findUser(call);
	return { status: 200, body: { contact_methods: user.contactMethods.map((item) => contactMethodJson(user, item)) } };
}

function createMethod(call: Call): Reply {
	const user = findUser(call);
	const item = { id: call.world.ids.short(), ...methodFields(call, user) };
	user.contactMethods.push(item);
	return { status: 201, body: { contact_method: contactMethodJson(user, item) } };
}

function updateMethod(call: Call): Reply {
	const user = findUser(call);
	const item = methodOf(user, call.param('contact_method_id'));
	const fields = methodFields(call, user, item);
	if (fields.type !== item.type) throw invalidInput('Type cannot be changed');
	Object.assign(item, fields);
	return { status: 200, body: { contact_method: contactMethodJson(user, item) } };
}

function methodFields(call: Call, user: User, item?: ContactMethod): Omit<ContactMethod, 'id'> {
	const { type, label, address, country_code: code } = call.body(methodBody).contact_method;
	if (type === 'push_notification_contact_method') throw invalidInput('Push notifications are set up on the device');
	const phone = type !== 'email_contact_method';
	if (phone && !isPhoneNumber(type, address, code ?? 1)) throw invalidInput('Address is not a valid phone number');
	if (!phone && !z.email().safeParse(address).success) throw invalidInput('Address is not a valid email address');
	const twin = user.contactMethods.find((other) => other !== item && other.type === type && other.address === address);
	if (twin) throw invalidInput('User Contact method must be unique');
	return { type, label, address, countryCode: phone ? (code ?? 1) : null };
}

/** By country code, the prefixes without which PagerDuty wants numbers. */
const prefixes = new Map([[1, '1'], ...[33, 40, 44, 45, 49, 61, 66, 91].map((code): [number, string] => [code, '0'])]);

function isPhoneNumber(type: ContactMethod['type'], address: string, country: number): boolean {
	const prefix = type === 'sms_contact_method' && country === 52 ? '1' : prefixes.get(country);
	return /^[\d,*#]{1,40}$/.test(address) && !(prefix && address.startsWith(prefix));
}

/** The rules that use it go with it. */
function deleteMethod(call: Call): Reply {
	const user = findUser(call);
	const item = methodOf(user, call.param('contact_method_id'));
	user.contactMethods = user.contactMethods.filter((other) => other !== item);
	user.notificationRules = user.notificationRules.filter(({ contactMethodId }) => contactMethodId !== item.id);
	return { status: 204 };
}

function methodOf(user: User, id: string): ContactMethod {
	const item = user.contactMethods.find((other) => other.id === id);
	if (!item) throw notFound();
	return item;
}

const ruleBody = z.object({
	notification_rule: z.object({
		start_delay_in_minutes: z.int().min(0),
		urgency: z.enum(['high', 'low']),
		contact_method: z.object({ id: z.string() }),
	}),
});

function listRules(call: Call): Reply {
	const user = findUser(call);
	const urgency = call.query.text('urgency') ?? 'all';
	const wanted = user.notificationRules.filter((item) => urgency === 'all' || item.urgency === urgency);
	return { status: 200, body: { notification_rules: wanted.map((item) => notificationRuleJson(user, item)) } };
}

function createRule(call: Call): Reply {
	const user = findUser(call);
	const item = { id: call.world.ids.short(), ...ruleFields(call, user) };
	user.notificationRules.push(item);
	return { status: 201, body: { notification_rule: notificationRuleJson(user, item) } };
}

function updateRule(call: Call): Reply {
	const user = findUser(call);
	const item = ruleOf(user, call.param('notification_rule_id'));
	Object.assign(item, ruleFields(call, user, item));
	return { status: 200, body: { notification_rule: notificationRuleJson(user, item) } };
}

function ruleFields(call: Call, user: User, item?: NotificationRule): Omit<NotificationRule, 'id'> {
	const { start_delay_in_minutes: delay, urgency, contact_method: wanted } = call.body(ruleBody).notification_rule;
	const known = user.contactMethods.find(({ id }) => id === wanted.id);
	if (!known) throw invalidInput('Contact method not found');
	const fields = { delayMinutes: delay, urgency, contactMethodId: known.id };
	const key = (other: Omit<NotificationRule, 'id'>) =>
		`${other.delayMinutes} ${other.urgency} ${other.contactMethodId}`;
	if (user.notificationRules.some((other) => other !== item && key(other) === key(fields)))
		throw invalidInput('Notification rule must be unique');
	return fields;
}

function deleteRule(call: Call): Reply {
	const user = findUser(call);
	const item = ruleOf(user, call.param('notification_rule_id'));
	user.notificationRules = user.notificationRules.filter((other) => other !== item);
	return { status: 204 };
}

function ruleOf(user: User, id: string): NotificationRule {
	const item = user.notificationRules.find((other) => other.id === id);
	if (!item) throw notFound();
	return item;
}
