import * as z from 'zod';
import { text } from './fields.ts';
import { page, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { reference } from './reference.ts';

export const tag = reference.extend({ label: text() });
export type Tag = z.output<typeof tag>;

/** What can have tags. */
export type Tagged = 'users' | 'teams' | 'escalation_policies';

/** One page of the account's tags. operationId: listTags */
export function listTags(pd: PagerDutyApi, query: PageQuery & { readonly query?: string } = {}): Promise<Page<Tag>> {
	return pd.request({
		operationId: 'listTags',
		method: 'GET',
		path: ['tags'],
		query: { ...query },
		reply: page('tags', tag),
	});
}

/** One page of the tags of one object. operationId: getEntityTypeByIdTags */
export function listTagsOf(pd: PagerDutyApi, tagged: Tagged, id: string, query: PageQuery = {}): Promise<Page<Tag>> {
	return pd.request({
		operationId: 'getEntityTypeByIdTags',
		method: 'GET',
		path: [tagged, id, 'tags'],
		query: { ...query },
		reply: page('tags', tag),
	});
}

/** Gives an object tags by label, new labels included, and takes tags away by id. operationId: createEntityTypeByIdChangeTags */
export async function changeTagsOf(
	pd: PagerDutyApi,
	tagged: Tagged,
	id: string,
	change: { readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<void> {
	await pd.request({
		operationId: 'createEntityTypeByIdChangeTags',
		method: 'POST',
		path: [tagged, id, 'change_tags'],
		body: {
			add: change.add.map((label) => ({ type: 'tag', label })),
			remove: change.remove.map((tagId) => ({ type: 'tag_reference', id: tagId })),
		},
		reply: z.unknown(),
	});
}
