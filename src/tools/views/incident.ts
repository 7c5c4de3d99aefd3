import * as z from 'zod';
import { defineView, type Viewed } from '../view.ts';

/** What the tools show of an incident. */
export const incidentView = defineView({
	singular: 'incident',
	plural: 'incidents',
	untrusted: true,
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
		assignees: z.array(z.string()),
		/** Time since it was opened, e.g. `2h 5m`. */
		age: z.string().optional(),
		created_at: z.string().optional(),
		url: z.string().optional(),
		/** Whether it is assigned to the person signed in; undefined for account-level keys. */
		mine: z.boolean().optional(),
		service_id: z.string().optional(),
		assignee_ids: z.array(z.string()),
		escalation_policy: z.string().optional(),
		teams: z.array(z.string()),
		/** Who acknowledged it and when, e.g. `Ana Ruiz at 2026-01-01T10:00:00Z`. */
		acknowledged_by: z.array(z.string()),
		alerts: z.int().optional(),
		open_alerts: z.int().optional(),
		last_changed_at: z.string().optional(),
		last_changed_by: z.string().optional(),
		resolved_at: z.string().optional(),
		resolve_reason: z.string().optional(),
		/** What PagerDuty will do by itself, e.g. `escalate at 2026-01-01T10:30:00Z`. */
		next_steps: z.array(z.string()),
		incident_key: z.string().optional(),
		incident_type: z.string().optional(),
		conference: z.string().optional(),
	},
	compact: [
		'id',
		'number',
		'title',
		'status',
		'urgency',
		'priority',
		'service',
		'assignees',
		'age',
		'created_at',
		'url',
	],
});

export type IncidentView = Viewed<typeof incidentView>;
