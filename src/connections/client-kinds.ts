/** The clients whose documented configuration is known, and `other` for any that sends a header. */
export const clientKinds = [
	'vscode',
	'claude-code',
	'claude-desktop',
	'cursor',
	'codex',
	'claude-web',
	'chatgpt',
	'other',
] as const;
export type ClientKind = (typeof clientKinds)[number];
