import * as z from 'zod';
import { id, maybe, text } from './fields.ts';
import { single, whole } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { personReference } from './reference.ts';

export const note = z.object({
	id,
	user: maybe(personReference),
	channel: maybe(z.object({ type: text(), summary: text() })),
	content: text(),
	created_at: text(),
	updated_at: text(),
});
export type Note = z.output<typeof note>;

/** All notes of an incident, 2000 at most. operationId: listIncidentNotes */
export function listIncidentNotes(pd: PagerDutyApi, incidentId: string): Promise<Note[]> {
	return pd.request({
		operationId: 'listIncidentNotes',
		method: 'GET',
		path: ['incidents', incidentId, 'notes'],
		reply: whole('notes', note),
	});
}

/** Adds a note, which every responder can read. Never sent twice. operationId: createIncidentNote */
export function createIncidentNote(pd: PagerDutyApi, incidentId: string, content: string): Promise<Note> {
	return pd.request({
		operationId: 'createIncidentNote',
		method: 'POST',
		path: ['incidents', incidentId, 'notes'],
		body: { note: { content } },
		reply: single('note', note),
	});
}

/** Replaces the text of a note. operationId: updateIncidentNote */
export function updateIncidentNote(
	pd: PagerDutyApi,
	incidentId: string,
	noteId: string,
	content: string,
): Promise<Note> {
	return pd.request({
		operationId: 'updateIncidentNote',
		method: 'PUT',
		path: ['incidents', incidentId, 'notes', noteId],
		body: { note: { content } },
		reply: single('note', note),
	});
}

/** operationId: deleteIncidentNote */
export async function deleteIncidentNote(pd: PagerDutyApi, incidentId: string, noteId: string): Promise<void> {
	await pd.request({
		operationId: 'deleteIncidentNote',
		method: 'DELETE',
		path: ['incidents', incidentId, 'notes', noteId],
		reply: z.unknown(),
	});
}
