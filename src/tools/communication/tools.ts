import type { Tool } from '../tool.ts';
import { cancelResponderRequests } from './cancel-responder-requests.ts';
import { deleteIncidentNote } from './delete-incident-note.ts';
import { moveAlerts } from './move-alerts.ts';
import { postStatusUpdate } from './post-status-update.ts';
import { setStatusUpdateSubscribers } from './set-status-update-subscribers.ts';
import { updateIncidentNote } from './update-incident-note.ts';

/** In the order in which they are offered. */
export const communicationTools: readonly Tool[] = [
	postStatusUpdate,
	setStatusUpdateSubscribers,
	updateIncidentNote,
	deleteIncidentNote,
	cancelResponderRequests,
	moveAlerts,
];
