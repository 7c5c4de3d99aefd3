import * as z from 'zod';
import type { Note } from '../../../pagerduty/api/notes.ts';
import { nameOf, quoted } from '../../text/names.ts';
import { cleanLine, cleanText } from '../../text/untrusted.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';
import { said, type Saying } from '../../text/said.ts';

/** What the tools show of an incident's note. */
export const noteShape = defineShape({
	singular: 'note',
	plural: 'notes',
	fields: {
		id: z.string(),
		content: z.string(),
		author: z.string().optional(),
		created_at: z.string().optional(),
		author_id: z.string().optional(),
		/** How it came in, e.g. `web` or `api`. */
		channel: z.string().optional(),
	},
	always: ['id', 'author', 'created_at'],
	compact: ['id', 'content', 'author', 'created_at'],
});

type ShownNote = Shaped<typeof noteShape>;

/** Whose note it is and how it begins, within a question. */
export function noteText({ content, user }: Note): Saying {
	const text = quoted(cleanLine(content ?? '', 300));
	return user ? said`${text} of ${quoted(nameOf(user))}` : text;
}

export function showNote(note: Note): ShownNote {
	return {
		id: note.id,
		content: cleanText(note.content ?? '', 4000),
		author: note.user && nameOf(note.user),
		created_at: note.created_at,
		author_id: note.user?.id,
		channel: cleanLine(note.channel?.summary ?? note.channel?.type ?? '') || undefined,
	};
}
