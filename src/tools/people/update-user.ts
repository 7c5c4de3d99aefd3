import * as z from 'zod';
import * as users from '../../pagerduty/api/users.ts';
import type { User } from '../../pagerduty/api/users.ts';
import { agreementArgument, givenText, requireAgreement, type Consequence } from '../writes/agreement.ts';
import { freeText, reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { joinNotes } from '../text/notes.ts';
import { nameOf, quoted } from '../text/names.ts';
import { readTurns, turnsText } from '../schedules/turns-through.ts';
import { sendOnce } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { showUser, userShape } from './shared/user-shape.ts';
import { presentChanged, requireChange, hasValues } from '../writes/update.ts';
import { checkEmail, personName, userArguments, userInput } from './shared/user-input.ts';
import { said, type Said } from '../text/said.ts';

/** operationId: updateUser */
export const updateUser = defineTool({
	name: 'update_user',
	title: 'Change a user',
	description:
		"Changes a person's name, address, role, time zone or job title; what is not given stays as it is. The person is told if somebody on call gets a role that may keep them from responding, and agrees first.",
	example: 'Diego’s job title is Principal Engineer now.',
	toolset: 'people',
	access: 'administer',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration', 'off-call'],
	operations: { always: ['getUser', 'updateUser'], sometimes: ['listUsers'] },
	input: z.strictObject({
		user: reference('Name, e-mail, id or me.'),
		name: freeText(100, "The person's full name.").optional(),
		email: reference('E-mail address with which the person signs in.').optional(),
		...userArguments,
		confirm: agreementArgument,
	}),
	output: z.object({ user: userShape.schema, note: z.string().optional() }),
	async run(input, context) {
		const { values, note } = userInput(input, context.clock.now());
		const changes = {
			...(input.name !== undefined && { name: personName(input.name) }),
			...(input.email !== undefined && { email: checkEmail(input.email) }),
			...values,
		};
		requireChange(changes, ['name', 'email', ...Object.keys(userArguments)]);
		const { pagerduty, directory } = context;
		const { id } = await directory.resolve('user', input.user, context);
		const current = await users.getUser(pagerduty, id);
		if (hasValues(current, changes))
			return { user: showUser(current), note: joinNotes('Nothing changed: it was already like this.', note) };
		const { name, email } = { name: current.name, email: current.email, ...changes };
		if (name === undefined || email === undefined)
			throw new ToolError({ message: 'PagerDuty did not send the name or address of this person: give both.' });
		const { role } = input;
		const question = said`Change the person ${quoted(nameOf(current))}: ${givenText(changes)}?`;
		const consequence =
			role !== undefined && role !== current.role ? await onCallInRole(current, role, context) : undefined;
		await requireAgreement({ question, ids: [id], consequence, confirm: input.confirm }, context);
		const user = await sendOnce(
			{
				send: () => users.updateUser(pagerduty, id, { ...changes, name, email }),
				find: async () => {
					const now = await users.getUser(pagerduty, id);
					return hasValues(now, changes) ? now : undefined;
				},
				missing: 'The user does not show the change now.',
			},
			context,
		);
		directory.forget('user');
		return { user: showUser(user), ...(note && { note }) };
	},
	present: presentChanged(userShape, ['description']),
});

/** Roles in which somebody may look on, and not respond unless a team's role lets them. */
const looksOn: Readonly<Record<string, Said>> = {
	read_only_user: said`a stakeholder, who cannot be on call`,
	read_only_limited_user: said`a stakeholder, who cannot be on call`,
	observer: said`an observer, who may only look on unless a team's role says otherwise`,
	restricted_access: said`somebody who sees only what their teams' roles let them`,
};

/** That somebody who is on call gets such a role. */
async function onCallInRole(user: User, role: string, context: ToolContext): Promise<Consequence> {
	const name = nameOf(user);
	const what = looksOn[role];
	const turns = what && turnsText(await readTurns({ user_ids: [user.id] }, context));
	const question = turns && said`This makes ${quoted(name)} ${what}, while escalation policies page them: ${turns}.`;
	return { about: name, ids: [user.id], question };
}
