import * as z from 'zod';
import type { ToolContext } from './context.ts';
import { ToolError } from './failure.ts';

/** Whose things a list shows. */
export const teamScope = z
	.enum(['account', 'my_teams'])
	.default('account')
	.describe('my_teams: of the person signed in.');

/**
 * The ids of the teams to filter by, undefined for no filter, or the reason why nothing can match: an empty list of ids
 * would filter nothing.
 */
export async function teamsOf(
	input: { readonly scope: 'account' | 'my_teams'; readonly teams?: readonly string[] | undefined },
	context: ToolContext,
): Promise<string[] | undefined | { readonly none: string }> {
	if (input.scope === 'account') return context.directory.ids('team', input.teams, context);
	if (input.teams) throw new ToolError({ message: 'Give either `scope: my_teams` or `teams`, not both.' });
	const ids = (await signedIn('my_teams', context)).teams.map(({ id }) => id);
	return ids.length > 0 ? ids : { none: 'The person signed in is in no team, so nothing is of their teams.' };
}

/** @throws {ToolError} for an account-level key, which belongs to nobody. */
export async function signedIn(scope: string, context: ToolContext) {
	const me = await context.directory.me(context);
	if (me) return me;
	throw new ToolError({
		message: `\`scope: ${scope}\` needs a person, and this is an account-level key.`,
		next: 'Use `teams` instead, or sign in with a personal API token.',
	});
}
