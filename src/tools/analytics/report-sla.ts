import * as z from 'zod';
import type { AnalyticsIncident } from '../../pagerduty/api/analytics-incidents.ts';
import { ToolError } from '../core/failure.ts';
import { cleanName, numberOf } from '../text/names.ts';
import { defineTool } from '../core/tool.ts';
import { incidentArguments, questionOf, reportEnvelope, reportHead } from './shared/question.ts';
import { groupBy, readAllIncidents } from './shared/read-incidents.ts';

const groupings = {
	all: () => 'all',
	service: (incident: AnalyticsIncident) => incident.service_name ?? 'no service',
	team: (incident: AnalyticsIncident) => incident.team_name ?? 'no team',
	priority: (incident: AnalyticsIncident) => incident.priority_name ?? 'no priority',
	urgency: (incident: AnalyticsIncident) => incident.urgency ?? 'no urgency',
} as const;

const target = (description: string) => z.number().positive().max(525_600).optional().describe(description);

const outcome = z
	.object({ met: z.int(), missed: z.int(), pending: z.int(), met_pct: z.number().optional() })
	.optional();

/** operationId: getAnalyticsIncidents */
export const reportSla = defineTool({
	name: 'report_sla',
	title: 'Report SLA compliance',
	description:
		'Reports the share of incidents acknowledged or resolved within a target. Open ones that can still meet it are pending and not in the share. Resolving counts as acknowledging.',
	example: 'How many incidents did we acknowledge within five minutes?',
	toolset: 'analytics',
	access: 'read',
	long: true,
	operations: {
		always: ['getAnalyticsIncidents'],
		sometimes: ['listIncidentTypes', 'listTeams', 'listServices', 'listPriorities', 'getCurrentUser'],
	},
	input: z.strictObject({
		acknowledge_within: target('Target in minutes. Give this, `resolve_within` or both.'),
		resolve_within: target('Target in minutes.'),
		group_by: z
			.enum(['all', 'service', 'team', 'priority', 'urgency'])
			.default('all')
			.describe('What to report separately. Default: nothing (all).'),
		...incidentArguments,
	}),
	output: z.object({
		...reportEnvelope,
		sla: z.array(
			z.object({
				name: z.string(),
				incidents: z.int(),
				acknowledged: outcome,
				resolved: outcome,
				/** Numbers of the newest that missed a target. */
				missed: z.array(z.string()),
			}),
		),
	}),
	async run(input, context) {
		const { acknowledge_within: acknowledge, resolve_within: resolve } = input;
		if (acknowledge === undefined && resolve === undefined)
			throw new ToolError({ message: 'Give a target: `acknowledge_within` or `resolve_within`, in minutes.' });
		const question = await questionOf(input, context);
		const read = await readAllIncidents(question, context);
		const now = context.clock.now().getTime();
		const rows = [...groupBy(read.incidents, groupings[input.group_by])].map(([name, incidents]) => {
			const first = judge(incidents, responseTime, acknowledge, now);
			const last = judge(incidents, (incident) => incident.seconds_to_resolve, resolve, now);
			const late = new Set([...(first?.late ?? []), ...(last?.late ?? [])]);
			return {
				name: cleanName(name),
				incidents: incidents.length,
				...(first && { acknowledged: first.outcome }),
				...(last && { resolved: last.outcome }),
				missed: incidents
					.filter((incident) => late.has(incident))
					.slice(0, 10)
					.map(numberOf),
			};
		});
		return {
			...reportHead(question, read.note),
			sla: rows.sort((a, b) => b.incidents - a.incidents),
		};
	},
});

/** Nobody needs to acknowledge what is over. */
function responseTime({
	seconds_to_first_ack: ack,
	seconds_to_resolve: resolve,
}: AnalyticsIncident): number | undefined {
	return ack === undefined || resolve === undefined ? (ack ?? resolve) : Math.min(ack, resolve);
}

/** Undefined without a target. */
function judge(
	incidents: readonly AnalyticsIncident[],
	taken: (incident: AnalyticsIncident) => number | undefined,
	targetMinutes: number | undefined,
	now: number,
) {
	if (targetMinutes === undefined) return undefined;
	const limit = targetMinutes * 60;
	const late: AnalyticsIncident[] = [];
	let met = 0;
	let pending = 0;
	for (const incident of incidents) {
		const seconds = taken(incident);
		if (seconds !== undefined && seconds <= limit) met++;
		else if (seconds !== undefined || ageSeconds(incident, now) > limit) late.push(incident);
		else pending++;
	}
	const judged = met + late.length;
	return {
		late,
		outcome: {
			met,
			missed: late.length,
			pending,
			...(judged > 0 && { met_pct: Math.round((1000 * met) / judged) / 10 }),
		},
	};
}

/** Without a time zone of its own a time is UTC: none was asked for. */
function ageSeconds({ created_at: at = '' }: AnalyticsIncident, now: number): number {
	const created = Date.parse(/Z|[+-]\d\d:?\d\d$/.test(at) ? at : `${at}Z`);
	return Number.isNaN(created) ? 0 : (now - created) / 1000;
}
