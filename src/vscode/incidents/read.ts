import { listIncidents } from '../../tools/incidents/list-incidents.ts';
import type { Caller, Toolbox } from '../../tools/toolbox.ts';
import type { Problem } from '../words/problem.ts';
import type { IncidentStore } from './store.ts';

/** Fewer at first: they are seen sooner, and code that runs for the first time holds up the editor less. */
const firstPage = 25;

/**
 * Reads all open incidents of the account into the store, page by page; the first page is shown at once.
 * @throws what the tool throws, after the store has been told.
 */
export async function readIncidents(
	toolbox: Toolbox,
	store: IncidentStore,
	caller: Caller,
	describe: (error: unknown) => Problem,
): Promise<void> {
	const reading = store.begin();
	try {
		let cursor: string | undefined;
		do {
			const page = await toolbox.run(
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
			caller.signal.throwIfAborted();
			reading.add(page.incidents);
			cursor = page.next_cursor;
		} while (cursor !== undefined);
		reading.complete();
	} catch (error) {
		if (!caller.signal.aborted) reading.fail(describe(error));
		throw error;
	}
}
