import * as z from 'zod';
import type { AnalyticsIncident } from '../../pagerduty/analytics.ts';
import { defineTool } from '../tool.ts';
import { cleanLine } from '../untrusted.ts';
import {
	createdIn,
	describePeriod,
	noteOf,
	periodArguments,
	periodOf,
	scopeArguments,
	scopeOf,
	urgencyArgument,
} from './question.ts';
import { readAllIncidents } from './read-incidents.ts';

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

/** operationId: getAnalyticsIncidents */
export const reportNoise = defineTool({
	name: 'report_noise',
	title: 'Report noise',
	description:
		'Reports how many incidents resolved by themselves before anybody acknowledged them, by service, and how often they disturbed people. The noisiest services come first.',
	example: 'Which services are the noisiest?',
	toolset: 'analytics',
	access: 'read',
	input: z.strictObject({ ...periodArguments, ...scopeArguments, urgency: urgencyArgument }),
	output: z.object({ period: z.string(), all: row, services: z.array(row), note: z.string().optional() }),
	async run(input, context) {
		const period = periodOf(input, context);
		const scope = await scopeOf(input, context);
		const filters = { ...createdIn(period), ...scope.filters, ...(input.urgency && { urgency: input.urgency }) };
		const read = await readAllIncidents(filters, context);
		const groups = new Map<string, AnalyticsIncident[]>();
		for (const incident of read.incidents) {
			const service = incident.service_id ?? incident.service_name ?? 'no service';
			const members = groups.get(service);
			if (members) members.push(incident);
			else groups.set(service, [incident]);
		}
		const services = [...groups].map(([id, incidents]) => measure(incidents[0]?.service_name ?? id, incidents));
		const note = noteOf(period, context, scope.note, read.note);
		return {
			period: describePeriod(period),
			all: measure('all', read.incidents),
			services: services.sort((a, b) => b.without_person - a.without_person || b.incidents - a.incidents),
			...(note && { note }),
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
		service: cleanLine(service, 120),
		incidents: incidents.length,
		resolved: resolved.length,
		without_person: noise.length,
		...(resolved.length > 0 && { noise_pct: Math.round((1000 * noise.length) / resolved.length) / 10 }),
		needless_interruptions: sum((incident) => incident.total_interruptions),
		needless_sleep_interruptions: sum((incident) => incident.sleep_hour_interruptions),
	};
}
