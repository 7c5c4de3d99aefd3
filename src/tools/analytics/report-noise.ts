import * as z from 'zod';
import type { AnalyticsIncident } from '../../pagerduty/api/analytics-incidents.ts';
import { cleanName } from '../text/names.ts';
import { defineTool } from '../core/tool.ts';
import { incidentArguments, questionOf, reportEnvelope, reportHead } from './shared/question.ts';
import { groupBy, readAllIncidents } from './shared/read-incidents.ts';
import { pausedAlerts, readPausedAlerts } from './shared/read-paused-alerts.ts';

const row = z.object({
	service: z.string(),
	incidents: z.int(),
	/** Over by now; the share is of these. */
	resolved: z.int(),
	/** Resolved by themselves, and nobody had acknowledged them. */
	without_person: z.int(),
	noise_pct: z.number().optional(),
	/** How often those disturbed somebody. */
	needless_interruptions: z.int(),
	needless_sleep_interruptions: z.int(),
});

/** operationId: getAnalyticsIncidents, getPausedIncidentReportCounts */
export const reportNoise = defineTool({
	name: 'report_noise',
	title: 'Report noise',
	description:
		'Reports how many incidents resolved by themselves before anybody acknowledged them, by service, and how often they disturbed people; the noisiest services first. It also reports how many alerts were paused and what became of them.',
	example: 'Which services are the noisiest?',
	toolset: 'analytics',
	access: 'read',
	long: true,
	operations: {
		always: ['getAnalyticsIncidents'],
		sometimes: [
			'listIncidentTypes',
			'listTeams',
			'listServices',
			'listPriorities',
			'getCurrentUser',
			'getPausedIncidentReportCounts',
		],
	},
	input: z.strictObject(incidentArguments),
	output: z.object({
		...reportEnvelope,
		all: row,
		services: z.array(row),
		paused_alerts: z.array(pausedAlerts).optional(),
	}),
	async run(input, context) {
		const question = await questionOf(input, context);
		const [read, { paused, note }] = await Promise.all([
			readAllIncidents(question, context),
			readPausedAlerts(question, context),
		]);
		const groups = groupBy(read.incidents, ({ service_id: id, service_name: name }) => id ?? name ?? 'no service');
		const services = [...groups].map(([id, incidents]) => measure(incidents[0]?.service_name ?? id, incidents));
		return {
			...reportHead(question, read.note, note),
			all: measure('all', read.incidents),
			services: services.sort((a, b) => b.without_person - a.without_person || b.incidents - a.incidents),
			...(paused && { paused_alerts: paused }),
		};
	},
});

function measure(service: string, incidents: readonly AnalyticsIncident[]): z.output<typeof row> {
	const resolved = incidents.filter(({ status }) => status === 'resolved');
	const noise = resolved.filter(
		(incident) => incident.auto_resolved === true && (incident.acknowledgement_count ?? 0) === 0,
	);
	const sum = (count: (incident: AnalyticsIncident) => number | undefined) =>
		Math.trunc(noise.reduce((total, incident) => total + (count(incident) ?? 0), 0));
	return {
		service: cleanName(service),
		incidents: incidents.length,
		resolved: resolved.length,
		without_person: noise.length,
		...(resolved.length > 0 && { noise_pct: Math.round((1000 * noise.length) / resolved.length) / 10 }),
		needless_interruptions: sum((incident) => incident.total_interruptions),
		needless_sleep_interruptions: sum((incident) => incident.sleep_hour_interruptions),
	};
}
