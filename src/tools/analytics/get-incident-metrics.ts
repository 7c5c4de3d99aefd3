import * as z from 'zod';
import { readIncidentMetrics } from '../../pagerduty/api/analytics.ts';
import { references } from '../core/arguments.ts';
import { listEnvelope, listResult, pageStart, presentList, wholeList } from '../lists/list.ts';
import { withOffset } from '../time/show-time.ts';
import { defineTool } from '../core/tool.ts';
import { figuresOf, incidentMetricsShape, showIncidentMetrics } from '../shapes/incident-metrics.ts';
import { metricArguments, orderOf } from './shared/figure-arguments.ts';
import { requireKnownFields } from '../lists/known-fields.ts';
import { readAnswers, describePeriod, noteOf, questionArguments, questionOf } from './shared/question.ts';

const name = 'get_incident_metrics';
const count = () => z.int().min(0).max(1000).optional();

const input = z.strictObject({
	group_by: z
		.enum(['all', 'service', 'team', 'escalation_policy'])
		.default('all')
		.describe('What to report separately. Default: nothing (all).'),
	aggregate_unit: z
		.enum(['day', 'week', 'month'])
		.optional()
		.describe('Report each day, week or month separately. Default: the whole period at once.'),
	...questionArguments,
	escalation_policies: references('Names or ids.').optional(),
	major: z.boolean().optional().describe('true: only major incidents. false: only others.'),
	min_acknowledgements: count().describe('Only incidents acknowledged at least this often.'),
	min_timeout_escalations: count().describe('Only incidents that a timeout escalated at least this often.'),
	min_manual_escalations: count().describe('Only incidents that people escalated at least this often.'),
	pd_advance_used: z.boolean().optional().describe('true: only incidents with PagerDuty Advance. false: only others.'),
	...metricArguments(incidentMetricsShape, 'total_notifications, or p90_seconds_to_resolve for all'),
});
type Input = z.output<typeof input>;

/** operationId: getAnalyticsMetricsIncidentsAll, getAnalyticsMetricsIncidentsService, getAnalyticsMetricsIncidentsTeam, getAnalyticsMetricsIncidentsEscalationPolicy */
export const getIncidentMetrics = defineTool({
	name,
	title: 'Show incident metrics',
	description:
		'Shows metrics of the incidents opened in a period: counts, time to acknowledge and resolve, escalations, interruptions; for all or by service, team or policy, and by day, week or month. PagerDuty measures no costs.',
	example: 'How many incidents did each team have per week this quarter?',
	toolset: 'analytics',
	access: 'read',
	operations: {
		always: ['getAnalyticsMetricsIncidentsAll'],
		sometimes: [
			'getCurrentUser',
			'listTeams',
			'listEscalationPolicies',
			'listServices',
			'listPriorities',
			'getAnalyticsMetricsIncidentsService',
			'getAnalyticsMetricsIncidentsTeam',
			'getAnalyticsMetricsIncidentsEscalationPolicy',
		],
	},
	input,
	output: z.object({
		period: z.string(),
		time_zone: z.string(),
		incident_metrics: z.array(incidentMetricsShape.schema),
		...listEnvelope,
	}),
	async run(input, context) {
		const start = pageStart(name, input);
		const kind = input.group_by === 'all' ? 'metrics of all incidents' : `metrics by ${input.group_by}`;
		requireKnownFields('fields', input.fields, [...incidentMetricsShape.always, ...figuresOf(input.group_by)], kind);
		const ordered = input.order_by === 'range_start' ? `${kind} without \`aggregate_unit\`` : kind;
		const order = orderOf(input, columnsOf(input), ordered);
		const [question, policies] = await Promise.all([
			questionOf(input, context),
			context.directory.ids('escalation_policy', input.escalation_policies, context),
		]);
		const asked = {
			filters: {
				...question.filters,
				...(policies && { escalation_policy_ids: policies }),
				...(input.min_acknowledgements !== undefined && { min_ackowledgements: input.min_acknowledgements }),
				...(input.min_timeout_escalations !== undefined && { min_timeout_escalations: input.min_timeout_escalations }),
				...(input.min_manual_escalations !== undefined && { min_manual_escalations: input.min_manual_escalations }),
				...(input.pd_advance_used !== undefined && { pd_advance_used: input.pd_advance_used }),
			},
			...(input.aggregate_unit && { aggregate_unit: input.aggregate_unit }),
			time_zone: question.zone,
			...order,
		};
		const metrics = await readAnswers(question, () => readIncidentMetrics(context.pagerduty, input.group_by, asked));
		const { zone } = question;
		const shown = metrics.map(showIncidentMetrics).map((row) => ({
			...row,
			range_start: row.range_start && withOffset(row.range_start, zone),
		}));
		const rows = { ...wholeList(shown, start, input.limit), note: noteOf(question) };
		const { items, envelope } = listResult(name, incidentMetricsShape, input, rows);
		return { period: describePeriod(question), time_zone: zone, incident_metrics: items, ...envelope };
	},
	present: presentList(incidentMetricsShape),
});

/** What rows can be ordered by, and what PagerDuty calls it. */
function columnsOf({ group_by: grouping, aggregate_unit: unit }: Input): Readonly<Record<string, string>> {
	const [id, name] = [`${grouping}_id`, `${grouping}_name`];
	return {
		...Object.fromEntries(figuresOf(grouping).map((figure) => [figure, figure])),
		...(unit && { range_start: 'range_start' }),
		...(grouping !== 'all' && { id, name, [id]: id, [name]: name }),
	};
}
