import { cleanLine } from './untrusted.ts';

/** As many code units as 255 characters can have, which is PagerDuty's longest name. */
export const longestName = 510;

interface Named {
	readonly id: string;
	readonly name?: string | undefined;
	readonly summary?: string | undefined;
	readonly deleted_at?: string | undefined;
}

/** Behind the name of what is deleted. */
export const deletedMark = ' (deleted)';

/** What people call an object, and that it is deleted; its id if it has no name. */
export function nameOf({ id, name, summary, deleted_at: deleted }: Named): string {
	return `${cleanName(name ?? summary ?? id)}${deleted === undefined ? '' : deletedMark}`;
}

/** What people call an incident: `#1234`. */
export function numberOf({
	id,
	incident_number: number,
}: {
	readonly id: string;
	readonly incident_number?: number | undefined;
}): string {
	return `#${number ?? id}`;
}

/** PagerDuty's ids; those of event orchestrations are UUIDs. */
const idForm = /^(?:[A-Z0-9]{6,26}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/;

/** Whether a text may be the id of an object. */
export function isIdForm(text: string): boolean {
	return idForm.test(text);
}

/** A name as it is shown, whole. */
export function cleanName(name: string): string {
	return cleanLine(name, longestName);
}

/** What names have in common that look alike: they are compared as they are shown, in NFC, and in any case. */
export function nameKey(name: string): string {
	return cleanName(name).toLowerCase().normalize('NFC');
}

export function sameName(a: string | undefined, b: string | undefined): boolean {
	return a !== undefined && b !== undefined && nameKey(a) === nameKey(b);
}

/** A name within a sentence: whatever is in it, it ends where its quotation mark does. */
export function quoted(name: string): string {
	return JSON.stringify(cleanName(name));
}

/** Several names within a sentence. */
export function quotedNames(names: readonly string[]): string {
	return names.map(quoted).join(', ');
}

/** Undefined for what was not read: that is not the same as none. */
export function namesOf(objects: readonly Named[]): string[];
export function namesOf(objects: readonly Named[] | undefined): string[] | undefined;
export function namesOf(objects: readonly Named[] | undefined): string[] | undefined {
	return objects?.map(nameOf);
}

/** The ids of what was read. */
export function idsOf(objects: readonly { readonly id: string }[] | undefined): string[] | undefined {
	return objects?.map(({ id }) => id);
}
