import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import {
	addSubscribers,
	listSubscribers,
	removeSubscribers,
	type Subscriber,
	type SubscriberInput,
} from '../../pagerduty/api/status-updates.ts';
import { reference, references } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { findIncident, incidentReference } from '../names/find-incidents.ts';
import { sendOnce } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { numberOf } from '../text/names.ts';

const input = z.strictObject({
	incident: reference(incidentReference),
	add_users: references('Names, e-mails, ids or me.').optional(),
	add_teams: references('Names or ids.').optional(),
	remove_users: references('Names, e-mails, ids or me.').optional(),
	remove_teams: references('Names or ids.').optional(),
});
type Input = z.output<typeof input>;

const output = z.object({
	incident: z.string(),
	added: z.int(),
	removed: z.int(),
	/** What needed no change, or was refused. */
	unchanged: z.array(z.string()),
	note: z.string().optional(),
});

/** operationId: createIncidentNotificationSubscribers, removeIncidentNotificationSubscribers */
export const setStatusUpdateSubscribers = defineTool({
	name: 'set_status_update_subscribers',
	title: 'Change who gets status updates',
	description: 'Subscribes people and teams to the status updates of an incident, or unsubscribes them.',
	example: 'Let the Storefront team get status updates of #4260.',
	toolset: 'communication',
	access: 'respond',
	effect: { destructive: false, idempotent: true },
	operations: {
		always: [
			'getIncident',
			'getIncidentNotificationSubscribers',
			'createIncidentNotificationSubscribers',
			'removeIncidentNotificationSubscribers',
		],
		sometimes: ['getCurrentUser', 'listTeams'],
	},
	input,
	output,
	async run(wanted, context) {
		const add = await subscribersFor(wanted.add_users, wanted.add_teams, context);
		const remove = await subscribersFor(wanted.remove_users, wanted.remove_teams, context);
		checkWishes(add, remove);
		const incident = await findIncident(wanted.incident, context);
		// What is so already is not sent, so that counts are true and a lost answer can be told from a lost request.
		const current = await listSubscribers(context.pagerduty, incident.id);
		const toAdd = add.filter((one) => !isIn(current, one));
		const toRemove = remove.filter((one) => isIn(current, one));
		const unchanged = [
			...add.filter((one) => !toAdd.includes(one)).map((one) => `${one.subscriber_id}: already subscribed`),
			...remove.filter((one) => !toRemove.includes(one)).map((one) => `${one.subscriber_id}: not subscribed`),
		];
		const added = toAdd.length > 0 ? await addOnce(incident.id, toAdd, context) : { done: 0, refused: [] };
		const removed = toRemove.length > 0 ? await removeOnce(incident.id, toRemove, added.done, context) : 0;
		const changed = added.done + removed;
		return {
			incident: numberOf(incident),
			added: added.done,
			removed,
			unchanged: [...unchanged, ...added.refused],
			...(changed === 0 && { note: 'Nothing changed.' }),
		};
	},
});

async function subscribersFor(
	users: Input['add_users'],
	teams: Input['add_teams'],
	context: ToolContext,
): Promise<SubscriberInput[]> {
	const [userIds = [], teamIds = []] = await Promise.all([
		context.directory.ids('user', users, context),
		context.directory.ids('team', teams, context),
	]);
	return [
		...userIds.map((id) => ({ subscriber_id: id, subscriber_type: 'user' as const })),
		...teamIds.map((id) => ({ subscriber_id: id, subscriber_type: 'team' as const })),
	];
}

function checkWishes(add: readonly SubscriberInput[], remove: readonly SubscriberInput[]): void {
	if (add.length + remove.length === 0) {
		throw new ToolError({ message: 'Nothing to change was given: say whom to add or whom to remove.' });
	}
	const both = add.find((one) => isIn(remove, one));
	if (both) throw new ToolError({ message: `${both.subscriber_id} cannot be added and removed at once.` });
}

function isIn(
	all: readonly (Subscriber | SubscriberInput)[],
	{ subscriber_id: id, subscriber_type: type }: SubscriberInput,
): boolean {
	return all.some((one) => one.subscriber_id === id && one.subscriber_type === type);
}

/** How many are subscribed now, and who was refused; if no answer comes, the list is read again. */
async function addOnce(
	incidentId: string,
	subscribers: readonly SubscriberInput[],
	context: ToolContext,
): Promise<{ done: number; refused: string[] }> {
	return sendOnce(
		{
			send: async () => {
				const results = await addSubscribers(context.pagerduty, incidentId, subscribers);
				const refused = results.filter(({ result }) => result === 'unauthorized');
				return {
					done: subscribers.length - refused.length,
					refused: refused.map(({ subscriber_id: id }) => `${id}: PagerDuty refused it (unauthorized)`),
				};
			},
			find: async () => {
				const now = await listSubscribers(context.pagerduty, incidentId);
				const all = subscribers.every((one) => isIn(now, one));
				return all ? { done: subscribers.length, refused: [] } : undefined;
			},
			missing: 'Not all of them are subscribed now.',
		},
		context,
	);
}

/** How many are no longer subscribed. What was added before stays added, and an error says so. */
async function removeOnce(
	incidentId: string,
	subscribers: readonly SubscriberInput[],
	added: number,
	context: ToolContext,
): Promise<number> {
	const sending = {
		send: async () => (await removeSubscribers(context.pagerduty, incidentId, subscribers)).deleted_count ?? 0,
		find: async () => {
			const now = await listSubscribers(context.pagerduty, incidentId);
			return subscribers.some((one) => isIn(now, one)) ? undefined : subscribers.length;
		},
		missing: 'Not all of them are unsubscribed now.',
	};
	try {
		return await sendOnce(sending, context);
	} catch (error) {
		if (added === 0 || !(error instanceof PagerDutyError)) throw error;
		const removal = error.unclear
			? 'it is unclear whether the others were unsubscribed'
			: 'nobody could be unsubscribed';
		throw error.with({ message: `${added} were subscribed, but ${removal}: ${error.message}` });
	}
}
