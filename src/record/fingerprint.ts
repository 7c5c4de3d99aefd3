import { createHash } from 'node:crypto';
import * as z from 'zod';

/** A text that a tool has cut says so at its end. */
const isCut = (text: string) => /… \[\d+ more characters\]$/.test(text);

export const Note = z.object({ id: z.string(), content: z.string() });
export const MaintenanceWindow = z.object({
	id: z.string(),
	start: z.string(),
	end: z.string(),
	description: z.string().optional(),
	service_ids: z.array(z.string()).optional(),
});

/**
 * What tells a note or a maintenance window that was made from a changed one, without keeping its texts. Undefined where
 * a text was cut, so that a change of its end could not be seen.
 */
export function fingerprint(made: z.output<typeof Note> | z.output<typeof MaintenanceWindow>): string | undefined {
	if ('content' in made) return isCut(made.content) ? undefined : hashed([made.id, made.content]);
	const { id, start, end, description = '', service_ids: services = [] } = made;
	if (isCut(description)) return undefined;
	return hashed([id, Date.parse(start), Date.parse(end), description, ...[...services].sort()]);
}

const Made = z.union([
	z.object({ note: Note }).transform(({ note }) => note),
	z.object({ maintenance_window: MaintenanceWindow }).transform(({ maintenance_window: window }) => window),
]);

/** That of what a tool made; undefined where it made neither. */
export function fingerprintOf(output: unknown): string | undefined {
	const { data } = Made.safeParse(output);
	return data && fingerprint(data);
}

function hashed(parts: readonly (string | number)[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
