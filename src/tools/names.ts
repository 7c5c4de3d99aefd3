import { cleanLine } from './untrusted.ts';

interface Named {
	readonly id: string;
	readonly name?: string | undefined;
	readonly summary?: string | undefined;
}

/** What people call an object; its id if it has no name. */
export function nameOf({ id, name, summary }: Named): string {
	return cleanLine(name ?? summary ?? id, 120);
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
