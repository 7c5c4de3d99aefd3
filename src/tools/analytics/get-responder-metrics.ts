import * as z from 'zod';
import { readResponderMetrics, responderMetrics } from '../../pagerduty/analytics.ts';
import { reference, references } from '../arguments.ts';
import { listEnvelope, listResult, pageStart, presentList, wholeList } from '../list.ts';
import { isoSeconds } from '../time.ts';
import { defineTool } from '../tool.ts';
import { responderMetricsView, toResponderMetricsView } from '../views/responder-metrics.ts';
import {
	checkOrder,
	checkZone,
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

const name = 'get_responder_metrics';

/** operationId: getAnalyticsMetricsRespondersAll or getAnalyticsMetricsRespondersTeam */
export const getResponderMetrics = defineTool({
	name,
	title: "Show people's on-call load",
	description:
		'Shows what people had to do in a period: hours on call, incidents, interruptions by day and night, time to acknowledge; altogether or for each of their teams.',
	example: 'Who was interrupted most at night last month?',
	toolset: 'analytics',
	access: 'read',
	input: z.strictObject({
		per_team: z.boolean().default(false),
		...periodArguments,
		users: references('Names, ids or me.').optional(),
		teams: scopeArguments.teams,
		priorities: prioritiesArgument,
		urgency: urgencyArgument,
		time_zone: timeZoneArgument,
		order_by: reference('A metric.').optional(),
		order: z.enum(['asc', 'desc']).optional(),
		...figureArguments(responderMetricsView, 'total_notifications'),
	}),
	output: z.object({ responder_metrics: z.array(responderMetricsView.schema), ...listEnvelope }),
	async run(input, context) {
		const period = periodOf(input, context);
		const order = checkOrder(input.order_by, Object.keys(responderMetrics.shape));
		const zone = checkZone(input.time_zone);
		const users = await context.directory.ids('user', input.users, context);
		const teams = (input.teams ?? users) ? undefined : await scopeOf({}, context);
		const [ids, priorities] = await Promise.all([
			context.directory.ids('team', input.teams, context),
			priorityNames(input.priorities, context),
		]);
		const teamIds = ids ?? teams?.filters.team_ids;
		const metrics = await readResponderMetrics(context.pagerduty, input.per_team, {
			filters: {
				date_range_start: isoSeconds(period.since),
				date_range_end: isoSeconds(period.until),
				...(teamIds && { team_ids: teamIds }),
				...(users && { responder_ids: users }),
				...priorities,
				...(input.urgency && { urgency: input.urgency }),
			},
			...zone,
			...order,
			...(input.order && { order: input.order }),
		});
		const rows = {
			...wholeList(metrics.map(toResponderMetricsView), pageStart(name, input), input.limit),
			note: noteOf(period, context, teams?.note),
		};
		const { items, envelope } = listResult(name, responderMetricsView, input, rows);
		return { responder_metrics: items, ...envelope };
	},
	present: presentList(responderMetricsView),
});
