import { listIncidents } from '../../tools/incidents/list-incidents.ts';
import type { Caller } from '../../tools/tool-runs.ts';
import type { RunsTools } from '../lazy-toolbox.ts';
import type { Problem } from '../words/problem.ts';
import { readAtOnce, type IncidentReading, type IncidentStore } from './store.ts';

/** Fewer at first: they are seen sooner, and code that runs for the first time holds up the editor less. */
const firstRows = 25;
/** PagerDuty gives no longer pages. */
const pageRows = 100;
/** A list of more pages than these keeps nobody waiting for their own. */
const shortPages = 2;

/** How far the list was read. */
export interface ListEnd {
	/** Where it goes on; undefined where nothing more is to be had. */
	readonly cursor: string | undefined;
	/** Whether it is read in as few requests as it takes to look what changed. */
	readonly short: boolean;
}

/**
 * Reads the open incidents of the account into the store, the newest first; the first page is shown at once. Of a list longer than
 * `most` the rest is left out, but for the person's own.
 * @throws what the tool throws, after the store has been told.
 */
export function readIncidents(
	toolbox: RunsTools,
	store: IncidentStore,
	caller: Caller,
	describe: (error: unknown) => Problem,
	most = readAtOnce,
): Promise<ListEnd> {
	const limit = store.load.completeAt ? pageRows : firstRows;
	return readInto(store.begin(), caller, describe, (into) =>
		readPages({ toolbox, store, caller, into }, { limit, most, cursor: undefined }),
	);
}

/**
 * Reads on from where the list ended.
 * @throws what the tool throws, after the store has been told.
 */
export function readMore(
	toolbox: RunsTools,
	store: IncidentStore,
	caller: Caller,
	describe: (error: unknown) => Problem,
	cursor: string,
): Promise<ListEnd> {
	return readInto(store.begin('part'), caller, describe, (into) =>
		readPages({ toolbox, store, caller, into }, { limit: pageRows, most: readAtOnce, cursor }),
	);
}

/** Reads something into the store, to the end or to an error. Nothing is said of a reading that was cancelled. */
export async function readInto<Result>(
	into: IncidentReading,
	{ signal }: Caller,
	describe: (error: unknown) => Problem,
	read: (into: IncidentReading) => Promise<Result>,
): Promise<Result> {
	try {
		const result = await read(into);
		signal.throwIfAborted();
		into.complete();
		return result;
	} catch (error) {
		if (!signal.aborted) into.fail(describe(error));
		throw error;
	}
}

/** One page of the open incidents, the newest first. */
export function readPage(toolbox: RunsTools, caller: Caller, page: Page = {}) {
	const { limit = pageRows, cursor, scope = 'account' } = page;
	return toolbox.run(
		listIncidents,
		{
			scope,
			statuses: ['triggered', 'acknowledged'],
			date_range: 'all',
			limit,
			...(cursor !== undefined && { cursor }),
		},
		caller,
	);
}

interface Page {
	readonly limit?: number;
	readonly cursor?: string | undefined;
	readonly scope?: 'account' | 'mine';
}

interface Reader {
	readonly toolbox: RunsTools;
	readonly store: IncidentStore;
	readonly caller: Caller;
	readonly into: IncidentReading;
}

async function readPages(
	reader: Reader,
	{ limit, most, cursor: start }: { limit: number; most: number; cursor: string | undefined },
): Promise<ListEnd> {
	const { toolbox, store, caller, into } = reader;
	let rows = 0;
	let cursor = start;
	for (let pages = 1; ; pages++) {
		const page = await readPage(toolbox, caller, { limit: pages === 1 ? limit : pageRows, cursor });
		caller.signal.throwIfAborted();
		into.add(page.incidents);
		rows += page.returned;
		cursor = page.next_cursor;
		const last = page.incidents.at(-1);
		if (cursor !== undefined && rows < most) {
			// An account-level key has nothing of its own.
			if (start === undefined && pages === shortPages && last?.mine !== undefined) await readMine(reader);
			continue;
		}
		into.leave(
			page.more
				? { count: await countRest(toolbox, store, caller), reachable: cursor !== undefined, until: last?.created_at }
				: undefined,
		);
		return { cursor, short: start === undefined && rows <= shortPages * pageRows && !page.more };
	}
}

async function readMine({ toolbox, caller, into }: Reader): Promise<void> {
	let cursor: string | undefined;
	do {
		const page = await readPage(toolbox, caller, { cursor, scope: 'mine' });
		caller.signal.throwIfAborted();
		into.add(page.incidents);
		cursor = page.next_cursor;
	} while (cursor !== undefined);
}

/** How many are open beside those in the store; undefined when PagerDuty does not tell. */
async function countRest(toolbox: RunsTools, store: IncidentStore, caller: Caller): Promise<number | undefined> {
	try {
		const { countIncidents } = await import('../../tools/incidents/count-incidents.ts');
		const { total } = await toolbox.run(countIncidents, { by: 'status', date_range: 'all' }, caller);
		return Math.max(0, total - store.openCount);
	} catch {
		caller.signal.throwIfAborted();
		return undefined;
	}
}
