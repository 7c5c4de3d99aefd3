import type * as z from 'zod';
import { text } from './fields.ts';
import { page, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { reference } from './reference.ts';

export const priority = reference.extend({
	name: text(),
	description: text(),
	color: text(),
});
export type IncidentPriority = z.output<typeof priority>;

/** One page of the account's incident priorities, most severe first. operationId: listPriorities */
export function listPriorities(pd: PagerDutyApi, query: PageQuery = {}): Promise<Page<IncidentPriority>> {
	return pd.request({
		operationId: 'listPriorities',
		method: 'GET',
		path: ['priorities'],
		query: { ...query },
		reply: page('priorities', priority),
	});
}
