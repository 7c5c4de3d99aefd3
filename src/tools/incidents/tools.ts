import { acknowledgeIncidents } from './acknowledge-incidents.ts';
import { addIncidentNote } from './add-incident-note.ts';
import { getIncidentTimeline } from './get-incident-timeline.ts';
import { getIncident } from './get-incident.ts';
import { listIncidentAlerts } from './list-incident-alerts.ts';
import { listIncidentNotes } from './list-incident-notes.ts';
import { listIncidents } from './list-incidents.ts';
import { reopenIncidents } from './reopen-incidents.ts';
import { resolveIncidents } from './resolve-incidents.ts';
import type { Tool } from '../tool.ts';

/** In the order in which they are offered. */
export const incidentsTools: readonly Tool[] = [
	listIncidents,
	getIncident,
	acknowledgeIncidents,
	resolveIncidents,
	reopenIncidents,
	addIncidentNote,
	listIncidentNotes,
	listIncidentAlerts,
	getIncidentTimeline,
];
