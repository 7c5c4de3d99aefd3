import type { Incident, Note, User } from '../model/model.ts';
import type { World } from '../model/world.ts';
import { log } from './log.ts';

/** Adds a note to an incident and to its timeline. */
export function addNote(world: World, incident: Incident, user: User, content: string): Note {
	const note: Note = {
		id: world.ids.short(),
		incidentId: incident.id,
		userId: user.id,
		content,
		createdAt: world.clock.ms,
		updatedAt: null,
	};
	world.store.notes.add(incident.id, note);
	log(world, incident, 'annotate', { type: 'user', id: user.id }, `Note added by ${user.name}`, {
		channel: { type: 'note', summary: content },
	});
	return note;
}
