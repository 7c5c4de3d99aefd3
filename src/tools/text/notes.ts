/** Notes that may be missing, in one. */
export function joinNotes(...notes: readonly (string | undefined)[]): string | undefined {
	return notes.filter((note) => note !== undefined).join(' ') || undefined;
}
