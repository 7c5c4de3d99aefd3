import * as z from 'zod';
import { belongsToNobody, ToolError } from '../core/failure.ts';
import { presentObject } from '../lists/list.ts';
import { defineTool } from '../core/tool.ts';
import { fieldsArgument } from '../shapes/shape.ts';
import { showUser, userShape } from './shared/user-shape.ts';

/** operationId: getCurrentUser */
export const getCurrentUser = defineTool({
	name: 'get_current_user',
	title: 'Show who is signed in',
	description: 'Shows the person signed in to PagerDuty: name, role, time zone and teams.',
	example: 'Who am I in PagerDuty?',
	toolset: 'people',
	access: 'read',
	operations: { always: ['getCurrentUser'] },
	input: z.strictObject({ fields: fieldsArgument(userShape) }),
	output: z.object({ user: userShape.schema }),
	async run(_input, context) {
		const user = await context.directory.me(context);
		if (user) return { user: showUser(user) };
		throw new ToolError({
			message: 'Nobody: this is an account-level key, which belongs to no person.',
			said: belongsToNobody,
			next: 'Name a user where one is needed, or sign in with a personal API token.',
		});
	},
	present: presentObject(userShape),
});
