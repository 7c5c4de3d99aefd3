import { quotedNames } from '../text/names.ts';

/** Reads the asked parts of an answer; one that fails is named as missing instead of failing the others. */
export function partialAnswer<Part extends string>(wanted: readonly Part[] | undefined, signal: AbortSignal) {
	const incomplete: string[] = [];
	return {
		incomplete,
		async read<T>(part: Part, read: () => Promise<T>): Promise<T | undefined> {
			if (!wanted?.includes(part)) return undefined;
			try {
				return await read();
			} catch (error) {
				if (signal.aborted) throw error;
				incomplete.push(`${part} could not be read: ${error instanceof Error ? error.message : 'unknown error'}`);
				return undefined;
			}
		},
	};
}

/** Reads one part of each of several things; the note names those of which it could not be read. */
export async function readPartOfEach<Item extends { readonly name: string }, T>(
	part: string,
	items: readonly Item[],
	read: (item: Item) => Promise<T>,
	signal: AbortSignal,
): Promise<{ readonly values: (T | undefined)[]; readonly note: string | undefined }> {
	const parts = partialAnswer([part], signal);
	const values = await Promise.all(items.map((item) => parts.read(part, () => read(item))));
	const unread = items.flatMap(({ name }, index) => (values[index] === undefined ? [name] : []));
	const [why] = parts.incomplete;
	return { values, note: why && `For ${quotedNames(unread)}, the ${why}` };
}
