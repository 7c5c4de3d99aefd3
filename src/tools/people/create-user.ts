import * as z from 'zod';
import { createUser as create, listUsers } from '../../pagerduty/users.ts';
import { freeText, reference } from '../arguments.ts';
import { defineTool } from '../tool.ts';
import { toUserView, userView } from '../views/user.ts';
import { presentChanged, sentOnce } from '../write.ts';
import { checkEmail, userArguments, userInput } from './user-input.ts';

/** operationId: createUser */
export const createUser = defineTool({
	name: 'create_user',
	title: 'Create a user',
	description: 'Adds a person to the account. It takes a licence, and PagerDuty sends them an invitation.',
	example: 'Add Lena Vogt, lena@example.com, as a responder.',
	toolset: 'people',
	access: 'administer',
	effect: { destructive: false, idempotent: false },
	input: z.strictObject({
		name: freeText(100, "The person's full name."),
		email: reference('E-mail address with which the person signs in.'),
		...userArguments,
	}),
	output: z.object({ user: userView.schema }),
	async run(input, context) {
		const email = checkEmail(input.email);
		const wanted = { name: input.name.trim(), email, ...userInput(input, context.clock.now()) };
		const user = await sentOnce(
			() => create(context.pagerduty, wanted),
			async () => {
				const { items } = await listUsers(context.pagerduty, { query: email });
				// Nobody else can have the address; an invitation still out tells a person who is new.
				return items.find(
					(person) =>
						person.email?.toLowerCase() === email.toLowerCase() &&
						person.name === wanted.name &&
						person.invitation_sent === true,
				);
			},
		);
		context.directory.forget('user');
		return { user: toUserView(user) };
	},
	present: presentChanged(userView),
});
