import * as z from 'zod';
import { fitting, flag, number, text } from './fields.ts';

/** PagerDuty refuses to look further than this many rows into a list. */
export const maximumRows = 10_000;

/** One page of a classic list. */
export interface Page<Item> {
	readonly items: readonly Item[];
	/** Where in the page each item stood: unreadable rows leave gaps. */
	readonly places?: readonly number[];
	/** Rows that PagerDuty sent, unreadable ones included. The next page starts at `offset + received`. */
	readonly received: number;
	readonly limit: number | undefined;
	readonly offset: number;
	readonly more: boolean;
	/** Only counted when the query asks with `total: true`. */
	readonly total: number | undefined;
}

/** One page of a list that is walked by cursor. */
export interface CursorPage<Item> {
	readonly items: readonly Item[];
	/** Undefined at the end. */
	readonly next_cursor: string | undefined;
}

/** Query of a classic list. PagerDuty's `limit` is 25 unless given and 100 at most. */
export interface PageQuery {
	readonly limit?: number;
	readonly offset?: number;
	readonly total?: boolean;
}

const record = z.looseObject({});
/** Null for no rows happens. */
const rows = z
	.array(z.unknown())
	.nullable()
	.transform((value) => value ?? []);
const position = z.object({ limit: number(), offset: number(), more: flag(), total: number(), next_cursor: text() });

/**
 * Reply schema of what stands under `key`; a reply in which `read` finds nothing there is another one than expected.
 * Each request makes its own, so it is a mere function: a schema of an object costs more to make than to use.
 */
function under<Content>(key: string, read: (value: unknown, reply: object) => Content | undefined) {
	return z.transform((reply: unknown, context): Content => {
		const envelope = record.safeParse(reply).data;
		const content = envelope && read(envelope[key], envelope);
		if (content !== undefined) return content;
		context.issues.push({ code: 'custom', message: `no ${key}`, input: reply });
		return z.NEVER;
	});
}

/** Reply schema of one page of a classic list whose rows stand under `key`. */
export function page<Item extends z.ZodType>(key: string, item: Item) {
	return under(key, (value, reply): Page<z.output<Item>> | undefined => {
		const received = rows.safeParse(value).data;
		if (!received) return undefined;
		const { limit, offset, more, total } = position.parse(reply);
		const readable = received.flatMap((row, place) => fitting([row], item).map((read) => ({ read, place })));
		return {
			items: readable.map(({ read }) => read),
			places: readable.map(({ place }) => place),
			received: received.length,
			limit,
			offset: offset ?? 0,
			more: more ?? false,
			total,
		};
	});
}

/**
 * Reply schema of one page of a list that is walked by cursor.
 * @param nextOf the cursor in a reply: most lists call it `next_cursor`.
 */
export function cursorPage<Item extends z.ZodType>(
	key: string,
	item: Item,
	nextOf = (reply: object): string | undefined => position.parse(reply).next_cursor,
) {
	return under(key, (value, reply): CursorPage<z.output<Item>> | undefined => {
		const received = rows.safeParse(value).data;
		if (!received) return undefined;
		const next = nextOf(reply);
		return { items: fitting(received, item), next_cursor: next === '' ? undefined : next };
	});
}

/** Reply schema of a list that comes whole. */
export function whole<Item extends z.ZodType>(key: string, item: Item) {
	return under(key, (value): z.output<Item>[] | undefined => {
		const received = rows.safeParse(value).data;
		return received && fitting(received, item);
	});
}

/** Reply schema of one object that stands under `key`. */
export function single<Item extends z.ZodType>(key: string, item: Item) {
	return under(key, (value): z.output<Item> | undefined => item.safeParse(value).data);
}

/**
 * Walks a classic list, page by page, by the rows received. Ends with the last page or at PagerDuty's limit of
 * 10 000 rows; in that case the last page still says `more`.
 */
export async function* pages<Item>(
	read: (at: { readonly limit: number; readonly offset: number }) => Promise<Page<Item>>,
	{ limit = 100, offset: start = 0 }: PageQuery = {},
): AsyncGenerator<Page<Item>, void, void> {
	let offset = start;
	while (offset < maximumRows) {
		const current = await read({ limit: Math.min(limit, maximumRows - offset), offset });
		yield current;
		if (!current.more || current.received === 0) return;
		offset += current.received;
	}
}

/** Walks a list by cursor, page by page. Ends at the last page, or when a cursor comes twice. */
export async function* cursorPages<Item>(
	read: (cursor: string | undefined) => Promise<CursorPage<Item>>,
	start?: string,
): AsyncGenerator<CursorPage<Item>, void, void> {
	const seen = new Set<string>();
	let cursor = start;
	do {
		if (cursor !== undefined) seen.add(cursor);
		const current = await read(cursor);
		yield current;
		cursor = current.next_cursor;
	} while (cursor !== undefined && !seen.has(cursor));
}
