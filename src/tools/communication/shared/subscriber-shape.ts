import * as z from 'zod';
import type { Subscriber } from '../../../pagerduty/api/status-updates.ts';

/** Somebody who gets the status updates of an incident. */
export const subscriberShape = z.object({
	id: z.string(),
	/** `user` or `team`. */
	type: z.string(),
	name: z.string(),
});
export type ShownSubscriber = z.output<typeof subscriberShape>;

/** @param names of people and teams by id. */
export function showSubscriber(
	{ subscriber_id: id, subscriber_type: type }: Subscriber,
	names: ReadonlyMap<string, string>,
): ShownSubscriber {
	return { id, type: type ?? 'unknown', name: names.get(id) ?? id };
}
