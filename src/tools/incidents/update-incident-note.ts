import * as z from 'zod';
import * as notes from '../../pagerduty/api/notes.ts';
import { freeText, reference } from '../core/arguments.ts';
import { sendOnce } from '../writes/send-once.ts';
import { incidentReference } from '../names/find-incidents.ts';
import { numberOf, quoted } from '../text/names.ts';
import { cleanLine } from '../text/untrusted.ts';
import { defineTool } from '../core/tool.ts';
import { noteShape, noteText, showNote } from './shared/note-shape.ts';
import { requireAgreement } from '../writes/agreement.ts';
import { incidentText } from './shared/incident-consent.ts';
import { findNote } from './shared/find-note.ts';
import { said } from '../text/said.ts';

/** operationId: updateIncidentNote */
export const updateIncidentNote = defineTool({
	name: 'update_incident_note',
	title: 'Edit a note',
	description: 'Replaces the text of a note on an incident. The old text is shown once, in `previous`.',
	example: 'Correct my last note: it was version 5.3.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: true, idempotent: true },
	consent: ['configuration'],
	operations: { always: ['getIncident', 'listIncidentNotes', 'updateIncidentNote'] },
	input: z.strictObject({
		incident: reference(incidentReference),
		note: reference('Id of the note.'),
		content: freeText(25_000, 'The whole new text.'),
	}),
	output: z.object({
		incident: z.string(),
		note: noteShape.schema,
		changed: z.boolean(),
		previous: z.string().optional(),
	}),
	async run(input, context) {
		const { incident, note } = await findNote(input, context);
		const number = numberOf(incident);
		if (note.content === input.content.trim()) return { incident: number, note: showNote(note), changed: false };
		const content = input.content.trim();
		await requireAgreement(
			{
				question: said`Replace the note ${noteText(note)} on ${incidentText(incident)} by ${quoted(cleanLine(content, 300))}?`,
				ids: [incident.id, note.id],
			},
			context,
		);
		const now = await sendOnce(
			{
				send: () => notes.updateIncidentNote(context.pagerduty, incident.id, note.id, input.content),
				find: async () =>
					(await notes.listIncidentNotes(context.pagerduty, incident.id)).find(
						(one) => one.id === note.id && one.content?.trim() === content,
					),
				missing: `The note on ${number} still has its old text.`,
			},
			context,
		);
		return { incident: number, note: showNote(now), changed: true, previous: showNote(note).content };
	},
	present: ({ incident, note, changed, previous }) => ({
		incident,
		note: { id: note.id, author: note.author },
		...(changed ? { changed, previous } : { changed, note_unchanged: 'It already says exactly that.' }),
	}),
});
