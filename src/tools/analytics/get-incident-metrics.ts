import * as z from 'zod';
import { incidentMetrics, readIncidentMetrics } from '../../pagerduty/analytics.ts';
import { reference, references } from '../arguments.ts';
import { listEnvelope, listResult, pageStart, presentList, wholeList } from '../list.ts';
import { defineTool } from '../tool.ts';
import { incidentMetricsView, toIncidentMetricsView } from '../views/incident-metrics.ts';
import {
	checkOrder,
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

const name = 'get_incident_metrics';
const count = () => z.int().min(0).max(1000).optional();

/** operationId: getAnalyticsMetricsIncidentsAll, getAnalyticsMetricsIncidentsService, getAnalyticsMetricsIncidentsTeam, getAnalyticsMetricsIncidentsEscalationPolicy */
export const getIncidentMetrics = defineTool({
	name,
	title: 'Show incident metrics',
	description:
		'Shows metrics of the incidents opened in a period: counts, time to acknowledge and resolve, escalations, interruptions; for all or by service, team or policy, and by day, week or month.',
	example: 'How many incidents did each team have per week this quarter?',
	toolset: 'analytics',
	access: 'read',
	input: z.strictObject({
		group_by: z.enum(['all', 'service', 'team', 'escalation_policy']).default('all'),
		aggregate_unit: z.enum(['day', 'week', 'month']).optional().describe('Default: the whole period at once.'),
		...periodArguments,
		...scopeArguments,
		escalation_policies: references('Names or ids.').optional(),
		priorities: prioritiesArgument,
		urgency: urgencyArgument,
		major: z.boolean().optional().describe('Only these, or only others.'),
		min_acknowledgements: count(),
		min_timeout_escalations: count(),
		min_manual_escalations: count(),
		pd_advance_used: z.boolean().optional(),
		time_zone: timeZoneArgument,
		order_by: reference('A metric.').optional(),
		order: z.enum(['asc', 'desc']).optional(),
		...figureArguments(incidentMetricsView, 'p90_seconds_to_resolve'),
	}),
	output: z.object({ incident_metrics: z.array(incidentMetricsView.schema), ...listEnvelope }),
	async run(input, context) {
		const period = periodOf(input, context);
		const order = checkOrder(input.order_by, Object.keys(incidentMetrics.shape));
		const zone = checkZone(input.time_zone);
		const [scope, policies, priorities] = await Promise.all([
			scopeOf(input, context),
			context.directory.ids('escalation_policy', input.escalation_policies, context),
			priorityNames(input.priorities, context),
		]);
		const metrics = await readIncidentMetrics(context.pagerduty, input.group_by, {
			filters: {
				...createdIn(period),
				...scope.filters,
				...(policies && { escalation_policy_ids: policies }),
				...priorities,
				...(input.urgency && { urgency: input.urgency }),
				...(input.major !== undefined && { major: input.major }),
				...(input.min_acknowledgements !== undefined && { min_ackowledgements: input.min_acknowledgements }),
				...(input.min_timeout_escalations !== undefined && { min_timeout_escalations: input.min_timeout_escalations }),
				...(input.min_manual_escalations !== undefined && { min_manual_escalations: input.min_manual_escalations }),
				...(input.pd_advance_used !== undefined && { pd_advance_used: input.pd_advance_used }),
			},
			...(input.aggregate_unit && { aggregate_unit: input.aggregate_unit }),
			...zone,
			...order,
			...(input.order && { order: input.order }),
		});
		const rows = {
			...wholeList(metrics.map(toIncidentMetricsView), pageStart(name, input), input.limit),
			note: noteOf(period, context, scope.note),
		};
		const { items, envelope } = listResult(name, incidentMetricsView, input, rows);
		return { incident_metrics: items, ...envelope };
	},
	present: presentList(incidentMetricsView),
});
