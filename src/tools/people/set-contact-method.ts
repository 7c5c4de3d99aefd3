import * as z from 'zod';
import {
	createContactMethod,
	listContactMethods,
	updateContactMethod,
	type ContactMethodInput,
} from '../../pagerduty/api/contact-methods.ts';
import { freeText, reference } from '../core/arguments.ts';
import { ToolError } from '../core/failure.ts';
import { quoted } from '../text/names.ts';
import { createOnce, sendOnce } from '../writes/send-once.ts';
import { givenText, requireAgreement } from '../writes/agreement.ts';
import { defineTool } from '../core/tool.ts';
import { contactMethodSchema, shortType, showContactMethod } from './shared/contact-method-shape.ts';
import { requireChange, hasValues } from '../writes/update.ts';
import { contactMethodName, contactMethodReference, findContactMethod } from './shared/find-contact-method.ts';
import { checkEmail } from './shared/user-input.ts';
import { said } from '../text/said.ts';

const types = {
	email: 'email_contact_method',
	phone: 'phone_contact_method',
	sms: 'sms_contact_method',
	whatsapp: 'whatsapp_contact_method',
} as const;
const kinds = z.enum(['email', 'phone', 'sms', 'whatsapp']);

/** operationId: createUserContactMethod or updateUserContactMethod */
export const setContactMethod = defineTool({
	name: 'set_contact_method',
	title: 'Add or change a contact method',
	description:
		'Adds a way to reach a person, or changes one; what is not given stays as it is. Push notifications are set up on the phone itself. The API cannot test a contact method: the person does that in PagerDuty.',
	example: 'Add my new mobile number.',
	toolset: 'people',
	access: 'administer',
	effect: { destructive: true, idempotent: false },
	consent: ['configuration'],
	operations: {
		always: ['createUserContactMethod', 'updateUserContactMethod'],
		sometimes: ['getCurrentUser', 'getUserContactMethods'],
	},
	input: z.strictObject({
		user: reference('Name, e-mail, id or me.'),
		contact_method: reference(
			`The contact method to change; without it, a new one is added. ${contactMethodReference}`,
		).optional(),
		type: kinds.optional().describe('Type of a new contact method.'),
		label: freeText(100, 'Such as Work or Mobile.').optional(),
		address: reference('E-mail address, or phone number without country code.').optional(),
		country_code: z
			.int()
			.min(1)
			.max(1999)
			.optional()
			.describe('Country code of a phone number, such as 49. Default: 1.'),
	}),
	output: z.object({ user: z.string(), contact_method: contactMethodSchema, note: z.string().optional() }),
	async run(input, context) {
		const { pagerduty } = context;
		const user = await context.directory.resolve('user', input.user, context);
		const current =
			input.contact_method === undefined ? undefined : await findContactMethod(user.id, input.contact_method, context);
		const { label, address, country_code: code } = input;
		const changes = {
			...(label !== undefined && { label: label.trim() }),
			...(address !== undefined && { address }),
			...(code !== undefined && { country_code: code }),
		};
		if (current) requireChange(changes, ['label', 'address', 'country_code']);
		const type = current ? shortType(current.type) : input.type;
		const kind = kinds.safeParse(type).data;
		if (!kind) {
			throw new ToolError({
				message: !current
					? 'A new one needs `type`.'
					: type === 'push'
						? 'Only the device itself can change that one.'
						: `A contact method of type ${type} can only be changed in PagerDuty.`,
			});
		}
		if (current && input.type && input.type !== kind)
			throw new ToolError({
				message: `The type of a contact method cannot change from ${kind}: add another one instead.`,
			});
		const before = { label: current?.label, address: current?.address, country_code: current?.country_code };
		// What PagerDuty has taken once is sent back as it is.
		const isNew = !current || address !== undefined || code !== undefined;
		const wanted = contactInput(kind, { ...before, ...changes }, isNew);
		if (current && hasValues(current, changes)) {
			const note = 'Nothing changed: it was already like this.';
			return { user: user.name, contact_method: showContactMethod(current, address !== undefined), note };
		}
		const given = givenText({ ...input, user: undefined, contact_method: undefined });
		const question = current
			? said`Change the contact method ${quoted(contactMethodName(current))} of ${quoted(user.name)}: ${given}?`
			: said`Add a contact method to ${quoted(user.name)}: ${given}?`;
		await requireAgreement({ question, ids: [user.id, current?.id ?? 'new'] }, context);
		const alike = async () => (await listContactMethods(pagerduty, user.id)).filter((one) => hasValues(one, wanted));
		const method = await (current
			? sendOnce(
					{
						send: () => updateContactMethod(pagerduty, user.id, current.id, wanted),
						find: async () => (await alike()).find(({ id }) => id === current.id),
						missing: 'The contact method does not show the change now.',
					},
					context,
				)
			: createOnce(
					{
						alike,
						send: () => createContactMethod(pagerduty, user.id, wanted),
						missing: `${quoted(user.name)} has no such new contact method now.`,
					},
					context,
				));
		return { user: user.name, contact_method: showContactMethod(method, address !== undefined) };
	},
});

/** Where numbers are written without the prefix that is dialled within a country, by country code. */
const prefixes: Readonly<Record<number, string>> = {
	1: '1',
	33: '0',
	40: '0',
	44: '0',
	45: '0',
	49: '0',
	61: '0',
	66: '0',
	91: '0',
};

function contactInput(
	kind: z.output<typeof kinds>,
	given: { label?: string | undefined; address?: string | undefined; country_code?: number | undefined },
	isNew: boolean,
): ContactMethodInput {
	const { label, address, country_code: code } = given;
	if (!label || !address) throw new ToolError({ message: 'A contact method needs `label` and `address`.' });
	if (kind === 'email') {
		if (code !== undefined) throw new ToolError({ message: 'country_code: an e-mail address has none.' });
		return { type: types[kind], label, address: isNew ? checkEmail(address) : address };
	}
	const country = code ?? 1;
	return {
		type: types[kind],
		label,
		address: isNew ? phoneNumber(kind, address, country) : address,
		country_code: country,
	};
}

/** @throws {ToolError} for what PagerDuty cannot call. */
function phoneNumber(kind: z.output<typeof kinds>, address: string, country: number): string {
	const number = address.replace(/[\s().-]/g, '');
	if (!/^\d{4}[\d,*#]{0,36}$/.test(number)) {
		throw new ToolError({
			message:
				'address: a phone number has 4 digits or more, without the country code. Commas, * and # may follow, for an extension.',
			next: 'Give the country code as `country_code`.',
		});
	}
	const prefix = kind === 'sms' && country === 52 ? '1' : prefixes[country];
	if (prefix && number.startsWith(prefix)) {
		throw new ToolError({
			message: `address: PagerDuty takes numbers with the country code ${country} only without a leading ${prefix}.`,
			next: `Leave out the leading ${prefix}.`,
		});
	}
	return number;
}
