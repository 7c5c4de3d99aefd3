/** Reads the asked parts of an answer; one that fails is named as missing instead of failing the others. */
export function readParts<Part extends string>(wanted: readonly Part[] | undefined, signal: AbortSignal) {
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
