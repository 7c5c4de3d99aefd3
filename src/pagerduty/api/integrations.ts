import { text } from './fields.ts';
import { single } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { reference } from './reference.ts';
import type * as z from 'zod';

/** Where a monitoring tool reports to. Whoever has the key or the address can page the service. */
export const integration = reference.extend({
	name: text(),
	created_at: text(),
	integration_key: text(),
	integration_email: text(),
});
export type Integration = z.output<typeof integration>;

export interface IntegrationInput {
	readonly type:
		| 'events_api_v2_inbound_integration'
		| 'generic_events_api_inbound_integration'
		| 'generic_email_inbound_integration';
	readonly name: string;
	/** Of e-mail integrations: an address of the account's own domain. */
	readonly integration_email?: string;
}

/** Never sent twice. The reply holds the key. operationId: createServiceIntegration */
export function createServiceIntegration(
	pd: PagerDutyApi,
	serviceId: string,
	input: IntegrationInput,
): Promise<Integration> {
	return pd.request({
		operationId: 'createServiceIntegration',
		method: 'POST',
		path: ['services', serviceId, 'integrations'],
		body: { integration: input },
		reply: single('integration', integration),
	});
}

/** operationId: getServiceIntegration */
export function getServiceIntegration(pd: PagerDutyApi, serviceId: string, id: string): Promise<Integration> {
	return pd.request({
		operationId: 'getServiceIntegration',
		method: 'GET',
		path: ['services', serviceId, 'integrations', id],
		reply: single('integration', integration),
	});
}
