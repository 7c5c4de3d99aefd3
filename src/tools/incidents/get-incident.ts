import * as z from 'zod';
import { listIncidentAlerts } from '../../pagerduty/api/alerts.ts';
import { listIncidentLogEntries } from '../../pagerduty/api/log-entries.ts';
import { listIncidentNotes } from '../../pagerduty/api/notes.ts';
import { keywords, reference } from '../core/arguments.ts';
import { readSubscribers } from '../communication/shared/read-subscribers.ts';
import type { ToolContext } from '../core/context.ts';
import { fitted } from '../text/fitted.ts';
import { newestFirst } from '../lists/newest-first.ts';
import { readRows } from '../lists/list.ts';
import { partialAnswer } from '../lists/partial-answer.ts';
import { defineTool } from '../core/tool.ts';
import { cleanText } from '../text/untrusted.ts';
import { fieldsArgument, project } from '../shapes/shape.ts';
import { alertShape, showAlert } from './shared/alert-shape.ts';
import { incidentShape, showIncident } from '../shapes/incident.ts';
import { noteShape, showNote } from './shared/note-shape.ts';
import { responderShape, showResponder } from './shared/responder-shape.ts';
import { subscriberShape } from '../communication/shared/subscriber-shape.ts';
import { timelineEntryShape, showTimelineEntry } from '../shapes/timeline-entry.ts';
import { escalationLevelShape, readEscalation } from './shared/escalation-levels.ts';
import { fieldTexts } from './shared/custom-field-values.ts';
import { readSettableFields, settableField } from './shared/settable-fields.ts';
import { findIncident, incidentReference } from '../names/find-incidents.ts';
import { isOverview } from '../shapes/timeline-entry.ts';

const parts = [
	'alerts',
	'notes',
	'timeline',
	'custom_fields',
	'settable_fields',
	'responders',
	'escalation',
	'subscribers',
] as const;
type Part = (typeof parts)[number];

/** Rows of each part in this one answer; the list tools give the rest. */
const partLength = 5;

/** Tokens of one answer, notice and all. */
const answerTokens = 2300;

/** One incident shows more than a row of a list does. */
const usualFields = [
	...incidentShape.compact,
	'created_at',
	'escalation_policy',
	'teams',
	'acknowledged_by',
	'alerts',
	'open_alerts',
	'next_steps',
	'resolved_at',
	'conference',
];

/** operationId: getIncident, with listIncidentAlerts, listIncidentNotes, listIncidentLogEntries, listOnCalls, getIncidentNotificationSubscribers and getIncidentFieldValues on request */
export const getIncident = defineTool({
	name: 'get_incident',
	title: 'Show an incident',
	description:
		'Shows one incident. `include` adds its newest alerts, notes or timeline entries, who is on call next, custom fields, responders or subscribers.',
	example: 'Give me everything you need to triage #4260.',
	toolset: 'incidents',
	access: 'read',
	operations: {
		always: ['getIncident'],
		sometimes: [
			'getCurrentUser',
			'listIncidentAlerts',
			'listIncidentNotes',
			'listIncidentLogEntries',
			'listOnCalls',
			'getIncidentNotificationSubscribers',
			'getIncidentFieldValues',
			'listIncidentTypeCustomFields',
		],
	},
	input: z.strictObject({
		incident: reference(incidentReference),
		include: keywords(parts, 'What else to show.').optional(),
		fields: fieldsArgument(incidentShape),
	}),
	output: z.object({
		incident: incidentShape.schema,
		/** What was typed when the incident was made by hand. */
		body: z.string().optional(),
		alerts: z.array(alertShape.schema).optional(),
		notes: z.array(noteShape.schema).optional(),
		log_entries: z.array(timelineEntryShape.schema).optional(),
		custom_fields: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
		settable_fields: z.array(settableField).optional(),
		responders: z.array(responderShape).optional(),
		/** The levels of its escalation policy with somebody on call now. */
		escalation: z.array(escalationLevelShape).optional(),
		subscribers: z.array(subscriberShape).optional(),
		/** Parts that could not be read, and parts of which there is more. */
		incomplete: z.array(z.string()).optional(),
	}),
	async run(input, context) {
		const has = (part: Part) => input.include?.includes(part) ?? false;
		const [incident, me] = await Promise.all([
			findIncident(input.incident, context, { include: has('custom_fields') ? ['body', 'custom_fields'] : ['body'] }),
			context.directory.myId(context),
		]);
		const part = partialAnswer(input.include, context.signal);
		const [alerts, notes, entries, escalation, subscribers, settable] = await Promise.all([
			part.read('alerts', () => readAlerts(incident.id, context)),
			part.read('notes', () => listIncidentNotes(context.pagerduty, incident.id)),
			part.read('timeline', () => readTimeline(incident.id, context)),
			part.read('escalation', () => readEscalation(incident, context)),
			part.read('subscribers', () => readSubscribers(incident.id, context)),
			part.read('settable_fields', () => readSettableFields(incident, context)),
		]);
		for (const name of ['custom_fields', 'responders'] as const) {
			const told = name === 'responders' ? incident.incidents_responders : incident.custom_fields;
			if (has(name) && !told) part.incomplete.push(`PagerDuty did not send ${name}`);
		}
		if (alerts?.more) part.incomplete.push('more alerts: list_incident_alerts');
		if (notes && notes.length > partLength) part.incomplete.push('more notes: list_incident_notes');
		if (entries?.next) part.incomplete.push('more timeline: get_incident_timeline');
		if (subscribers && subscribers.more > 0) part.incomplete.push(`${subscribers.more} more subscribers`);
		const details = incident.body?.details;
		return {
			incident: showIncident(incident, context.clock.now(), me),
			...(typeof details === 'string' && details !== '' && { body: cleanText(details) }),
			...(alerts && { alerts: alerts.items.map((alert) => showAlert(alert, 600)) }),
			...(notes && { notes: newestFirst(notes.map(showNote), ({ created_at: at }) => at).slice(0, partLength) }),
			...(entries && { log_entries: entries.rows.map(({ item }) => item) }),
			...(has('custom_fields') && incident.custom_fields && { custom_fields: fieldTexts(incident.custom_fields) }),
			...(settable && { settable_fields: settable }),
			...(has('responders') &&
				incident.incidents_responders && { responders: incident.incidents_responders.map(showResponder) }),
			...(escalation && { escalation }),
			...(subscribers && { subscribers: subscribers.items }),
			...(part.incomplete.length > 0 && { incomplete: part.incomplete }),
		};
	},
	present: ({ incident, alerts, notes, log_entries: entries, responders, incomplete = [], ...rest }, { fields }) => {
		const { answer, cut } = fitted(
			{
				incident: project(incidentShape, incident, fields ?? usualFields),
				...rest,
				...(responders && { responders: responders.map(({ name, state }) => ({ name, state })) }),
				...(alerts && { alerts: alerts.map((alert) => project(alertShape, alert)) }),
				...(notes && { notes: notes.map((note) => project(noteShape, note)) }),
				...(entries && {
					log_entries: entries.map((entry) =>
						project(timelineEntryShape, entry, notes ? ['at', 'event', 'by', 'summary'] : timelineEntryShape.compact),
					),
				}),
			},
			answerTokens,
		);
		const missing = [
			...incomplete,
			...(cut.length > 0 ? [`cut: ${cut.join(', ')}; include fewer parts, or use the list tools`] : []),
		];
		return { ...answer, ...(missing.length > 0 && { incomplete: missing }) };
	},
});

function readAlerts(id: string, context: ToolContext) {
	return listIncidentAlerts(context.pagerduty, id, { limit: partLength, sort_by: 'created_at:desc' });
}

function readTimeline(id: string, context: ToolContext) {
	return readRows({
		start: { offset: 0 },
		limit: partLength,
		read: (at) => listIncidentLogEntries(context.pagerduty, id, at),
		keep: isOverview,
		show: showTimelineEntry,
	});
}
