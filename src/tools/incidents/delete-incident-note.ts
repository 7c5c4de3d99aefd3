import * as z from 'zod';
import * as notes from '../../pagerduty/api/notes.ts';
import { reference } from '../core/arguments.ts';
import { removeOnce } from '../writes/send-once.ts';
import { incidentReference } from '../names/find-incidents.ts';
import { defineTool } from '../core/tool.ts';
import { noteShape, noteText, showNote } from './shared/note-shape.ts';
import { requireAgreement } from '../writes/agreement.ts';
import { incidentText } from './shared/incident-consent.ts';
import { findNote } from './shared/find-note.ts';
import { said } from '../text/said.ts';
import { numberOf } from '../text/names.ts';

/** operationId: deleteIncidentNote */
export const deleteIncidentNote = defineTool({
	name: 'delete_incident_note',
	title: 'Delete a note',
	description: 'Deletes a note from an incident for everybody, and shows its text once.',
	example: 'Delete my last note on #4260.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration'],
	operations: { always: ['getIncident', 'listIncidentNotes', 'deleteIncidentNote'] },
	input: z.strictObject({
		incident: reference(incidentReference),
		note: reference('Id of the note.'),
	}),
	output: z.object({ incident: z.string(), deleted: noteShape.schema }),
	async run(input, context) {
		const { incident, note } = await findNote(input, context);
		await requireAgreement(
			{
				question: said`Delete the note ${noteText(note)} from ${incidentText(incident)} for everybody? This cannot be undone.`,
				ids: [incident.id, note.id],
			},
			context,
		);
		const { pagerduty } = context;
		await removeOnce(
			{
				send: () => notes.deleteIncidentNote(pagerduty, incident.id, note.id),
				isAway: async () => (await notes.listIncidentNotes(pagerduty, incident.id)).every(({ id }) => id !== note.id),
				missing: 'The note is still there.',
			},
			context,
		);
		return { incident: numberOf(incident), deleted: showNote(note) };
	},
});
