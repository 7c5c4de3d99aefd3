import * as z from 'zod';
import * as notes from '../../pagerduty/api/notes.ts';
import { reference } from '../core/arguments.ts';
import { newestFirst } from '../lists/newest-first.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, wholeList } from '../lists/list.ts';
import { defineTool } from '../core/tool.ts';
import { noteShape, showNote } from './shared/note-shape.ts';
import { findIncident, incidentReference } from '../names/find-incidents.ts';

/** operationId: listIncidentNotes */
export const listIncidentNotes = defineTool({
	name: 'list_incident_notes',
	title: 'List notes of an incident',
	description: 'Lists what responders wrote about an incident, newest first.',
	example: 'What did the others write about #4260?',
	toolset: 'incidents',
	access: 'read',
	operations: { always: ['getIncident', 'listIncidentNotes'] },
	input: z.strictObject({ incident: reference(incidentReference), ...listArguments(noteShape) }),
	output: z.object({ notes: z.array(noteShape.schema), ...listEnvelope }),
	async run(input, context) {
		const { id } = await findIncident(input.incident, context);
		const shown = (await notes.listIncidentNotes(context.pagerduty, id)).map(showNote);
		const sorted = newestFirst(shown, ({ created_at: at }) => at);
		const rows = wholeList(sorted, pageStart('list_incident_notes', input), input.limit);
		const { items, envelope } = listResult('list_incident_notes', noteShape, input, rows);
		return { notes: items, ...envelope };
	},
	present: presentList(noteShape),
});
