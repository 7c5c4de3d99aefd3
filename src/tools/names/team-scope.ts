import * as z from 'zod';
import type { Page } from '../../pagerduty/api/paging.ts';
import type { Reference } from '../../pagerduty/api/reference.ts';
import type { User } from '../../pagerduty/api/users.ts';
import { references } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { belongsToNobody, ToolError } from '../core/failure.ts';
import { said } from '../text/said.ts';
import { pageStart, readRows, type ListInput, type Rows } from '../lists/list.ts';
import { readMatchingRows, type Matching } from '../lists/matching-rows.ts';

/** Whose things a list shows. */
export const teamArguments = {
	scope: z.enum(['account', 'my_teams']).default('account').describe('Default: account.'),
	teams: references('Names or me.').optional(),
};

interface TeamInput {
	readonly scope: 'account' | 'my_teams';
	readonly teams?: readonly string[] | undefined;
}

interface TeamListInput extends TeamInput, ListInput {
	readonly query?: string | undefined;
}

/** The rows of a list that takes part of a name and can be narrowed to teams. */
export async function readTeamRows<Raw, Item>(
	tool: string,
	input: TeamListInput,
	{
		read,
		show,
		keep,
		matching,
	}: {
		readonly read: (query: {
			readonly limit: number;
			readonly offset: number;
			readonly query?: string;
			readonly team_ids?: readonly string[];
		}) => Promise<Page<Raw>>;
		readonly show: (raw: Raw) => Item;
		readonly keep?: ((raw: Raw) => boolean) | undefined;
		/** Of lists with `query`. */
		readonly matching?: Matching<Raw>;
	},
	context: ToolContext,
): Promise<Rows<Item>> {
	const teams = await teamsOf(input, context);
	if (teams && 'none' in teams) return { rows: [], next: undefined, note: teams.none };
	const filter = teams ? { team_ids: teams } : {};
	const rows = {
		start: pageStart(tool, input),
		limit: input.limit,
		read: (query: Parameters<typeof read>[0]) => read({ ...query, ...filter }),
		show,
		keep,
	};
	return matching ? readMatchingRows({ ...rows, ...matching, query: input.query }) : readRows(rows);
}

/**
 * The ids of the teams to filter by, undefined for no filter, or the reason why nothing can match: an empty list of ids
 * would filter nothing.
 */
export async function teamsOf(
	input: TeamInput,
	context: ToolContext,
): Promise<string[] | undefined | { readonly none: string }> {
	if (input.scope === 'account') return context.directory.ids('team', input.teams, context);
	if (input.teams) throw new ToolError({ message: 'Give either `scope: my_teams` or `teams`, not both.' });
	const ids = teamsOfPerson(await signedIn('my_teams', context)).map(({ id }) => id);
	return ids.length > 0 ? ids : { none: 'The person signed in is not in any team, so nothing belongs to their teams.' };
}

/** @throws {ToolError} when PagerDuty does not say: no team is not known then. */
export function teamsOfPerson({ teams }: User): readonly Reference[] {
	if (teams) return teams;
	throw new ToolError({
		message: 'PagerDuty did not say which teams the person signed in is in.',
		said: said`PagerDuty did not say which teams you are in.`,
		next: 'Name them with `teams`.',
	});
}

/** @throws {ToolError} for an account-level key, which belongs to nobody. */
export async function signedIn(scope: string, context: ToolContext) {
	const me = await context.directory.myself(context);
	if (me) return me;
	throw needsPerson(scope, '`teams`');
}

/** @param instead the arguments that say the same without a person. */
export function needsPerson(scope: string, instead: string): ToolError {
	return new ToolError({
		message: `\`scope: ${scope}\` needs a person, and this is an account-level key.`,
		said: belongsToNobody,
		next: `Use ${instead} instead, or sign in with a personal API token.`,
	});
}
