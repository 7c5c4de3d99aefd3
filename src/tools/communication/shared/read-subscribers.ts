import { listSubscribers, type Subscriber } from '../../../pagerduty/api/status-updates.ts';
import { listTeams } from '../../../pagerduty/api/teams.ts';
import { listUsers } from '../../../pagerduty/api/users.ts';
import type { ToolContext } from '../../core/context.ts';
import { nameOfId } from '../../names/name-of-id.ts';
import { nameOf } from '../../text/names.ts';
import { showSubscriber, type ShownSubscriber } from './subscriber-shape.ts';

/** More than this many are only counted. */
const shown = 100;

/** Who gets an incident's status updates, by name, and how many more there are. operationId: getIncidentNotificationSubscribers */
export async function readSubscribers(
	incidentId: string,
	context: ToolContext,
): Promise<{ items: ShownSubscriber[]; more: number }> {
	const all = await listSubscribers(context.pagerduty, incidentId);
	const some = all.slice(0, shown);
	const names = await subscriberNames(some, context);
	return { items: some.map((subscriber) => showSubscriber(subscriber, names)), more: all.length - some.length };
}

/** Names of subscribers, of which PagerDuty gives only the ids: one request for people, one for teams. */
async function subscriberNames(
	subscribers: readonly Subscriber[],
	context: ToolContext,
): Promise<ReadonlyMap<string, string>> {
	const has = (type: string) => subscribers.some(({ subscriber_type: kind }) => kind === type);
	const pages = await Promise.all([
		has('user') ? listUsers(context.pagerduty, { limit: 100 }).catch(() => undefined) : undefined,
		has('team') ? listTeams(context.pagerduty, { limit: 100 }).catch(() => undefined) : undefined,
	]);
	const names = new Map(pages.flatMap((page) => page?.items.map((item) => [item.id, nameOf(item)] as const) ?? []));
	// In large accounts the rest is looked up one by one.
	const missing = subscribers.filter(({ subscriber_id: id }) => !names.has(id)).slice(0, 25);
	await Promise.all(
		missing.map(async ({ subscriber_id: id, subscriber_type: type }) => {
			const name = await nameOfId(type === 'team' ? 'team' : 'user', id, context);
			if (name !== undefined) names.set(id, name);
		}),
	);
	return names;
}
