import * as vscode from 'vscode';

/** The first sight of the demo is the product, not the explorer; later the window comes up as the person left it. */
export async function activate(/** @type {vscode.ExtensionContext} */ { globalState }) {
	if (globalState.get('opened')) return;
	await vscode.commands.executeCommand('pagerduty.incidents.focus');
	await globalState.update('opened', true);
}
