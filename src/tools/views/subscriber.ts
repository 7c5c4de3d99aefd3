import * as z from 'zod';
import type { Subscriber } from '../../pagerduty/status-updates.ts';
import { cleanLine } from '../untrusted.ts';
import { defineView, type Viewed } from '../view.ts';

/** Somebody who gets the status updates of an incident. */
export const subscriberView = defineView({
	singular: 'subscriber',
	plural: 'subscribers',
	fields: {
		id: z.string(),
		type: z.string(),
		name: z.string(),
		/** Through what they are subscribed, e.g. a business service. */
		via: z.array(z.string()),
	},
	compact: ['id', 'type', 'name'],
});

export type SubscriberView = Viewed<typeof subscriberView>;

/** @param names of people and teams by id. */
export function toSubscriberView(subscriber: Subscriber, names: ReadonlyMap<string, string>): SubscriberView {
	const { subscriber_id: id, subscriber_type: type, subscribed_via: via } = subscriber;
	return {
		id,
		type: type ?? 'unknown',
		name: names.get(id) ?? id,
		via: via.flatMap((item) => ((item.name ?? item.id) ? [cleanLine(item.name ?? item.id ?? '', 120)] : [])),
	};
}
