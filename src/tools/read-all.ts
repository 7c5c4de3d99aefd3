import { maximumRows, pages, type Page } from '../pagerduty/paging.ts';

/** All that PagerDuty gives of a list. */
export interface WholeList<Item> {
	readonly items: readonly Item[];
	/** That the rest of the list cannot be reached. */
	readonly note: string | undefined;
}

/** Reads a list to its end, or to where PagerDuty ends it. */
export async function readAll<Item>(
	read: (at: { readonly limit: number; readonly offset: number }) => Promise<Page<Item>>,
): Promise<WholeList<Item>> {
	const items: Item[] = [];
	let more = false;
	for await (const page of pages(read)) {
		items.push(...page.items);
		more = page.more;
	}
	return { items, note: more ? unreachable : undefined };
}

/** What a reader must know of a list that is longer than PagerDuty shows. */
export const unreachable = `PagerDuty lists no more than ${maximumRows.toLocaleString('en')} rows: the rest cannot be reached. Narrow the question with filters.`;
