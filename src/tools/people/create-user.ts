import * as z from 'zod';
import * as users from '../../pagerduty/api/users.ts';
import type { UserInput } from '../../pagerduty/api/users.ts';
import { freeText, reference } from '../core/arguments.ts';
import { quoted } from '../text/names.ts';
import { requireAgreement } from '../writes/agreement.ts';
import { createOnce } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { showUser, userShape } from './shared/user-shape.ts';
import { presentChanged } from '../writes/update.ts';
import { checkEmail, personName, userArguments, userInput } from './shared/user-input.ts';
import { said, type Said } from '../text/said.ts';

/** operationId: createUser */
export const createUser = defineTool({
	name: 'create_user',
	title: 'Create a user',
	description: 'Adds a person to the account. It uses up a licence, and PagerDuty sends them an invitation.',
	example: 'Add Lena Vogt, lena@example.com, as a responder.',
	toolset: 'people',
	access: 'administer',
	effect: { destructive: false, idempotent: false },
	consent: ['configuration'],
	operations: { always: ['createUser'], sometimes: ['listUsers'] },
	input: z.strictObject({
		name: freeText(100, "The person's full name."),
		email: reference('E-mail address with which the person signs in.'),
		...userArguments,
	}),
	output: z.object({ user: userShape.schema, note: z.string().optional() }),
	async run(input, context) {
		const email = checkEmail(input.email);
		const { values, note } = userInput(input, context.clock.now());
		const wanted = { name: personName(input.name), email, ...values };
		await requireAgreement({ question: questionOf(wanted), ids: [email] }, context);
		const user = await createOnce(
			{
				alike: async () => {
					const { items } = await users.listUsers(context.pagerduty, { query: email });
					// Nobody else can have the address.
					return items.filter((person) => person.email?.toLowerCase() === email.toLowerCase());
				},
				send: () => users.createUser(context.pagerduty, wanted),
				missing: `There is no new user ${quoted(email)} now.`,
			},
			context,
		);
		context.directory.forget('user');
		return { user: showUser(user), ...(note && { note }) };
	},
	present: presentChanged(userShape),
});

/** PagerDuty's pages call these roles otherwise. */
const roleNames: Readonly<Record<string, Said>> = {
	user: said`manager`,
	limited_user: said`responder`,
	read_only_user: said`stakeholder`,
	read_only_limited_user: said`limited stakeholder`,
	restricted_access: said`user with restricted access`,
};

/** Without a role PagerDuty gives one of its own. */
function questionOf({ name, email, role }: UserInput): Said {
	const who = said`${quoted(name)} (${quoted(email)})`;
	return role === undefined
		? said`Invite ${who} to the account? It uses up a licence, and PagerDuty sends the invitation at once.`
		: said`Invite ${who} to the account as ${roleNames[role] ?? role}? It uses up a licence, and PagerDuty sends the invitation at once.`;
}
