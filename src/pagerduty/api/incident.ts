import * as z from 'zod';
import { anything, flag, maybe, maybeList, number, text } from './fields.ts';
import { logEntry } from './log-entries.ts';
import { priority } from './priorities.ts';
import { personReference, reference } from './reference.ts';
import { responder, responderRequest } from './responders.ts';

/** A value of one of the account's own incident fields. */
const customField = reference.extend({ name: text(), display_name: text(), value: anything() });

export const incident = reference.extend({
	incident_number: number(),
	title: text(),
	created_at: text(),
	updated_at: text(),
	/** `triggered`, `acknowledged` or `resolved`. */
	status: text(),
	/** `high` or `low`. */
	urgency: text(),
	incident_key: text(),
	priority: maybe(priority),
	service: maybe(reference),
	escalation_policy: maybe(reference),
	teams: maybeList(reference),
	/** Empty when resolved. */
	assignments: maybeList(z.object({ at: text(), assignee: personReference })),
	/** Filled only while acknowledged. */
	acknowledgements: maybeList(z.object({ at: text(), acknowledger: personReference })),
	/** What happens by itself, when: `escalate`, `unacknowledge`, `resolve` or `urgency_change`. */
	pending_actions: maybeList(z.object({ type: text(), at: text(), to: text() })),
	/** `escalation_policy` or `direct_assignment`. */
	assigned_via: text(),
	last_status_change_at: text(),
	last_status_change_by: maybe(personReference),
	resolved_at: text(),
	/** A merged incident names the one it went into. */
	resolve_reason: maybe(z.object({ type: text(), incident: maybe(reference) })),
	first_trigger_log_entry: maybe(logEntry),
	alert_counts: maybe(z.object({ all: number(), triggered: number(), resolved: number() })),
	is_mergeable: flag(),
	incident_type: maybe(z.object({ name: text() })),
	conference_bridge: maybe(z.object({ conference_number: text(), conference_url: text() })),
	incidents_responders: maybeList(responder),
	/** Each time that somebody was asked to help. */
	responder_requests: maybeList(responderRequest),
	/** What was typed when the incident was made by hand; only with `include: ['body']`. */
	body: maybe(
		z.preprocess(
			(value) => (typeof value === 'string' ? { details: value } : value),
			z.object({ details: anything() }),
		),
	),
	/** Only with `include: ['custom_fields']`. */
	custom_fields: maybeList(customField),
});
export type Incident = z.output<typeof incident>;
