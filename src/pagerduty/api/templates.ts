import * as z from 'zod';
import { anything, id, list, maybe, text } from './fields.ts';
import { page, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';

/** What status updates can be made from. Its texts come when it is rendered. */
const template = z.object({ id, name: text(), summary: text(), description: text(), template_type: text() });
export type Template = z.output<typeof template>;

export interface ListTemplatesQuery extends PageQuery {
	/** Part of the name or the description. */
	readonly query?: string;
	readonly template_type?: 'status_update';
	readonly sort_by?: 'name' | 'created_at';
}

/** One page of templates. operationId: getTemplates */
export function listTemplates(pd: PagerDutyApi, query: ListTemplatesQuery = {}): Promise<Page<Template>> {
	return pd.request({
		operationId: 'getTemplates',
		method: 'GET',
		path: ['templates'],
		query: { ...query },
		reply: page('templates', template),
	});
}

const rendered = z.object({
	templated_fields: maybe(z.object({ message: text(), email_subject: text(), email_body: text() })),
	/** By field; the OpenAPI's example has a list of such objects. */
	warnings: anything(),
	errors: list(z.string()),
});
export type RenderedTemplate = z.output<typeof rendered>;

/** What a template says about an incident; nothing is sent. operationId: renderTemplate */
export function renderTemplate(
	pd: PagerDutyApi,
	templateId: string,
	about: { readonly incident_id: string; readonly status_update?: { readonly message: string } },
): Promise<RenderedTemplate> {
	return pd.request({
		operationId: 'renderTemplate',
		method: 'POST',
		path: ['templates', templateId, 'render'],
		body: about,
		reads: true,
		reply: rendered,
	});
}
