import * as z from 'zod';
import { flag, id, number, text } from './fields.ts';
import { single, whole } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';

/** A way to reach a person. The address is personal: a phone number, an e-mail address, or a device's own key. */
export const contactMethod = z.object({
	id,
	/** `email_contact_method`, `phone_contact_method`, `sms_contact_method`, `whatsapp_contact_method` or `push_notification_contact_method` */
	type: text(),
	label: text(),
	summary: text(),
	address: text(),
	country_code: number(),
	device_type: text(),
	/** PagerDuty no longer sends to it. */
	blacklisted: flag(),
});
export type ContactMethod = z.output<typeof contactMethod>;

export interface ContactMethodInput {
	readonly type: 'email_contact_method' | 'phone_contact_method' | 'sms_contact_method' | 'whatsapp_contact_method';
	readonly label: string;
	readonly address: string;
	/** 1 to 1999; of phones only. */
	readonly country_code?: number;
}

/** All ways to reach a person. operationId: getUserContactMethods */
export function listContactMethods(pd: PagerDutyApi, userId: string): Promise<ContactMethod[]> {
	return pd.request({
		operationId: 'getUserContactMethods',
		method: 'GET',
		path: ['users', userId, 'contact_methods'],
		reply: whole('contact_methods', contactMethod),
	});
}

/** Never sent twice. operationId: createUserContactMethod */
export function createContactMethod(
	pd: PagerDutyApi,
	userId: string,
	input: ContactMethodInput,
): Promise<ContactMethod> {
	return pd.request({
		operationId: 'createUserContactMethod',
		method: 'POST',
		path: ['users', userId, 'contact_methods'],
		body: { contact_method: input },
		reply: single('contact_method', contactMethod),
	});
}

/** Replaces label and address. operationId: updateUserContactMethod */
export function updateContactMethod(
	pd: PagerDutyApi,
	userId: string,
	methodId: string,
	input: ContactMethodInput,
): Promise<ContactMethod> {
	return pd.request({
		operationId: 'updateUserContactMethod',
		method: 'PUT',
		path: ['users', userId, 'contact_methods', methodId],
		body: { contact_method: input },
		reply: single('contact_method', contactMethod),
	});
}

/** Notification rules that use it go with it. operationId: deleteUserContactMethod */
export async function deleteContactMethod(pd: PagerDutyApi, userId: string, methodId: string): Promise<void> {
	await pd.request({
		operationId: 'deleteUserContactMethod',
		method: 'DELETE',
		path: ['users', userId, 'contact_methods', methodId],
		reply: z.unknown(),
	});
}
