import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/errors.ts';
import { deleteIncidentNote as removeNote, listIncidentNotes } from '../../pagerduty/notes.ts';
import { reference } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { incidentReference } from './find-incidents.ts';
import { defineTool } from '../tool.ts';
import { noteView, toNoteView } from '../views/note.ts';
import { findNote } from './find-note.ts';

/** operationId: deleteIncidentNote */
export const deleteIncidentNote = defineTool({
	name: 'delete_incident_note',
	title: 'Delete a note',
	description: 'Deletes a note from an incident for everybody, and shows its text once.',
	example: 'Delete my last note on #4260.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: true, idempotent: true },
	input: z.strictObject({
		incident: reference(incidentReference),
		note: reference('Id of the note.'),
	}),
	output: z.object({ incident: z.string(), deleted: noteView.schema }),
	async run(input, context) {
		const { incident, note } = await findNote(input, context);
		await deleteOnce(incident.id, note.id, context);
		return { incident: `#${incident.incident_number ?? incident.id}`, deleted: toNoteView(note) };
	},
});

/** If no answer comes, or a second try finds nothing, the list of notes tells whether it is gone. */
async function deleteOnce(incidentId: string, noteId: string, context: ToolContext): Promise<void> {
	try {
		await removeNote(context.pagerduty, incidentId, noteId);
	} catch (error) {
		if (!(error instanceof PagerDutyError) || !error.unclear) throw error;
		const notes = await listIncidentNotes(context.pagerduty, incidentId).catch(() => undefined);
		if (!notes || notes.some(({ id }) => id === noteId)) throw error;
	}
}
