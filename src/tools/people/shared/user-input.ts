import * as z from 'zod';
import type { UserInput } from '../../../pagerduty/api/users.ts';
import { freeText, reference } from '../../core/arguments.ts';
import { ToolError } from '../../core/failure.ts';
import { parseListedZone } from '../../time/listed-zones.ts';
import { quoted } from '../../text/names.ts';

/** What may be said of a person beside name and address. Nobody can be made the account's owner through the API. */
export const userArguments = {
	role: z
		.enum([
			'admin',
			'limited_user',
			'observer',
			'read_only_user',
			'restricted_access',
			'read_only_limited_user',
			'user',
		])
		.optional()
		.describe('Role in the account. user is a manager, limited_user a responder, read_only_user a stakeholder.'),
	time_zone: reference('IANA name, such as Europe/Berlin.').optional(),
	job_title: freeText(100, "The person's job title.").optional(),
	description: freeText(1024, 'A few words about the person.').optional(),
};

type Given = z.output<z.ZodObject<typeof userArguments>>;

/**
 * The given values in PagerDuty's words; the note says which of them became others.
 * @throws {ToolError} for a time zone that is none.
 */
export function userInput(
	given: Given,
	now: Date,
): { readonly values: Omit<UserInput, 'name' | 'email'>; readonly note?: string | undefined } {
	const { role, time_zone: zone, job_title: title, description } = given;
	const listed = zone === undefined ? undefined : parseListedZone('time_zone', zone, now);
	return {
		values: {
			...(role && { role }),
			...(listed && { time_zone: listed.zone }),
			...(title !== undefined && { job_title: title.trim() }),
			...(description !== undefined && { description: description.trim() }),
		},
		note: listed?.note,
	};
}

/** A name as PagerDuty keeps it, which has one space where several were sent. */
export function personName(name: string): string {
	return name.trim().replace(/\s+/g, ' ');
}

/** @throws {ToolError} for what is no e-mail address. */
export function checkEmail(email: string): string {
	if (z.email().max(100).safeParse(email).success) return email;
	throw new ToolError({ message: `email: ${quoted(email.slice(0, 60))} is not an e-mail address.` });
}
