import * as z from 'zod';
import { readResponderMetrics } from '../../pagerduty/api/analytics.ts';
import { references } from '../core/arguments.ts';
import { listEnvelope, listResult, pageStart, presentList, wholeList } from '../lists/list.ts';
import { defineTool } from '../core/tool.ts';
import { responderColumns, responderMetricsShape, showResponderMetrics } from './shared/responder-metrics-shape.ts';
import { metricArguments, orderOf } from './shared/figure-arguments.ts';
import { readAnswers, describePeriod, noteOf, peopleArguments, peopleFilters, questionOf } from './shared/question.ts';

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
	operations: {
		always: ['getAnalyticsMetricsRespondersAll', 'getAnalyticsMetricsRespondersTeam'],
		sometimes: ['listTeams', 'listPriorities', 'getCurrentUser'],
	},
	input: z.strictObject({
		per_team: z.boolean().default(false).describe('Report each person once for each of their teams.'),
		users: references('Names, ids or me.').optional(),
		...peopleArguments,
		...metricArguments(responderMetricsShape, 'total_notifications'),
	}),
	output: z.object({
		period: z.string(),
		time_zone: z.string(),
		responder_metrics: z.array(responderMetricsShape.schema),
		...listEnvelope,
	}),
	async run(input, context) {
		const start = pageStart(name, input);
		const order = orderOf(input, responderColumns, 'metrics of people');
		const [question, users] = await Promise.all([
			questionOf(input, context, true),
			context.directory.ids('user', input.users, context),
		]);
		const asked = {
			filters: { ...peopleFilters(question), ...(users && { responder_ids: users }) },
			time_zone: question.zone,
			...order,
		};
		const metrics = await readAnswers(question, () => readResponderMetrics(context.pagerduty, input.per_team, asked));
		const rows = { ...wholeList(metrics.map(showResponderMetrics), start, input.limit), note: noteOf(question) };
		const { items, envelope } = listResult(name, responderMetricsShape, input, rows);
		return { period: describePeriod(question), time_zone: question.zone, responder_metrics: items, ...envelope };
	},
	present: presentList(responderMetricsShape),
});
