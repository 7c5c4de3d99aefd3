import { listStatusPages } from '../../../pagerduty/api/status-pages.ts';
import type { Finder } from '../../names/finder.ts';

/** How status pages are found by name. */
export const communicationFinders = {
	status_page: {
		noun: 'status page',
		listTool: 'list_status_pages',
		searches: [
			{
				filtered: false,
				read: async function* (pagerduty) {
					yield (await listStatusPages(pagerduty)).items;
				},
			},
		],
	},
} satisfies Record<string, Finder>;
