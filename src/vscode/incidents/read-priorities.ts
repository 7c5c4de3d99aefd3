import { getAccount } from '../../tools/account/get-account.ts';
import type { Caller } from '../../tools/tool-runs.ts';
import type { RunsTools } from '../lazy-toolbox.ts';

export interface AccountPriority {
	readonly name: string;
	readonly description: string | undefined;
}

/** The account's priorities, the highest first; none where the plan or the token has none. */
export async function readAccountPriorities(toolbox: RunsTools, caller: Caller): Promise<readonly AccountPriority[]> {
	const { priorities = [] } = await toolbox.run(getAccount, { include: ['priorities'] }, caller);
	return priorities.flatMap(({ name, description }) =>
		typeof name === 'string' ? [{ name, description: typeof description === 'string' ? description : undefined }] : [],
	);
}
