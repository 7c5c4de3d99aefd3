import * as z from 'zod';
import { id, maybe, text } from './fields.ts';
import { page, type Page } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { reference } from './reference.ts';

/*
 * PagerDuty documents no paging parameters for status pages and what belongs to them: `more` in a reply means that the rest
 * cannot be reached.
 */

export type PostType = 'incident' | 'maintenance';

const statusPage = z.object({
	id,
	name: text(),
	url: text(),
	status_page_type: text(),
	published_at: text(),
});
export type StatusPage = z.output<typeof statusPage>;

/** A severity, a status or an impact that a page's posts can have; its name is in `description`. */
const statusPageOption = z.object({ id, description: text(), post_type: text() });
export type StatusPageOption = z.output<typeof statusPageOption>;

const statusPageService = z.object({ id, name: text(), business_service: maybe(reference) });
export type StatusPageService = z.output<typeof statusPageService>;

/** operationId: listStatusPages */
export function listStatusPages(
	pd: PagerDutyApi,
	query: { readonly status_page_type?: 'public' | 'private' } = {},
): Promise<Page<StatusPage>> {
	return pd.request({
		operationId: 'listStatusPages',
		method: 'GET',
		path: ['status_pages'],
		query: { ...query },
		reply: page('status_pages', statusPage),
	});
}

/** operationId: listStatusPageSeverities */
export function listStatusPageSeverities(pd: PagerDutyApi, pageId: string): Promise<Page<StatusPageOption>> {
	return pd.request({
		operationId: 'listStatusPageSeverities',
		method: 'GET',
		path: ['status_pages', pageId, 'severities'],
		reply: page('severities', statusPageOption),
	});
}

/** operationId: listStatusPageImpacts */
export function listStatusPageImpacts(pd: PagerDutyApi, pageId: string): Promise<Page<StatusPageOption>> {
	return pd.request({
		operationId: 'listStatusPageImpacts',
		method: 'GET',
		path: ['status_pages', pageId, 'impacts'],
		reply: page('impacts', statusPageOption),
	});
}

/** operationId: listStatusPageStatuses */
export function listStatusPageStatuses(pd: PagerDutyApi, pageId: string): Promise<Page<StatusPageOption>> {
	return pd.request({
		operationId: 'listStatusPageStatuses',
		method: 'GET',
		path: ['status_pages', pageId, 'statuses'],
		reply: page('statuses', statusPageOption),
	});
}

/** operationId: listStatusPageServices */
export function listStatusPageServices(pd: PagerDutyApi, pageId: string): Promise<Page<StatusPageService>> {
	return pd.request({
		operationId: 'listStatusPageServices',
		method: 'GET',
		path: ['status_pages', pageId, 'services'],
		reply: page('services', statusPageService),
	});
}
