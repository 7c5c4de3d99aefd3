import * as z from 'zod';
import { id, list, text } from './fields.ts';
import { single } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';

/** The most bytes of one event. */
export const largestEvent = 512 * 1024;
export const longestSummary = 1024;
export const longestDedupKey = 255;

export const severities = ['critical', 'error', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

export interface EventLink {
	readonly href: string;
	readonly text?: string;
}

/** An event of the Events API v2. All with the same `dedup_key` are about the same alert. */
export type MonitoringEvent =
	| {
			readonly event_action: 'trigger';
			/** Makes it safe to send the event again. PagerDuty makes one up without it. */
			readonly dedup_key?: string;
			readonly payload: {
				readonly summary: string;
				readonly source: string;
				readonly severity: Severity;
				/** ISO 8601. Default: now. */
				readonly timestamp?: string;
				readonly component?: string;
				readonly group?: string;
				readonly class?: string;
				readonly custom_details?: Readonly<Record<string, unknown>>;
			};
			readonly links?: readonly EventLink[];
	  }
	| { readonly event_action: 'acknowledge' | 'resolve'; readonly dedup_key: string };

export interface DeploymentEvent {
	readonly payload: {
		readonly summary: string;
		readonly source?: string;
		/** ISO 8601. Default: now. */
		readonly timestamp?: string;
		readonly custom_details?: Readonly<Record<string, unknown>>;
	};
	readonly links?: readonly EventLink[];
}

/** Accepted, not yet carried out: events of unknown alerts are dropped without a word. */
const accepted = z.object({ status: text(), message: text(), dedup_key: text() });
export type Accepted = z.output<typeof accepted>;

/**
 * Sends an event; PagerDuty takes 120 a minute of each routing key. Repeated only with a `dedup_key`: without one, each try
 * would be another alert. operationId: createV2Event (Events API)
 * @param routingKey sent, and shown nowhere
 */
export function enqueueEvent(pd: PagerDutyApi, routingKey: string, event: MonitoringEvent): Promise<Accepted> {
	return pd.request({
		operationId: 'createV2Event',
		method: 'POST',
		host: 'events',
		path: ['v2', 'enqueue'],
		body: { routing_key: routingKey, ...event },
		secrets: [routingKey],
		repeatable: event.dedup_key !== undefined,
		reply: accepted,
	});
}

/** Records a change such as a deployment. Never sent twice: nothing tells two of them apart. operationId: createChangeEvent (Events API) */
export function enqueueChange(pd: PagerDutyApi, routingKey: string, event: DeploymentEvent): Promise<Accepted> {
	return pd.request({
		operationId: 'createChangeEvent',
		method: 'POST',
		host: 'events',
		path: ['v2', 'change', 'enqueue'],
		body: { routing_key: routingKey, ...event },
		secrets: [routingKey],
		reply: accepted,
	});
}

/** An integration that events come in through, with its key: never to be shown or logged. */
const keyedIntegration = z.object({ id, type: text(), summary: text(), integration_key: text() });
export type KeyedIntegration = z.output<typeof keyedIntegration>;

/** A service's state, and its integrations with their keys. operationId: getService */
export async function readInlets(
	pd: PagerDutyApi,
	serviceId: string,
): Promise<{ readonly status: string | undefined; readonly integrations: readonly KeyedIntegration[] }> {
	return pd.request({
		operationId: 'getService',
		method: 'GET',
		path: ['services', serviceId],
		query: { include: ['integrations'] },
		reply: single('service', z.object({ status: text(), integrations: list(keyedIntegration) })),
	});
}
