import * as z from 'zod';
import { anything, list, maybe, text } from './fields.ts';
import { whole } from './paging.ts';
import type { PagerDuty } from './pagerduty.ts';
import { reference } from './reference.ts';

/** A deployment or other change. The routing key is left out: it lets anybody send events. */
export const changeEvent = reference.extend({
	timestamp: text(),
	source: text(),
	services: list(reference),
	integration: maybe(reference),
	links: list(z.object({ href: text(), text: text() })),
	custom_details: anything(),
	/** Why PagerDuty relates it to the incident: `most_recent`, `related_service` or `intelligent`. */
	correlation_reason: maybe(z.object({ reason: text() })),
});
export type ChangeEvent = z.output<typeof changeEvent>;

/** Changes that PagerDuty relates to an incident. operationId: listIncidentRelatedChangeEvents */
export function listIncidentRelatedChangeEvents(
	pd: PagerDuty,
	incidentId: string,
	query: { readonly limit?: number } = {},
): Promise<ChangeEvent[]> {
	return pd.request({
		operationId: 'listIncidentRelatedChangeEvents',
		method: 'GET',
		path: ['incidents', incidentId, 'related_change_events'],
		query: { ...query },
		reply: whole('change_events', changeEvent),
	});
}
