import * as z from 'zod';
import { list, text } from './fields.ts';
import { page, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { reference } from './reference.ts';

/** A kind of outbound extension that services can have, such as ServiceNow or a generic webhook. */
const extensionSchema = reference.extend({
	label: text(),
	key: text(),
	description: text(),
	guide_url: text(),
	send_types: list(z.string()),
});
export type ExtensionSchema = z.output<typeof extensionSchema>;

/** One page of extension schemas. operationId: listExtensionSchemas */
export function listExtensionSchemas(pd: PagerDutyApi, query: PageQuery = {}): Promise<Page<ExtensionSchema>> {
	return pd.request({
		operationId: 'listExtensionSchemas',
		method: 'GET',
		path: ['extension_schemas'],
		query: { ...query },
		reply: page('extension_schemas', extensionSchema),
	});
}
