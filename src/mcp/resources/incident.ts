import * as z from 'zod';
import { incidentArgument } from '../arguments/incident.ts';
import type { News } from './news.ts';
import type { ResourceTemplate, Self } from './resource.ts';

const Facts = z.object({ incident: z.object({ id: z.string(), number: z.int().optional() }) });

const common = {
	meaning: 'Number, such as 123, or id.',
	kind: incidentArgument,
	self(facts: Readonly<Record<string, unknown>>): Self {
		const { id, number } = Facts.parse(facts).incident;
		return [id, ...(number === undefined ? [] : [String(number)])];
	},
	isChangedBy({ incidents = [], paths = [], unknown }: News, self: Self): boolean {
		return (
			unknown === true ||
			incidents.some(({ id }) => self.includes(id)) ||
			paths.some(([area, id = '']) => area === 'incidents' && self.includes(id))
		);
	},
} as const;

/** One incident. */
export const incident: ResourceTemplate = {
	...common,
	template: 'pagerduty://incident/{id}',
	name: 'incident',
	title: 'Incident',
	description: 'One incident with its state, its newest notes, its custom fields and its responders.',
	needs: ['get_incident'],
	call: (written) => ({
		tool: 'get_incident',
		input: { ...incidentArgument.lookUp.input(written), include: ['notes', 'custom_fields', 'responders'] },
	}),
};

/** What happened to an incident. */
export const incidentTimeline: ResourceTemplate = {
	...common,
	template: 'pagerduty://incident/{id}/timeline',
	name: 'incident_timeline',
	title: 'Timeline of an incident',
	description: 'What happened to an incident, newest first.',
	needs: ['get_incident', 'get_incident_timeline'],
	call: (written) => ({
		tool: 'get_incident_timeline',
		input: { ...incidentArgument.lookUp.input(written), limit: 100 },
	}),
};

/** The alerts behind an incident. */
export const incidentAlerts: ResourceTemplate = {
	...common,
	template: 'pagerduty://incident/{id}/alerts',
	name: 'incident_alerts',
	title: 'Alerts of an incident',
	description: 'The alerts behind an incident, with what the monitoring tools sent.',
	needs: ['get_incident', 'list_incident_alerts'],
	call: (written) => ({ tool: 'list_incident_alerts', input: incidentArgument.lookUp.input(written) }),
};
