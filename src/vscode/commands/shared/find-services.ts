import type { RunsTools } from '../../lazy-toolbox.ts';

/** So many are offered at once. */
const listed = 100;

/** Services of the account with these letters in their names; the first of all for none. */
export async function findServices(toolbox: RunsTools, text: string, signal: AbortSignal) {
	const { listServices } = await import('../../../tools/services/list-services.ts');
	const query = { scope: 'account', limit: listed, ...(text !== '' && { query: text }) } as const;
	return toolbox.run(listServices, query, { signal, priority: 'person' });
}
