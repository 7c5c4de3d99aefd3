import { acknowledgeIncidents } from './incidents/acknowledge-incidents.ts';
import { addIncidentNote } from './incidents/add-incident-note.ts';
import { getIncidentTimeline } from './incidents/get-incident-timeline.ts';
import { getIncident } from './incidents/get-incident.ts';
import { listIncidentAlerts } from './incidents/list-incident-alerts.ts';
import { listIncidentNotes } from './incidents/list-incident-notes.ts';
import { listIncidents } from './incidents/list-incidents.ts';
import { reopenIncidents } from './incidents/reopen-incidents.ts';
import { resolveIncidents } from './incidents/resolve-incidents.ts';
import { listEscalationPolicies } from './oncall/list-escalation-policies.ts';
import { listOncalls } from './oncall/list-oncalls.ts';
import { listSchedules } from './oncall/list-schedules.ts';
import { getCurrentUser } from './people/get-current-user.ts';
import { listUsers } from './people/list-users.ts';
import { getService } from './services/get-service.ts';
import { listServices } from './services/list-services.ts';
import type { Tool } from './tool.ts';

/** Every tool, in the order in which they are offered. */
export const catalogue: readonly Tool[] = [
	listIncidents,
	getIncident,
	acknowledgeIncidents,
	resolveIncidents,
	reopenIncidents,
	addIncidentNote,
	listIncidentNotes,
	listIncidentAlerts,
	getIncidentTimeline,
	listOncalls,
	listEscalationPolicies,
	listSchedules,
	listServices,
	getService,
	listUsers,
	getCurrentUser,
];
