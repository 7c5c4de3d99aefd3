/** `vscode.l10n`, passed into modules that also run without the editor. */
export interface L10n {
	t(message: string, ...args: (string | number | boolean)[]): string;
}
