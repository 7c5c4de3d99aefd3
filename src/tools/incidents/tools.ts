import { acknowledgeIncidents } from './acknowledge-incidents.ts';
import { addIncidentNote } from './add-incident-note.ts';
import { cancelResponderRequests } from './cancel-responder-requests.ts';
import { countIncidents } from './count-incidents.ts';
import { createIncident } from './create-incident.ts';
import { deleteIncidentNote } from './delete-incident-note.ts';
import { escalateIncidents } from './escalate-incidents.ts';
import { findRelatedIncidents } from './find-related-incidents.ts';
import { getIncidentTimeline } from './get-incident-timeline.ts';
import { getIncident } from './get-incident.ts';
import { listChangeEvents } from './list-change-events.ts';
import { listIncidentAlerts } from './list-incident-alerts.ts';
import { listIncidentNotes } from './list-incident-notes.ts';
import { listIncidents } from './list-incidents.ts';
import { mergeIncidents } from './merge-incidents.ts';
import { moveAlerts } from './move-alerts.ts';
import { reassignIncidents } from './reassign-incidents.ts';
import { reopenIncidents } from './reopen-incidents.ts';
import { reportResponseTimes } from './report-response-times.ts';
import { requestResponders } from './request-responders.ts';
import { resolveAlerts } from './resolve-alerts.ts';
import { resolveIncidents } from './resolve-incidents.ts';
import { snoozeIncidents } from './snooze-incidents.ts';
import { updateIncidentNote } from './update-incident-note.ts';
import { updateIncidents } from './update-incidents.ts';
import type { Tool } from '../core/tool.ts';

/** In the order in which they are offered. */
export const incidentsTools: readonly Tool[] = [
	listIncidents,
	countIncidents,
	getIncident,
	createIncident,
	acknowledgeIncidents,
	resolveIncidents,
	reopenIncidents,
	reassignIncidents,
	escalateIncidents,
	updateIncidents,
	snoozeIncidents,
	mergeIncidents,
	requestResponders,
	cancelResponderRequests,
	addIncidentNote,
	updateIncidentNote,
	deleteIncidentNote,
	listIncidentNotes,
	listIncidentAlerts,
	resolveAlerts,
	moveAlerts,
	getIncidentTimeline,
	findRelatedIncidents,
	listChangeEvents,
	reportResponseTimes,
];
