import * as z from 'zod';
import { maximumRows, type Page } from '../../pagerduty/api/paging.ts';
import { decodeCursor, encodeCursor, type Position } from './cursor.ts';
import { fieldsArgument, project, type Shape } from '../shapes/shape.ts';

/** The arguments that every list has. */
export function listArguments(shape: Shape) {
	return {
		fields: fieldsArgument(shape),
		limit: z.int().min(1).max(100).default(25).describe('100 at most.'),
		cursor: z.string().max(2000).optional().describe('A next_cursor.'),
	};
}

/** What every list says beside its items. */
export const listEnvelope = {
	returned: z.int(),
	more: z.boolean(),
	next_cursor: z.string().optional(),
	/** Something the reader must know: why the list is empty, that a part is missing. */
	note: z.string().optional(),
};

/** The most characters of JSON in one answer; what does not fit is left for the next page. */
export const answerBudget = 48_000;

export interface ListInput {
	readonly limit: number;
	readonly cursor?: string | undefined;
	readonly fields?: readonly string[] | undefined;
}

/** An item and where the list goes on after it. */
interface Row<Item> {
	readonly item: Item;
	readonly after: Position;
}

/** Items read for one answer. */
export interface Rows<Item> {
	readonly rows: readonly Row<Item>[];
	/** Undefined at the end of the list. */
	readonly next: Position | undefined;
	/** There is more, but PagerDuty gives no way to reach it. */
	readonly unreachable?: boolean;
	readonly note?: string | undefined;
}

/** Where the page that `input` asks for starts. */
export function pageStart(tool: string, input: ListInput): Position {
	return input.cursor === undefined ? { offset: 0 } : decodeCursor(queryOf(tool, input), input.cursor);
}

const tooFar = 'PagerDuty lists no more than 10,000 rows: narrow the list with filters.';

/** PagerDuty pages looked through for one answer when items are chosen here, because the API has no such filter. */
const searchedPages = 10;

/**
 * Reads up to `limit` items from `start` on. Without `keep` it is one request; with it, pages are read until enough items
 * are found, and if that takes too long the answer ends early, with a note and a place to go on.
 */
export async function readRows<Raw, Item>(options: {
	readonly start: Position;
	readonly limit: number;
	readonly read: (at: { limit: number; offset: number }) => Promise<Page<Raw>>;
	readonly show: (raw: Raw) => Item;
	readonly keep?: ((raw: Raw) => boolean) | undefined;
}): Promise<Rows<Item>> {
	const { start, limit, read, show, keep } = options;
	const rows: Row<Item>[] = [];
	let offset = start.offset;
	for (let requests = 0; requests < searchedPages; requests++) {
		if (offset >= maximumRows) return { rows, next: undefined, unreachable: true, note: tooFar };
		const page = await read({ limit: Math.min(keep ? 100 : limit, maximumRows - offset), offset });
		for (const [index, raw] of page.items.entries()) {
			if (keep && !keep(raw)) continue;
			rows.push({ item: show(raw), after: { offset: offset + (page.places?.[index] ?? index) + 1 } });
			if (rows.length === limit) break;
		}
		const full = rows.length === limit ? rows.at(-1)?.after.offset : undefined;
		const end = offset + page.received;
		// More than nothing is not to be had: a list that says so would never end.
		if (page.received === 0) return { rows, next: undefined };
		if (!page.more && (full === undefined || full >= end)) return { rows, next: undefined };
		if (!keep || full !== undefined) return { rows, next: { offset: full ?? end } };
		offset = end;
	}
	return {
		rows,
		next: { offset },
		note: `Looked through ${offset - start.offset} rows so far; go on with the cursor.`,
	};
}

/**
 * The items and the envelope of a list, within the answer's budget: when the asked fields of all items do not fit, the list
 * ends early and the cursor goes on after the last item kept.
 */
export function listResult<Item extends Readonly<Record<string, unknown>>>(
	tool: string,
	shape: Shape,
	input: ListInput,
	{ rows, next, unreachable = false, note }: Rows<Item>,
) {
	const kept = withinBudget(rows, shape, input.fields);
	const last = kept.at(-1);
	const cut = kept.length < rows.length;
	const end = cut ? last?.after : next;
	const size = `Only ${kept.length} of ${rows.length} fit into one answer: go on with the cursor or ask for fewer fields.`;
	const notes = [...(note ? [note] : []), ...(cut ? [size] : [])];
	return {
		items: kept.map(({ item }) => item),
		envelope: {
			returned: kept.length,
			more: end !== undefined || unreachable,
			...(end && { next_cursor: encodeCursor(queryOf(tool, input), end) }),
			...(notes.length > 0 && { note: notes.join(' ') }),
		},
	};
}

function withinBudget<Item extends Readonly<Record<string, unknown>>>(
	rows: readonly Row<Item>[],
	shape: Shape,
	fields: readonly string[] | undefined,
): readonly Row<Item>[] {
	let size = 0;
	const over = rows.findIndex(({ item }) => {
		size += JSON.stringify(project(shape, item, fields)).length;
		return size > answerBudget;
	});
	return over === -1 ? rows : rows.slice(0, Math.max(1, over));
}

const fieldsOf = z.record(z.string(), z.unknown());
const objects = z.array(fieldsOf);

/** A list as an agent gets it: each item with the asked fields. */
export function presentList(shape: Shape) {
	return (output: Readonly<Record<string, unknown>>, input: ListInput): Record<string, unknown> => {
		const { [shape.plural]: rows, ...envelope } = output;
		const items = objects.parse(rows);
		return { [shape.plural]: items.map((item) => project(shape, item, input.fields)), ...envelope };
	};
}

/** One object as an agent gets it, with the asked fields. */
export function presentObject(shape: Shape) {
	return (
		output: Readonly<Record<string, unknown>>,
		input: { readonly fields?: readonly string[] | undefined },
	): Record<string, unknown> => {
		const object = fieldsOf.parse(output[shape.singular]);
		return { ...output, [shape.singular]: project(shape, object, input.fields) };
	};
}

/** The filters of a list: the same ones must come with its cursor. */
function queryOf(tool: string, input: ListInput): string {
	const filters = Object.entries(input).filter(([name]) => !['cursor', 'limit', 'fields'].includes(name));
	return tool + JSON.stringify(filters.sort(([a], [b]) => a.localeCompare(b)));
}

/** A part of a list that PagerDuty gives whole. */
export function wholeList<Item>(items: readonly Item[], start: Position, limit: number): Rows<Item> {
	const rows = items
		.slice(start.offset, start.offset + limit)
		.map((item, index) => ({ item, after: { offset: start.offset + index + 1 } }));
	const end = start.offset + rows.length;
	return { rows, next: end < items.length ? { offset: end } : undefined };
}

/** The same rows, shown with requests of their own, such as for the names behind ids. */
export async function showRows<Raw, Item>(
	{ rows, ...rest }: Rows<Raw>,
	show: (raw: Raw) => Promise<Item>,
): Promise<Rows<Item>> {
	const shown = rows.map(async ({ item, after }) => ({ item: await show(item), after }));
	return { ...rest, rows: await Promise.all(shown) };
}

interface ListOrOneInput extends ListInput {
	readonly [argument: string]: unknown;
}

/** A list as an agent gets it; a single object, asked for with the argument `one`, has all its fields. */
export function presentListOrOne(shape: Shape, one: string) {
	const present = presentList(shape);
	return (output: Readonly<Record<string, unknown>>, input: ListOrOneInput): Record<string, unknown> =>
		present(output, input[one] === undefined || input.fields ? input : { ...input, fields: ['all'] });
}
