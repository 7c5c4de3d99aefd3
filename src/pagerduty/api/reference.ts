import * as z from 'zod';
import { id, text } from './fields.ts';

/** How PagerDuty names one object inside another. A deleted person keeps name and page, and has `deleted_at`. */
export const reference = z.object({
	id,
	type: text(),
	summary: text(),
	self: text(),
	html_url: text(),
	deleted_at: text(),
});
export type Reference = z.output<typeof reference>;

/** A reference to a person; `include` adds the person's own fields. */
export const personReference = reference.extend({
	name: text(),
	email: text(),
	time_zone: text(),
	job_title: text(),
});
export type PersonReference = z.output<typeof personReference>;

/** What a request needs to name an object, e.g. `{ id: 'P1', type: 'user_reference' }`. */
export interface ReferenceInput {
	readonly id: string;
	readonly type: string;
}

/** Names an object in a request: `referenceTo('user', 'P1')`. */
export function referenceTo(type: string, id: string): ReferenceInput {
	return { id, type: `${type}_reference` };
}
