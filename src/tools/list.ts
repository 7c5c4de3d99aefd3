import * as z from 'zod';
import { decodeCursor, encodeCursor, type Position } from './cursor.ts';
import { untrustedNotice } from './untrusted.ts';
import { fieldsArgument, project, type View } from './view.ts';

/** The arguments that every list has. */
export function listArguments(view: View) {
	return {
		fields: fieldsArgument(view),
		limit: z.int().min(1).max(100).default(25).describe('Items to return.'),
		cursor: z.string().max(2000).optional().describe('`next_cursor` of the previous call, unchanged.'),
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

interface ListInput {
	readonly limit: number;
	readonly cursor?: string | undefined;
	readonly fields?: readonly string[] | undefined;
}

/** Where the page that `input` asks for starts. */
export function pageStart(tool: string, input: ListInput): Position {
	return input.cursor === undefined ? { offset: 0 } : decodeCursor(queryOf(tool, input), input.cursor);
}

/** The envelope of a page of `returned` items; `next` is undefined at the end of the list. */
export function pageEnd(tool: string, input: ListInput, returned: number, next: Position | undefined) {
	return {
		returned,
		more: next !== undefined,
		...(next && { next_cursor: encodeCursor(queryOf(tool, input), next) }),
	};
}

/** The most characters of JSON in one answer; what does not fit is left for the next page. */
export const answerBudget = 48_000;

/**
 * A list as an agent gets it: each item with the asked fields, and if they are too many for one answer, fewer items and a
 * cursor that goes on after the last one.
 */
export function presentList(
	tool: string,
	view: View,
	output: Readonly<Record<string, unknown>>,
	input: ListInput,
): Record<string, unknown> {
	const { [view.plural]: rows, ...envelope } = output;
	const all = z.array(z.record(z.string(), z.unknown())).parse(rows);
	const items: Record<string, unknown>[] = [];
	let size = 0;
	for (const row of all) {
		const item = project(view, row, input.fields);
		size += JSON.stringify(item).length;
		if (size > answerBudget && items.length > 0) break;
		items.push(item);
	}
	const start = pageStart(tool, input);
	return {
		...(view.untrusted && items.length > 0 && { notice: untrustedNotice }),
		[view.plural]: items,
		...envelope,
		...(items.length < all.length && {
			...pageEnd(tool, input, items.length, { ...start, offset: start.offset + items.length }),
			note: `Only ${items.length} of ${all.length} fit into one answer; go on with the cursor or ask for fewer fields.`,
		}),
	};
}

/** One object as an agent gets it, with the asked fields. */
export function presentObject(
	view: View,
	output: Readonly<Record<string, unknown>>,
	input: { readonly fields?: readonly string[] | undefined },
): Record<string, unknown> {
	const object = z.record(z.string(), z.unknown()).parse(output[view.singular]);
	return {
		...(view.untrusted && { notice: untrustedNotice }),
		...output,
		[view.singular]: project(view, object, input.fields),
	};
}

/** The filters of a list: the same ones must come with its cursor. */
function queryOf(tool: string, input: ListInput): string {
	const { cursor: _cursor, limit: _limit, fields: _fields, ...filters } = input;
	return tool + JSON.stringify(Object.entries(filters).sort(([a], [b]) => a.localeCompare(b)));
}
