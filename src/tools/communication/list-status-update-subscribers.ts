import * as z from 'zod';
import { listSubscribers } from '../../pagerduty/status-updates.ts';
import { reference } from '../arguments.ts';
import { findIncident, incidentReference } from '../incidents/find-incidents.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, wholeList } from '../list.ts';
import { defineTool } from '../tool.ts';
import { subscriberView, toSubscriberView } from '../views/subscriber.ts';
import { subscriberNames } from './subscribers.ts';

const name = 'list_status_update_subscribers';

/** operationId: getIncidentNotificationSubscribers */
export const listStatusUpdateSubscribers = defineTool({
	name,
	title: 'List who gets status updates',
	description: 'Lists the people and teams subscribed to the status updates of an incident.',
	toolset: 'communication',
	access: 'read',
	input: z.strictObject({ incident: reference(incidentReference), ...listArguments(subscriberView) }),
	output: z.object({ subscribers: z.array(subscriberView.schema), ...listEnvelope }),
	async run(input, context) {
		const { id } = await findIncident(input.incident, context);
		const rows = wholeList(await listSubscribers(context.pagerduty, id), pageStart(name, input), input.limit);
		const names = await subscriberNames(
			rows.rows.map(({ item }) => item),
			context,
		);
		const viewed = {
			...rows,
			rows: rows.rows.map(({ item, after }) => ({ item: toSubscriberView(item, names), after })),
		};
		const { items, envelope } = listResult(name, subscriberView, input, viewed);
		return { subscribers: items, ...envelope };
	},
	present: presentList(subscriberView),
});
