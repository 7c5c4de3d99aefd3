import type { CursorPage } from '../../pagerduty/api/paging.ts';
import type { Position } from './cursor.ts';
import type { Rows } from './list.ts';

/** PagerDuty gives no longer pages. */
const mostRows = 100;

/** One page of a list that PagerDuty walks by cursor: up to `limit` items from `start` on, in one request. */
export async function readCursorRows<Raw, Item>(options: {
	readonly start: Position;
	readonly limit: number;
	readonly read: (at: { limit: number; cursor?: string }) => Promise<CursorPage<Raw>>;
	readonly show: (raw: Raw) => Item;
}): Promise<Rows<Item>> {
	const { start, limit, read, show } = options;
	// A page of which only the first rows fitted into the answer is read again, those rows included.
	const page = await read({
		limit: Math.min(start.offset + limit, mostRows),
		...(start.token && { cursor: start.token }),
	});
	const left = page.items.slice(start.offset);
	return {
		rows: left.map((raw, index) => ({
			item: show(raw),
			after: { ...start, offset: start.offset + index + 1 },
		})),
		next: page.next_cursor === undefined ? undefined : { offset: 0, token: page.next_cursor },
	};
}
