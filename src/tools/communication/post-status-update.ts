import * as z from 'zod';
import { createStatusUpdate } from '../../pagerduty/status-updates.ts';
import { freeText, reference } from '../arguments.ts';
import { findIncident, incidentReference } from '../incidents/find-incidents.ts';
import { defineTool } from '../tool.ts';

/** operationId: createIncidentStatusUpdate */
export const postStatusUpdate = defineTool({
	name: 'post_status_update',
	title: 'Send a status update',
	description: 'Sends a status update of an incident to all who are subscribed to it. It cannot be taken back.',
	example: 'Tell the stakeholders of #4260 that payments work again.',
	toolset: 'communication',
	access: 'respond',
	effect: { destructive: true, idempotent: false },
	input: z.strictObject({
		incident: reference(incidentReference),
		message: freeText(10_000, 'The text.'),
		subject: freeText(200, 'Subject of the e-mail.').optional(),
	}),
	output: z.object({
		incident: z.string(),
		message: z.string(),
		subject: z.string().optional(),
		created_at: z.string().optional(),
	}),
	async run({ message, subject, ...input }, context) {
		const incident = await findIncident(input.incident, context);
		const sent = await createStatusUpdate(context.pagerduty, incident.id, { message, ...(subject && { subject }) });
		return {
			incident: `#${incident.incident_number ?? incident.id}`,
			message: sent.message ?? message,
			...(subject && { subject }),
			...(sent.created_at && { created_at: sent.created_at }),
		};
	},
	// Whoever sent it knows the text.
	present: ({ incident, created_at: at }) => ({ incident, sent: true, ...(at !== undefined && { created_at: at }) }),
});
