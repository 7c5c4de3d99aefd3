import type { Call, Reply } from '../server/call.ts';
import type { JsonObject } from '../json.ts';
import type { PageOption, StatusPage } from '../model/status-pages.ts';
import type { Route } from '../server/router.ts';
import { optionJson, pageServiceJson, statusPageJson } from '../replies/status-page.ts';
import { find } from './find.ts';

const scope = 'status_pages.read';

/** Status pages and what their posts can say. */
export const statusPageRoutes: readonly Route[] = [
	{ method: 'GET', path: '/status_pages', operationId: 'listStatusPages', scope, handle: listPages },
	{
		method: 'GET',
		path: '/status_pages/{id}/severities',
		operationId: 'listStatusPageSeverities',
		scope,
		handle: (call) => listOptions(call, 'severities', 'severity'),
	},
	{
		method: 'GET',
		path: '/status_pages/{id}/impacts',
		operationId: 'listStatusPageImpacts',
		scope,
		handle: (call) => listOptions(call, 'impacts', 'impact'),
	},
	{
		method: 'GET',
		path: '/status_pages/{id}/statuses',
		operationId: 'listStatusPageStatuses',
		scope,
		handle: (call) => listOptions(call, 'statuses', 'status'),
	},
	{
		method: 'GET',
		path: '/status_pages/{id}/services',
		operationId: 'listStatusPageServices',
		scope,
		handle: listServices,
	},
];

/** Status pages know no paging: everything at once, with the fields of a page around it. */
export function whole(key: string, rows: readonly JsonObject[]): Reply {
	return { status: 200, body: { [key]: rows, limit: 100, offset: 0, more: false, total: rows.length } };
}

export function findPage(call: Call): StatusPage {
	return find(call.world.store.statusPages, call.param('id'));
}

function listPages(call: Call): Reply {
	const type = call.query.text('status_page_type');
	const pages = [...call.world.store.statusPages.values()].filter((page) => type === undefined || page.type === type);
	return whole('status_pages', pages.map(statusPageJson));
}

function listOptions(
	call: Call,
	key: 'severities' | 'impacts' | 'statuses',
	kind: 'severity' | 'status' | 'impact',
): Reply {
	const page = findPage(call);
	const type = call.query.text('post_type');
	const options: readonly PageOption[] = page[key];
	return whole(
		key,
		options
			.filter(({ postType }) => type === undefined || postType === type)
			.map((option) => optionJson(page, option, kind)),
	);
}

function listServices(call: Call): Reply {
	const page = findPage(call);
	return whole(
		'services',
		page.services.map((service) => pageServiceJson(page, service)),
	);
}
