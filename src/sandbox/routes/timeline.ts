import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { invalidInput, notFound } from '../server/errors.ts';
import { addNote } from '../incidents/notes.ts';
import type { Alert, LogEntry } from '../model/model.ts';
import { page } from '../server/paging.ts';
import type { Route } from '../server/router.ts';
import { alertJson, logEntryWithIncident } from '../replies/incident.ts';
import { noteJson } from '../replies/timeline.ts';
import { find, findIncident, overlaps } from './find.ts';

const scope = 'incidents.read';

/** What belongs to incidents: alerts, notes, log entries. */
export const timelineRoutes: readonly Route[] = [
	{ method: 'GET', path: '/incidents/{id}/alerts', operationId: 'listIncidentAlerts', scope, handle: listAlerts },
	{
		method: 'GET',
		path: '/incidents/{id}/alerts/{alert_id}',
		operationId: 'getIncidentAlert',
		scope,
		handle: getAlert,
	},
	{ method: 'GET', path: '/incidents/{id}/notes', operationId: 'listIncidentNotes', scope, handle: listNotes },
	{
		method: 'POST',
		path: '/incidents/{id}/notes',
		operationId: 'createIncidentNote',
		scope: 'incidents.write',
		from: true,
		handle: createNote,
	},
	{
		method: 'GET',
		path: '/incidents/{id}/log_entries',
		operationId: 'listIncidentLogEntries',
		scope,
		handle: listOfIncident,
	},
	{ method: 'GET', path: '/log_entries', operationId: 'listLogEntries', scope, handle: listAll },
	{ method: 'GET', path: '/log_entries/{id}', operationId: 'getLogEntry', scope, handle: getEntry },
];

function listAlerts(call: Call): Reply {
	const { query, world, replyOptions } = call;
	const statuses = query.choice(
		'statuses',
		['triggered', 'resolved'],
		'Status must be a list of triggered or resolved.',
	);
	const key = query.text('alert_key');
	const alerts = world.store.alerts
		.of(findIncident(call).id)
		.filter(({ status }) => !statuses || statuses.has(status))
		.filter((alert) => key === undefined || alert.key === key);
	return {
		status: 200,
		body: page(query, 'alerts', sortAlerts(alerts, query.text('sort_by')), (alert) =>
			alertJson(world, alert, replyOptions),
		),
	};
}

/** Newest first unless told otherwise. */
function sortAlerts(alerts: Alert[], sortBy = 'created_at:desc'): Alert[] {
	const [field, direction = 'asc'] = sortBy.split(':');
	if (field !== 'created_at' && field !== 'resolved_at') throw invalidInput('Sort by is invalid.');
	const time = (alert: Alert) => (field === 'created_at' ? alert.createdAt : (alert.resolvedAt ?? Infinity));
	const sign = direction === 'desc' ? -1 : 1;
	return alerts.sort((a, b) => (time(a) === time(b) ? 0 : sign * (time(a) < time(b) ? -1 : 1)));
}

function getAlert(call: Call): Reply {
	const incident = findIncident(call);
	const alert = find(call.world.store.alertById, call.param('alert_id'));
	if (alert.incidentId !== incident.id) throw notFound();
	return { status: 200, body: { alert: alertJson(call.world, alert) } };
}

/** Newest first, not paginated. */
function listNotes(call: Call): Reply {
	const notes = call.world.store.notes.of(findIncident(call).id).toReversed();
	return { status: 200, body: { notes: notes.map((note) => noteJson(call.world, note)) } };
}

const noteSchema = z.object({ note: z.object({ content: z.string().optional() }) });

function createNote(call: Call): Reply {
	const incident = findIncident(call);
	const { note } = call.body(noteSchema);
	const content = note.content?.trim() ?? '';
	if (content === '') throw invalidInput("Content can't be blank");
	if (call.world.store.notes.of(incident.id).length >= 2000) throw invalidInput('Incident has reached the note limit');
	return { status: 200, body: { note: noteJson(call.world, addNote(call.world, incident, call.user, content)) } };
}

function listOfIncident(call: Call): Reply {
	return listEntries(call, call.world.store.logOfIncident.of(findIncident(call).id));
}

function listAll(call: Call): Reply {
	const teams = call.query.filter('team_ids');
	const entries = teams
		? call.world.store.logEntries.filter((entry) => overlaps(teams, teamsOf(call, entry)))
		: call.world.store.logEntries;
	return listEntries(call, entries);
}

const overviewTypes = new Set(
	['acknowledge', 'escalate', 'exhaust_escalation_path', 'resolve', 'snooze', 'trigger'].map(
		(type) => `${type}_log_entry`,
	),
);

/** Newest first. */
function listEntries(call: Call, entries: readonly LogEntry[]): Reply {
	const { query, world, replyOptions } = call;
	const { since = -Infinity, until = Infinity } = query.range(replyOptions.zone);
	const overview = query.flag('is_overview');
	const wanted = entries
		.filter(({ at, type }) => at >= since && at <= until && (!overview || overviewTypes.has(type)))
		.reverse();
	return {
		status: 200,
		body: page(query, 'log_entries', wanted, (entry) => logEntryWithIncident(world, entry, replyOptions)),
	};
}

function getEntry(call: Call): Reply {
	const entry = find(call.world.store.logEntryById, call.param('id'));
	return { status: 200, body: { log_entry: logEntryWithIncident(call.world, entry, call.replyOptions) } };
}

function teamsOf(call: Call, entry: LogEntry): readonly string[] {
	return call.world.store.incident(entry.incidentId)?.teamIds ?? [];
}
