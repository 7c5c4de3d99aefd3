import * as z from 'zod';
import type { StatusPage } from '../../../pagerduty/api/status-pages.ts';
import { cleanName } from '../../text/names.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';

/** What the tools show of a status page. */
export const statusPageShape = defineShape({
	singular: 'status_page',
	plural: 'status_pages',
	fields: {
		id: z.string(),
		name: z.string(),
		/** `public`, `private` or `audience_specific`. */
		type: z.string().optional(),
		url: z.string().optional(),
		/** Not set: nobody sees it yet. */
		published_at: z.string().optional(),
	},
	compact: ['id', 'name', 'type', 'url', 'published_at'],
});

type ShownStatusPage = Shaped<typeof statusPageShape>;

export function showStatusPage(page: StatusPage): ShownStatusPage {
	return {
		id: page.id,
		name: cleanName(page.name ?? page.id),
		type: page.status_page_type,
		url: page.url,
		published_at: page.published_at,
	};
}
