import { invalidInput } from './errors.ts';
import type { JsonObject } from '../json.ts';
import type { Query } from './query.ts';

/** A page of a list that is walked by cursor; 400 for a cursor that is none. */
export function cursorPage<T>(
	query: Query,
	key: string,
	items: readonly T[],
	toJson: (item: T) => JsonObject,
	most = 100,
): JsonObject {
	const limit = Math.max(1, Math.min(query.count('limit') ?? most, most));
	const start = startOf(query.text('cursor'));
	const rows = items.slice(start, start + limit);
	const end = start + rows.length;
	return { [key]: rows.map(toJson), limit, next_cursor: end < items.length ? cursorAt(end) : null };
}

function cursorAt(offset: number): string {
	return Buffer.from(`from ${offset}`).toString('base64url');
}

function startOf(cursor: string | undefined): number {
	if (cursor === undefined) return 0;
	const offset = /^from (\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
	if (offset === undefined) throw invalidInput('Cursor is invalid.');
	return Number(offset);
}
