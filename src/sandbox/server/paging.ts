import { ApiError } from './errors.ts';
import type { JsonObject } from '../json.ts';
import type { Query } from './query.ts';

/** A page of a classic list under `key`; 400 beyond the 10 000th item. `total` is null unless asked for. */
export function page<T>(
	query: Query,
	key: string,
	items: readonly T[],
	toJson: (item: T) => JsonObject,
	sizes: { default: number; max: number } = { default: 25, max: 100 },
): JsonObject {
	const { limit, offset } = bounds(query, sizes);
	const rows = items.slice(offset, offset + limit);
	return {
		[key]: rows.map(toJson),
		limit,
		offset,
		more: offset + rows.length < items.length,
		total: query.flag('total') ? items.length : null,
	};
}

function bounds(query: Query, sizes: { default: number; max: number }): { limit: number; offset: number } {
	const limit = Math.max(1, Math.min(query.count('limit') ?? sizes.default, sizes.max));
	const offset = query.count('offset') ?? 0;
	if (offset + limit > 10_000) {
		throw new ApiError(400, 'Arguments Caused Error', 2001, [
			'Offset+limit exceeds maximum allowed value of 10000. Please try to refine your search to reduce the returned set of records below this number.',
		]);
	}
	return { limit, offset };
}
