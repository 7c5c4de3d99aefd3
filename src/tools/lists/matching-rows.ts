import type { Page } from '../../pagerduty/api/paging.ts';
import type { Position } from './cursor.ts';
import { readRows, type Rows } from './list.ts';
import { matches, nearestNames, nothingMatches } from './matching.ts';
import { joinNotes } from '../text/notes.ts';
import { cleanLine } from '../text/untrusted.ts';

/** How rows are found by part of a text. */
export interface Matching<Raw> {
	/** How people call a row, e.g. `service`. */
	readonly what: string;
	/** The texts that are looked through, the name first. */
	readonly texts: (raw: Raw) => readonly (string | undefined)[];
}

/** Rows whose texts match `query`, all without one. When there is none, a note says what comes nearest. */
export async function readMatchingRows<Raw, Item>(
	options: Matching<Raw> & {
		readonly query: string | undefined;
		readonly start: Position;
		readonly limit: number;
		readonly read: (query: { limit: number; offset: number; query?: string }) => Promise<Page<Raw>>;
		readonly show: (raw: Raw) => Item;
		readonly keep?: ((raw: Raw) => boolean) | undefined;
	},
): Promise<Rows<Item>> {
	const { start, limit, read, show, keep = () => true, texts, what } = options;
	const query = options.query?.trim();
	if (!query) return readRows({ start, limit, read, show, keep: options.keep });
	const rows = await readRows({
		start,
		limit,
		read: (at) => read({ ...at, query }),
		show,
		keep: (raw) => keep(raw) && matches(query, texts(raw)),
	});
	if (rows.rows.length > 0 || rows.next || start.offset > 0) return rows;
	const near = await nearestNames(query, async (part) => {
		const page = await read({ limit: 100, offset: 0, ...(part !== undefined && { query: part }) });
		return namesIn(page.items.filter(keep), { texts });
	});
	return { ...rows, note: joinNotes(rows.note, nothingMatches(what, query, near)) };
}

/** What people call these rows. */
export function namesIn<Raw>(items: readonly Raw[], { texts }: Pick<Matching<Raw>, 'texts'>): string[] {
	return items.flatMap((raw) => {
		const name = texts(raw).find((text) => text !== undefined && text !== '');
		return name === undefined ? [] : [cleanLine(name, 120)];
	});
}
