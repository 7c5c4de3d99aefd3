import { getCurrentUser } from '../../tools/people/get-current-user.ts';
import type { RunsTools } from '../lazy-toolbox.ts';

/** Names of the teams of the person signed in. @throws what the tool throws, as for keys that stand for nobody */
export async function readMyTeams(toolbox: RunsTools, signal: AbortSignal): Promise<readonly string[]> {
	const { user } = await toolbox.run(getCurrentUser, {}, { signal, priority: 'background' });
	return user.teams ?? [];
}
