import * as z from 'zod';
import { readAnalyticsIncidents } from '../../pagerduty/analytics.ts';
import { moment } from '../arguments.ts';
import { listEnvelope, listResult, pageStart, presentList, type Rows } from '../list.ts';
import { isoSeconds, parseMoment } from '../time.ts';
import { defineTool } from '../tool.ts';
import {
	analyticsIncidentView,
	toAnalyticsIncidentView,
	type AnalyticsIncidentView,
} from '../views/analytics-incident.ts';
import {
	checkZone,
	createdIn,
	figureArguments,
	noteOf,
	periodArguments,
	periodOf,
	prioritiesArgument,
	priorityNames,
	scopeArguments,
	scopeOf,
	timeZoneArgument,
	urgencyArgument,
} from './question.ts';

const name = 'list_analytics_incidents';

/** operationId: getAnalyticsIncidents */
export const listAnalyticsIncidents = defineTool({
	name,
	title: 'List incidents with their figures',
	description:
		'Lists the incidents opened in a period, each with its figures: seconds to acknowledge and resolve, escalations, interruptions, who joined. For open incidents and actions use list_incidents.',
	example: 'Which incidents last month took longest to acknowledge?',
	toolset: 'analytics',
	access: 'read',
	input: z.strictObject({
		...periodArguments,
		updated_after: moment('Only those whose figures changed since.').optional(),
		...scopeArguments,
		priorities: prioritiesArgument,
		urgency: urgencyArgument,
		major: z.boolean().optional(),
		time_zone: timeZoneArgument,
		order_by: z.enum(['created_at', 'seconds_to_resolve']).default('created_at'),
		order: z.enum(['asc', 'desc']).default('desc'),
		...figureArguments(analyticsIncidentView, 'engaged_seconds'),
	}),
	output: z.object({ incidents: z.array(analyticsIncidentView.schema), ...listEnvelope }),
	async run(input, context) {
		const start = pageStart(name, input);
		const period = periodOf(input, context);
		const zone = checkZone(input.time_zone);
		const updated = input.updated_after && parseMoment('updated_after', input.updated_after, context.clock);
		const [scope, priorities] = await Promise.all([scopeOf(input, context), priorityNames(input.priorities, context)]);
		const page = await readAnalyticsIncidents(context.pagerduty, {
			filters: {
				...createdIn(period),
				...scope.filters,
				...priorities,
				...(updated && { updated_after: isoSeconds(updated) }),
				...(input.urgency && { urgency: input.urgency }),
				...(input.major !== undefined && { major: input.major }),
			},
			limit: input.limit,
			order: input.order,
			order_by: input.order_by,
			...zone,
			...(start.token && { starting_after: start.token }),
		});
		const rows: Rows<AnalyticsIncidentView> = {
			rows: page.items.map((incident) => ({
				item: toAnalyticsIncidentView(incident),
				after: { offset: 0, token: incident.id },
			})),
			next: page.next === undefined ? undefined : { offset: 0, token: page.next },
			note: noteOf(period, context, scope.note),
		};
		const { items, envelope } = listResult(name, analyticsIncidentView, input, rows);
		return { incidents: items, ...envelope };
	},
	present: presentList(analyticsIncidentView),
});
