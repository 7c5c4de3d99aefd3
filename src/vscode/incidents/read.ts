import { listIncidents } from '../../tools/incidents/list-incidents.ts';
import type { Caller } from '../../tools/toolbox.ts';
import type { RunsTools } from '../lazy-toolbox.ts';
import { readList } from '../refresh/reading.ts';
import type { Problem } from '../words/problem.ts';
import type { IncidentStore } from './store.ts';

/** Fewer at first: they are seen sooner, and code that runs for the first time holds up the editor less. */
const firstPage = 25;

/**
 * Reads all open incidents of the account into the store; the first page is shown at once.
 * @throws what the tool throws, after the store has been told.
 */
export async function readIncidents(
	toolbox: RunsTools,
	store: IncidentStore,
	caller: Caller,
	describe: (error: unknown) => Problem,
): Promise<void> {
	const readPage = async (cursor: string | undefined) => {
		const { incidents, next_cursor } = await toolbox.run(
			listIncidents,
			{
				scope: 'account',
				statuses: ['triggered', 'acknowledged'],
				date_range: 'all',
				limit: cursor === undefined ? firstPage : 100,
				...(cursor && { cursor }),
			},
			caller,
		);
		return { items: incidents, next: next_cursor };
	};
	await readList(store.begin(), readPage, caller.signal, describe);
}
