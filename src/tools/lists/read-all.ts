import { maximumRows, pages, type Page } from '../../pagerduty/api/paging.ts';
import { refusal } from '../core/failure.ts';
import { inEnglish, said } from '../text/said.ts';

/** All that PagerDuty gives of a list. */
export interface WholeList<Item> {
	readonly items: readonly Item[];
	/** That the rest of the list cannot be reached. */
	readonly note: string | undefined;
}

type ReadPage<Item> = (at: { readonly limit: number; readonly offset: number }) => Promise<Page<Item>>;

/** Reads a list to its end, or to where PagerDuty ends it. */
export async function readAll<Item>(read: ReadPage<Item>): Promise<WholeList<Item>> {
	const items: Item[] = [];
	let cut = false;
	for await (const page of pages(read)) {
		items.push(...page.items);
		cut = goesOn(page);
	}
	return { items, note: cut ? inEnglish(unreachable) : undefined };
}

/**
 * Walks a list page by page, for those who take what is not on any page for not there.
 * @throws {ToolError} behind the last page that PagerDuty shows, if that is not the end.
 */
export async function* everyPage<Item>(read: ReadPage<Item>): AsyncGenerator<Page<Item>, void, void> {
	let cut = false;
	for await (const page of pages(read)) {
		yield page;
		cut = goesOn(page);
	}
	if (cut) throw refusal(unreachable);
}

/** Reads a list of which a part would say something else than the whole. @throws {ToolError} when only a part can be had. */
export async function readWhole<Item>(read: ReadPage<Item>): Promise<Item[]> {
	const items: Item[] = [];
	for await (const page of everyPage(read)) items.push(...page.items);
	return items;
}

/** More than nothing is not to be had. */
function goesOn({ more, received }: Page<unknown>): boolean {
	return more && received > 0;
}

/** What a reader must know of a list that is longer than PagerDuty shows. */
export const unreachable = said`PagerDuty lists no more than ${maximumRows} rows: the rest cannot be reached. Narrow the question with filters.`;
