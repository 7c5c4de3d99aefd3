import * as z from 'zod';
import { createIncidentNote, listIncidentNotes } from '../../pagerduty/api/notes.ts';
import { freeText, reference } from '../core/arguments.ts';
import { createOnce } from '../writes/send-once.ts';
import { cleanLine } from '../text/untrusted.ts';
import { defineTool } from '../core/tool.ts';
import { noteShape, showNote } from './shared/note-shape.ts';
import { incidentReference, findIncidentName } from '../names/find-incidents.ts';

const longestNote = 25_000;

/** operationId: createIncidentNote */
export const addIncidentNote = defineTool({
	name: 'add_incident_note',
	title: 'Add a note to an incident',
	description: 'Adds a note to an incident, which every responder can read.',
	example: 'Note on #4260 that we rolled back to 5.2.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: false },
	operations: { always: ['getIncident', 'createIncidentNote'], sometimes: ['listIncidentNotes'] },
	input: z.strictObject({
		incident: reference(incidentReference),
		note: freeText(longestNote, 'The text.'),
	}),
	output: z.object({ incident: z.string(), note: noteShape.schema }),
	async run(input, context) {
		const via = context.via === undefined ? '' : `\n\nvia ${cleanLine(context.via, 60)}`;
		// A note that fills the room is kept whole instead.
		const text = input.note.length + via.length > longestNote ? input.note : `${input.note}${via}`;
		const { id, number } = await findIncidentName(input.incident, context);
		const note = await createOnce(
			{
				alike: async () => (await listIncidentNotes(context.pagerduty, id)).filter(({ content }) => content === text),
				send: () => createIncidentNote(context.pagerduty, id, text),
				missing: `The note is not among the notes of ${number} now.`,
			},
			context,
		);
		return { incident: number, note: showNote(note) };
	},
	present: ({ incident, note }) => ({
		incident,
		note: { id: note.id, created_at: note.created_at, author: note.author },
	}),
});
