import type { Problem } from '../words/problem.ts';

/** One reading of a list into the store that began it. */
export interface Reading<Item> {
	add(page: readonly Item[]): void;
	/** All pages are there. */
	complete(): void;
	/** The rest cannot be read: what was known of it stays. */
	fail(problem: Problem): void;
}

/** A page of a list, and where the next one begins. */
interface Page<Item> {
	readonly items: readonly Item[];
	readonly next: string | undefined;
}

/**
 * Reads a list to its end, page by page. Nothing is said of a reading that was cancelled.
 * @throws what `readPage` throws, after the store has been told.
 */
export async function readList<Item>(
	reading: Reading<Item>,
	readPage: (cursor: string | undefined) => Promise<Page<Item>>,
	signal: AbortSignal,
	describe: (error: unknown) => Problem,
): Promise<void> {
	try {
		let cursor: string | undefined;
		do {
			const { items, next } = await readPage(cursor);
			signal.throwIfAborted();
			reading.add(items);
			cursor = next;
		} while (cursor !== undefined);
		reading.complete();
	} catch (error) {
		if (!signal.aborted) reading.fail(describe(error));
		throw error;
	}
}
