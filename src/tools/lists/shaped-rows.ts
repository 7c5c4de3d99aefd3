import type { Rows } from './list.ts';

/** The same rows with views that take requests of their own, such as the names behind ids. */
export async function viewRows<Raw, Item>(
	{ rows, ...rest }: Rows<Raw>,
	view: (raw: Raw) => Promise<Item>,
): Promise<Rows<Item>> {
	const viewed = rows.map(async ({ item, after }) => ({ item: await view(item), after }));
	return { ...rest, rows: await Promise.all(viewed) };
}
