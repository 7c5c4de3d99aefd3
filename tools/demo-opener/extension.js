import { watch } from 'node:fs';
import * as vscode from 'vscode';

const guide = 'oncall-for-pagerduty.oncall-for-pagerduty#demo';

/** One build writes many files. */
const settledMs = 500;

/** The first sight of the demo is the product, not the explorer; later the window comes up as the person left it. */
export async function activate(/** @type {vscode.ExtensionContext} */ { globalState, subscriptions }) {
	const built = process.env['PAGERDUTY_RELOAD'];
	if (built) subscriptions.push(reloadAfterChanges(built));
	if (globalState.get('opened')) return;
	await vscode.commands.executeCommand('pagerduty.incidents.focus');
	await vscode.commands.executeCommand('workbench.action.openWalkthrough', guide, false);
	await globalState.update('opened', true);
}

/** `npm start -- --dev`: the window loads what was built again. @param {string} folder */
function reloadAfterChanges(folder) {
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	let waiting;
	const watcher = watch(folder, { recursive: true }, () => {
		clearTimeout(waiting);
		waiting = setTimeout(() => void vscode.commands.executeCommand('workbench.action.reloadWindow'), settledMs);
	});
	return new vscode.Disposable(() => {
		clearTimeout(waiting);
		watcher.close();
	});
}
