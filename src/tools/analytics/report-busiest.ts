import * as z from 'zod';
import { readIncidentMetrics, readResponderMetrics } from '../../pagerduty/api/analytics.ts';
import { defineTool } from '../core/tool.ts';
import { showIncidentMetrics } from '../shapes/incident-metrics.ts';
import { showResponderMetrics } from './shared/responder-metrics-shape.ts';
import {
	readAnswers,
	peopleFilters,
	questionArguments,
	questionOf,
	reportEnvelope,
	reportHead,
} from './shared/question.ts';

const figure = z.number().optional();

/** operationId: getAnalyticsMetricsIncidentsService and getAnalyticsMetricsRespondersAll */
export const reportBusiest = defineTool({
	name: 'report_busiest',
	title: 'Report the busiest services and people',
	description:
		'Reports the services with the most incidents and the people with the most interruptions in a period. With `services` only services are reported.',
	example: 'Who and what was busiest last month?',
	toolset: 'analytics',
	access: 'read',
	long: true,
	operations: {
		always: ['getAnalyticsMetricsIncidentsService'],
		sometimes: ['listTeams', 'listPriorities', 'getAnalyticsMetricsRespondersAll', 'getCurrentUser', 'listServices'],
	},
	input: z.strictObject({
		...questionArguments,
		top: z.int().min(1).max(50).default(10).describe('How many of each to report. Default: 10.'),
	}),
	output: z.object({
		...reportEnvelope,
		services: z.array(
			z.object({
				service: z.string().optional(),
				incidents: figure,
				interruptions: figure,
				sleep_interruptions: figure,
				engaged_hours: figure,
			}),
		),
		people: z
			.array(
				z.object({
					person: z.string(),
					interruptions: figure,
					sleep_interruptions: figure,
					incidents: figure,
					hours_on_call: figure,
				}),
			)
			.optional(),
	}),
	async run(input, context) {
		const question = await questionOf(input, context);
		const [services, people] = await Promise.all([
			readAnswers(question, () => readIncidentMetrics(context.pagerduty, 'service', { filters: question.filters })),
			// People cannot be told apart by service: everybody's figures would be of something else.
			input.services
				? undefined
				: readAnswers(question, () =>
						readResponderMetrics(context.pagerduty, false, { filters: peopleFilters(question) }),
					),
		]);
		return {
			...reportHead(
				question,
				people ? undefined : 'PagerDuty cannot filter people by service: leave `services` out to see them.',
			),
			services: services
				.map(showIncidentMetrics)
				.sort(
					by(
						(row) => row.total_incident_count,
						(row) => row.total_interruptions,
					),
				)
				.slice(0, input.top)
				.map((row) => ({
					service: row.name,
					incidents: row.total_incident_count,
					interruptions: row.total_interruptions,
					sleep_interruptions: row.total_sleep_hour_interruptions,
					engaged_hours: row.total_engaged_seconds === undefined ? undefined : hours(row.total_engaged_seconds),
				})),
			people: people
				?.map(showResponderMetrics)
				.filter((row) => row.total_interruptions || row.total_incident_count || row.hours_on_call)
				.sort(
					by(
						(row) => row.total_interruptions,
						(row) => row.total_incident_count,
					),
				)
				.slice(0, input.top)
				.map((row) => ({
					person: row.responder,
					interruptions: row.total_interruptions,
					sleep_interruptions: row.total_sleep_hour_interruptions,
					incidents: row.total_incident_count,
					hours_on_call: row.hours_on_call,
				})),
		};
	},
});

/** Most first; the second figure decides between equals. */
function by<Row>(...figures: ((row: Row) => number | undefined)[]) {
	return (a: Row, b: Row) => figures.reduce((order, read) => order || (read(b) ?? 0) - (read(a) ?? 0), 0);
}

function hours(seconds: number): number {
	return Math.round(seconds / 360) / 10;
}
