import type { Rows } from './list.ts';

/** The same rows, shown with requests of their own, such as for the names behind ids. */
export async function showRows<Raw, Item>(
	{ rows, ...rest }: Rows<Raw>,
	show: (raw: Raw) => Promise<Item>,
): Promise<Rows<Item>> {
	const shown = rows.map(async ({ item, after }) => ({ item: await show(item), after }));
	return { ...rest, rows: await Promise.all(shown) };
}
