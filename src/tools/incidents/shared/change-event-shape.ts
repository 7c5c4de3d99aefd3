import * as z from 'zod';
import type { ChangeEvent } from '../../../pagerduty/api/change-events.ts';
import { idsOf, nameOf } from '../../text/names.ts';
import { cleanLine, cleanText } from '../../text/untrusted.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';

/** What the tools show of a deployment or another change. */
export const changeEventShape = defineShape({
	singular: 'change_event',
	plural: 'change_events',
	fields: {
		id: z.string(),
		at: z.string().optional(),
		summary: z.string(),
		source: z.string().optional(),
		services: z.array(z.string()).optional(),
		/** Why PagerDuty relates it to the incident. */
		reason: z.string().optional(),
		links: z.array(z.string()).optional(),
		/** What the deployment tool sent, as text. */
		details: z.string().optional(),
		service_ids: z.array(z.string()).optional(),
		integration_id: z.string().optional(),
	},
	always: ['id', 'summary'],
	compact: ['id', 'at', 'summary', 'source', 'services', 'reason', 'links'],
});

export type ShownChangeEvent = Shaped<typeof changeEventShape>;

/** @param names names of services by id, for changes that carry only ids. */
export function showChangeEvent(event: ChangeEvent, names: ReadonlyMap<string, string>): ShownChangeEvent {
	const details = event.custom_details;
	return {
		id: event.id,
		at: event.timestamp,
		summary: cleanLine(event.summary ?? '(no summary)'),
		source: event.source && cleanLine(event.source, 120),
		services: event.services?.map((service) =>
			service.summary ? nameOf(service) : (names.get(service.id) ?? service.id),
		),
		reason: event.correlation_reason?.reason?.replace(/_/g, ' '),
		links: event.links?.flatMap(({ href }) => (href && /^https?:\/\//i.test(href) ? [cleanLine(href, 500)] : [])),
		details:
			details === undefined
				? undefined
				: cleanText(typeof details === 'string' ? details : JSON.stringify(details), 600),
		service_ids: idsOf(event.services),
		integration_id: event.integration?.id,
	};
}
