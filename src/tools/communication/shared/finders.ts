import { listStatusPages } from '../../../pagerduty/api/status-pages.ts';
import { listTemplates } from '../../../pagerduty/api/templates.ts';
import { paged, type Finder } from '../../names/finder.ts';

/** How status pages and templates of status updates are found by name. */
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
	template: {
		noun: 'template',
		listTool: 'list_status_update_templates',
		searches: [paged(listTemplates)],
	},
} satisfies Record<string, Finder>;
