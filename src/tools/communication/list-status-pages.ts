import * as z from 'zod';
import * as statusPages from '../../pagerduty/api/status-pages.ts';
import { reference, refuseTogether } from '../core/arguments.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, wholeList } from '../lists/list.ts';
import { defineTool } from '../core/tool.ts';
import { statusPageShape, showStatusPage } from './shared/status-page-shape.ts';
import type { PageWords } from '../core/directory.ts';

const name = 'list_status_pages';
const words = z.array(z.string()).optional();

/** operationId: listStatusPages, and for one page listStatusPageSeverities, -Statuses, -Impacts, -Services */
export const listStatusPages = defineTool({
	name,
	title: 'List status pages',
	description:
		'Lists status pages, or one of them with the severities, statuses, impacts and services that its posts can name.',
	example: 'Which status pages do we have, and with which severities?',
	toolset: 'communication',
	access: 'read',
	operations: {
		always: ['listStatusPages'],
		sometimes: [
			'listStatusPageSeverities',
			'listStatusPageStatuses',
			'listStatusPageImpacts',
			'listStatusPageServices',
		],
	},
	input: z.strictObject({
		status_page: reference('Name or id of one page to show with its statuses and severities.').optional(),
		type: z.enum(['public', 'private']).optional().describe('Default: all.'),
		...listArguments(statusPageShape),
	}),
	output: z.object({
		status_pages: z.array(statusPageShape.schema),
		/** Of one page, e.g. `major (incident)`. */
		severities: words,
		statuses: words,
		impacts: words,
		services: words,
		...listEnvelope,
	}),
	async run(input, context) {
		refuseTogether(input, 'status_page', ['type']);
		const wanted =
			input.status_page === undefined
				? undefined
				: await context.directory.resolve('status_page', input.status_page, context);
		const pages = await statusPages.listStatusPages(context.pagerduty, input.type && { status_page_type: input.type });
		const shown = pages.items.map(showStatusPage).filter(({ id }) => !wanted || id === wanted.id);
		const rows = wholeList(shown, pageStart(name, input), input.limit);
		const { items, envelope } = listResult(name, statusPageShape, input, {
			...rows,
			...(!wanted && pages.more && !rows.next && { unreachable: true, note: 'PagerDuty lists no more of them.' }),
		});
		return {
			status_pages: items,
			...(wanted && wordLists(await context.directory.words(wanted.id, context))),
			...envelope,
		};
	},
	present: presentList(statusPageShape),
});

function wordLists(page: PageWords) {
	const texts = (list: PageWords['statuses']) =>
		list.map(({ name: word, post_type: type }) => (type ? `${word} (${type})` : word));
	return {
		severities: texts(page.severities),
		statuses: texts(page.statuses),
		impacts: texts(page.impacts),
		services: texts(page.services),
		...(page.incomplete && {
			note: 'PagerDuty did not send all severities, statuses, impacts and services of this page.',
		}),
	};
}
