import { pages, type Page } from '../../pagerduty/api/paging.ts';
import type { PagerDutyApi } from '../../pagerduty/http/request.ts';
import type { Found } from '../core/directory.ts';

/** How one kind of object is looked up. */
export interface Finder {
	/** How people call it. */
	readonly noun: string;
	/** The tool that lists it. */
	readonly listTool: string;
	/** By id; undefined for kinds that the API gives in lists only. */
	readonly get?: (pagerduty: PagerDutyApi, id: string) => Promise<Found>;
	/** Where it is looked for; more than one if PagerDuty has several systems of the kind, which may use the same name. */
	readonly searches: readonly Search[];
}

/** One way to look for a kind of object. */
export interface Search {
	/** Objects whose name may be `query`, or all without it, page by page. */
	readonly read: (pagerduty: PagerDutyApi, query?: string) => AsyncGenerator<readonly Found[], void, void>;
	/** The API filters by name: what has exactly that name comes together. */
	readonly filtered: boolean;
}

interface At {
	readonly limit: number;
	readonly offset: number;
}

/** The search of a classic list; `filter` says how its name is asked for, and nothing if the API cannot. */
export function paged(
	list: (pagerduty: PagerDutyApi, query: At & Readonly<Record<string, string | number>>) => Promise<Page<Found>>,
	filter?: string,
): Search {
	return {
		filtered: filter !== undefined,
		read: async function* (pagerduty, query) {
			const named = filter !== undefined && query !== undefined ? { [filter]: query } : {};
			for await (const page of pages((at) => list(pagerduty, { ...at, ...named }))) yield page.items;
		},
	};
}
