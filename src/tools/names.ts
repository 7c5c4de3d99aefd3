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

export function namesOf(objects: readonly Named[]): string[] {
	return objects.map(nameOf);
}
