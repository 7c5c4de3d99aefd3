/** Whether a token with these scopes may do what needs `needed`. Classic `write` covers all, classic `read` all that ends in `.read`. */
export function covers(granted: readonly string[], needed: string): boolean {
	if (granted.includes('write') || granted.includes(needed)) return true;
	return granted.includes('read') && needed.endsWith('.read');
}

/** Which of these scopes a token lacks, each once. */
export function lacking(granted: readonly string[], needed: readonly string[]): string[] {
	return [...new Set(needed.filter((scope) => !covers(granted, scope)))];
}
