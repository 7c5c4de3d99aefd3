import * as z from 'zod';
import type { Incident } from '../../pagerduty/api/incident.ts';
import { idsOf, nameOf, namesOf } from '../text/names.ts';
import { formatDuration } from '../text/duration.ts';
import { cleanLine } from '../text/untrusted.ts';
import { defineShape, type Shaped } from './shape.ts';

/** What the tools show of an incident. */
export const incidentShape = defineShape({
	singular: 'incident',
	plural: 'incidents',
	fields: {
		id: z.string(),
		number: z.int().optional(),
		title: z.string(),
		status: z.string(),
		urgency: z.string().optional(),
		/** The priority's name, e.g. `P1`. */
		priority: z.string().optional(),
		service: z.string().optional(),
		/** Names of the people it is assigned to. */
		assignees: z.array(z.string()).optional(),
		/** Milliseconds since it was opened. */
		age: z.number().optional(),
		created_at: z.string().optional(),
		url: z.string().optional(),
		/** Whether it is assigned to the person signed in; undefined for account-level keys. */
		mine: z.boolean().optional(),
		service_id: z.string().optional(),
		assignee_ids: z.array(z.string()).optional(),
		/** Since when it is assigned to the person signed in, else since when to the last of its assignees. */
		assigned_at: z.string().optional(),
		escalation_policy: z.string().optional(),
		teams: z.array(z.string()).optional(),
		/** Who acknowledged it, and when. */
		acknowledged_by: z.array(z.object({ name: z.string(), at: z.string().optional() })).optional(),
		alerts: z.int().optional(),
		open_alerts: z.int().optional(),
		last_changed_at: z.string().optional(),
		last_changed_by: z.string().optional(),
		resolved_at: z.string().optional(),
		resolve_reason: z.string().optional(),
		/** What PagerDuty will do by itself, such as `escalate`, and when. */
		next_steps: z.array(z.object({ type: z.string(), at: z.string().optional() })).optional(),
		/** When it goes to the next level, unless somebody acknowledges it. */
		escalates_at: z.string().optional(),
		incident_key: z.string().optional(),
		incident_type: z.string().optional(),
		conference: z.string().optional(),
	},
	said: ({ age, acknowledged_by, next_steps }) => ({
		age: age === undefined ? undefined : formatDuration(age),
		acknowledged_by: acknowledged_by?.map(({ name, at }) => `${name} at ${at ?? 'unknown'}`),
		next_steps: next_steps?.map(({ type, at }) => `${type} at ${at ?? 'unknown'}`),
	}),
	compact: ['id', 'number', 'title', 'status', 'urgency', 'priority', 'service', 'assignees', 'age', 'url'],
});

export type ShownIncident = Shaped<typeof incidentShape>;

/** @param me id of the person signed in, if any. */
export function showIncident(incident: Incident, now: Date, me: string | undefined): ShownIncident {
	const assignees = incident.assignments?.map(({ assignee }) => assignee);
	return {
		id: incident.id,
		number: incident.incident_number,
		title: cleanLine(incident.title ?? incident.summary ?? '(no title)'),
		status: incident.status ?? 'unknown',
		urgency: incident.urgency,
		priority: incident.priority && nameOf(incident.priority),
		service: incident.service && nameOf(incident.service),
		assignees: namesOf(assignees),
		age: ageOf(incident, now),
		created_at: incident.created_at,
		url: incident.html_url,
		mine: me === undefined ? undefined : assignees?.some(({ id }) => id === me),
		service_id: incident.service?.id,
		assignee_ids: idsOf(assignees),
		assigned_at: assignedAt(incident, me),
		escalation_policy: incident.escalation_policy && nameOf(incident.escalation_policy),
		teams: namesOf(incident.teams),
		acknowledged_by: incident.acknowledgements?.map(({ acknowledger, at }) => ({ name: nameOf(acknowledger), at })),
		alerts: incident.alert_counts?.all,
		open_alerts: incident.alert_counts?.triggered,
		last_changed_at: incident.last_status_change_at,
		last_changed_by: incident.last_status_change_by && nameOf(incident.last_status_change_by),
		resolved_at: incident.resolved_at,
		resolve_reason: incident.resolve_reason?.type?.replace(/_/g, ' '),
		next_steps: incident.pending_actions?.map(({ type = 'change', at }) => ({ type, at })),
		escalates_at: incident.pending_actions?.find(({ type }) => type === 'escalate')?.at,
		incident_key: incident.incident_key && cleanLine(incident.incident_key),
		incident_type: incident.incident_type?.name && cleanLine(incident.incident_type.name),
		conference: conferenceOf(incident),
	};
}

function ageOf({ created_at: created = '' }: Incident, now: Date): number | undefined {
	const age = now.getTime() - Date.parse(created);
	return Number.isNaN(age) ? undefined : age;
}

function assignedAt({ assignments = [] }: Incident, me: string | undefined): string | undefined {
	const mine = assignments.find(({ assignee }) => assignee.id === me);
	const times = mine ? [mine.at] : assignments.map(({ at }) => at);
	return times
		.filter((at) => at !== undefined)
		.sort((a, b) => Date.parse(a) - Date.parse(b))
		.at(-1);
}

function conferenceOf({ conference_bridge: bridge }: Incident): string | undefined {
	const address = bridge?.conference_url ?? bridge?.conference_number;
	return address && cleanLine(address, 500);
}
