import * as vscode from 'vscode';

/** A theme icon and its colour. Shape and colour say the same. */
export interface Icon {
	readonly id: string;
	readonly color: string | undefined;
}

/** The icon as the editor takes it. */
export function themeIcon({ id, color }: Icon): vscode.ThemeIcon {
	return new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));
}
