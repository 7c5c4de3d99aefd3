import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/errors.ts';
import { createIncidentNote, listIncidentNotes, type Note } from '../../pagerduty/notes.ts';
import { freeText, reference } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { defineTool } from '../tool.ts';
import { noteView, toNoteView } from '../views/note.ts';
import { findIncident, incidentReference } from './find-incidents.ts';

/** operationId: createIncidentNote */
export const addIncidentNote = defineTool({
	name: 'add_incident_note',
	title: 'Add a note to an incident',
	description: 'Adds a note to an incident, which every responder can read.',
	example: 'Note on #4260 that we rolled back to 5.2.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: false },
	input: z.strictObject({
		incident: reference(incidentReference),
		note: freeText(25_000, 'The text.'),
	}),
	output: z.object({ incident: z.string(), note: noteView.schema }),
	async run(input, context) {
		const incident = await findIncident(input.incident, context);
		const note = await addOnce(incident.id, input.note, context);
		return { incident: `#${incident.incident_number ?? incident.id}`, note: toNoteView(note) };
	},
	present: ({ incident, note }) => ({
		incident,
		note: { id: note.id, created_at: note.created_at, author: note.author },
	}),
});

/** Sends the note; if no answer comes, looks whether it has arrived before saying anything. */
async function addOnce(incidentId: string, content: string, context: ToolContext): Promise<Note> {
	const started = context.clock.now().getTime();
	try {
		return await createIncidentNote(context.pagerduty, incidentId, content);
	} catch (error) {
		if (!(error instanceof PagerDutyError) || !error.unclear) throw error;
		const notes = await listIncidentNotes(context.pagerduty, incidentId).catch(() => []);
		const arrived = notes.find((note) => note.content === content && isRecent(note, started));
		if (arrived) return arrived;
		throw error;
	}
}

/** Written since the call began; two minutes allow for clocks that differ. */
function isRecent(note: Note, started: number): boolean {
	return note.created_at !== undefined && Date.parse(note.created_at) >= started - 120_000;
}
