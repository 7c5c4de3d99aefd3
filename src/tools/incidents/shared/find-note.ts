import type { Incident } from '../../../pagerduty/api/incident.ts';
import { listIncidentNotes, type Note } from '../../../pagerduty/api/notes.ts';
import type { ToolContext } from '../../core/context.ts';
import { ToolError } from '../../core/failure.ts';
import { said } from '../../text/said.ts';
import { findIncident } from '../../names/find-incidents.ts';
import { numberOf } from '../../text/names.ts';

/** The note of an incident with this id. @throws {ToolError} when there is none. */
export async function findNote(
	input: { readonly incident: string; readonly note: string },
	context: ToolContext,
): Promise<{ incident: Incident; note: Note }> {
	const incident = await findIncident(input.incident, context);
	const note = (await listIncidentNotes(context.pagerduty, incident.id)).find(({ id }) => id === input.note);
	if (note) return { incident, note };
	throw new ToolError({
		message: `${numberOf(incident)} has no note ${input.note}.`,
		said: said`${numberOf(incident)} no longer has this note.`,
		next: 'Look the id up with list_incident_notes.',
	});
}
