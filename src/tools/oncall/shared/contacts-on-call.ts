import * as z from 'zod';
import { listContactMethods, type ContactMethod } from '../../../pagerduty/api/contact-methods.ts';
import type { ToolContext } from '../../core/context.ts';
import { readPartOfEach } from '../../lists/partial-answer.ts';
import type { ShownOncall } from '../../shapes/oncall.ts';
import { cleanLine } from '../../text/untrusted.ts';

/** How to reach somebody: personal data, shown only when asked for. */
export const contactSchema = z.object({ user: z.string(), contact_methods: z.array(z.string()) });

/** More people than this are too many requests. */
const mostPeople = 10;

/**
 * The first people's contact methods, e.g. `phone: +1 4155550100 (Work)`, and what is missing of them.
 * operationId: getUserContactMethods
 */
export async function readContacts(oncalls: readonly ShownOncall[], context: ToolContext) {
	const all = [...new Map(oncalls.map(({ user_id: id, user: name }) => [id, { id, name }])).values()];
	const people = all.slice(0, mostPeople);
	const read = ({ id }: { readonly id: string }) => listContactMethods(context.pagerduty, id);
	const { values, note } = await readPartOfEach('contact methods', people, read, context.signal);
	return {
		contacts: people.flatMap(({ name: user }, index) => {
			const methods = values[index]?.filter(({ type }) => type !== undefined && !type.startsWith('push'));
			return methods ? [{ user, contact_methods: methods.map(contactText) }] : [];
		}),
		notes: [
			...(all.length > mostPeople ? [`Contact methods of the first ${mostPeople} people.`] : []),
			...(note === undefined ? [] : [note]),
		],
	};
}

function contactText({ type = '', address = '', country_code: code, label }: ContactMethod): string {
	const kind = type.replace(/_contact_method(_reference)?$/, '');
	const number = code === undefined || kind === 'email' ? address : `+${code} ${address}`;
	return cleanLine(`${kind}: ${number}${label ? ` (${label})` : ''}`, 200);
}
