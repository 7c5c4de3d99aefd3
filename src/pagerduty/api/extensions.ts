import * as z from 'zod';
import { flag, id, maybe, maybeList, text } from './fields.ts';
import { page, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { reference } from './reference.ts';

/** What ties services to another system, such as Slack or ServiceNow. Its configuration is left out: it may hold credentials. */
export const extension = z.object({
	id,
	name: text(),
	summary: text(),
	endpoint_url: text(),
	extension_objects: maybeList(reference),
	extension_schema: maybe(reference),
	temporarily_disabled: flag(),
});
export type Extension = z.output<typeof extension>;

export interface ListExtensionsQuery extends PageQuery {
	/** A service. */
	readonly extension_object_id?: string;
	/** Of this kind. */
	readonly extension_schema_id?: string;
}

/** One page of extensions. operationId: listExtensions */
export function listExtensions(pd: PagerDutyApi, query: ListExtensionsQuery = {}): Promise<Page<Extension>> {
	return pd.request({
		operationId: 'listExtensions',
		method: 'GET',
		path: ['extensions'],
		query: { ...query },
		reply: page('extensions', extension),
	});
}
