import * as vscode from 'vscode';
import { contextKeys } from '../ids.ts';

/**
 * Ticks the walkthrough's first step for who is signed in already. The editor ticks a step at the moment in which its context key
 * becomes true, and never where it has been true since before the walkthrough was first opened: so a key is true for a moment
 * whenever a page opens that is no document.
 */
export function tickSignInStep(): vscode.Disposable {
	const set = (opened: boolean) => vscode.commands.executeCommand('setContext', contextKeys.pageOpened, opened);
	return vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
		if (opened.some(({ input }) => input === undefined)) void set(true).then(() => set(false));
	});
}
