import * as vscode from 'vscode';

/** How long the status bar says that something worked. */
const shownMs = 4_000;

/** Says in passing that something worked. */
export function sayDone(message: string): void {
	vscode.window.setStatusBarMessage(message, shownMs);
}

/** Says in passing how many it worked for; nothing for none. */
export function sayHowMany(done: number, one: string, several: string): void {
	if (done > 0) sayDone(done === 1 ? one : several);
}
