import * as vscode from 'vscode';
import { longestBody } from './draft.ts';

/** Text that somebody has selected. */
export interface SelectedText {
	readonly text: string;
	/** The name of the file that it is in. */
	readonly file: string;
	/** There is more of it. */
	readonly cut: boolean;
}

/** What is selected in the editor that was used last; undefined for nothing. The editor tells nothing of terminals. */
export function selectedText(): SelectedText | undefined {
	const editor = vscode.window.activeTextEditor;
	if (!editor) return undefined;
	const text = editor.document.getText(editor.selection).trim();
	if (editor.selection.isEmpty || text === '') return undefined;
	const file = editor.document.uri.path.split('/').at(-1) ?? '';
	return { text: text.slice(0, longestBody), file, cut: text.length > longestBody };
}
