import * as z from 'zod';
import { readIncidentMetrics, type IncidentMetrics } from '../../pagerduty/api/analytics.ts';
import type { Span } from '../time/spans.ts';
import { defineTool } from '../core/tool.ts';
import { cleanLine } from '../text/untrusted.ts';
import { showIncidentMetrics } from '../shapes/incident-metrics.ts';
import {
	readAnswers,
	periodBefore,
	createdIn,
	describePeriod,
	questionArguments,
	questionOf,
	reportEnvelope,
	reportHead,
} from '../analytics/shared/question.ts';

const figure = z.number().optional();

/** operationId: getAnalyticsMetricsIncidentsAll, getAnalyticsMetricsIncidentsService, getAnalyticsMetricsIncidentsTeam, getAnalyticsMetricsIncidentsEscalationPolicy, twice */
export const reportResponseTimes = defineTool({
	name: 'report_response_times',
	title: 'Report response times (MTTA, MTTR)',
	description: 'Reports mean time to acknowledge (MTTA) and to resolve (MTTR), with those of the period before.',
	example: 'How did MTTA and MTTR develop against the month before?',
	toolset: 'incidents',
	access: 'read',
	long: true,
	operations: {
		always: ['getAnalyticsMetricsIncidentsAll'],
		sometimes: ['getAnalyticsMetricsIncidentsTeam', 'listTeams', 'listServices', 'listPriorities', 'getCurrentUser'],
	},
	input: z.strictObject({
		group_by: z
			.enum(['all', 'service', 'team', 'escalation_policy'])
			.default('all')
			.describe('What to report separately. Default: all.'),
		...questionArguments,
	}),
	output: z.object({
		...reportEnvelope,
		previous_period: z.string(),
		response_times: z.array(
			z.object({
				name: z.string().optional(),
				incidents: z.int(),
				incidents_before: z.int(),
				mtta_seconds: figure,
				mtta_seconds_before: figure,
				mtta_change_pct: figure,
				mttr_seconds: figure,
				mttr_seconds_before: figure,
				mttr_change_pct: figure,
			}),
		),
	}),
	async run(input, context) {
		const { filters, ...question } = await questionOf(input, context);
		const previous = periodBefore(question.period);
		const read = (span: Span) =>
			readAnswers(question, () =>
				readIncidentMetrics(context.pagerduty, input.group_by, { filters: { ...filters, ...createdIn(span) } }),
			);
		const [now, then] = await Promise.all([read(question.period), read(previous)]);
		return {
			...reportHead(question),
			previous_period: describePeriod({ ...question, period: previous }),
			response_times: compare(now, then),
		};
	},
});

/** One row for each group of either period, those with the most incidents first. */
function compare(now: readonly IncidentMetrics[], then: readonly IncidentMetrics[]) {
	const current = byGroup(now);
	const earlier = byGroup(then);
	const rows = [...new Set([...current.keys(), ...earlier.keys()])].map((group) => {
		const [a, b] = [current.get(group), earlier.get(group)];
		const name = (a ?? b)?.name;
		const [mtta, mttaBefore] = [a?.mean_seconds_to_first_ack, b?.mean_seconds_to_first_ack];
		const [mttr, mttrBefore] = [a?.mean_seconds_to_resolve, b?.mean_seconds_to_resolve];
		return {
			...(name && { name: cleanLine(name) }),
			incidents: Math.trunc(a?.total_incident_count ?? 0),
			incidents_before: Math.trunc(b?.total_incident_count ?? 0),
			mtta_seconds: mtta,
			mtta_seconds_before: mttaBefore,
			mtta_change_pct: change(mttaBefore, mtta),
			mttr_seconds: mttr,
			mttr_seconds_before: mttrBefore,
			mttr_change_pct: change(mttrBefore, mttr),
		};
	});
	return rows.sort((a, b) => b.incidents - a.incidents || b.incidents_before - a.incidents_before);
}

function byGroup(rows: readonly IncidentMetrics[]) {
	return new Map(
		rows.map((row) => [row.service_id ?? row.escalation_policy_id ?? row.team_id, showIncidentMetrics(row)]),
	);
}

/** Percent, one decimal; none from nothing. */
function change(from: number | undefined, to: number | undefined): number | undefined {
	return from === undefined || to === undefined || from === 0
		? undefined
		: Math.round((1000 * (to - from)) / from) / 10;
}
