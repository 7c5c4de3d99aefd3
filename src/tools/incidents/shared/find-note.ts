import type { Incident } from '../../../pagerduty/api/incident.ts';
import { listIncidentNotes, type Note } from '../../../pagerduty/api/notes.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { said } from '../../text/said.ts';
import { findIncident } from '../../names/find-incidents.ts';

/** The note of an incident with this id. @throws {ToolError} when there is none. */
export async function findNote(
	input: { readonly incident: string; readonly note: string },
	context: ToolContext,
): Promise<{ incident: Incident; note: Note }> {
	const incident = await findIncident(input.incident, context);
	const note = (await listIncidentNotes(context.pagerduty, incident.id)).find(({ id }) => id === input.note);
	if (note) return { incident, note };
	throw new ToolError({
		message: `#${incident.incident_number ?? incident.id} has no note ${input.note}.`,
		said: said`#${incident.incident_number ?? incident.id} no longer has this note.`,
		next: 'Look the id up with list_incident_notes.',
	});
}
