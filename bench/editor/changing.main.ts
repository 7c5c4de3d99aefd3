import * as vscode from 'vscode';
import { commandIds } from '../../src/vscode/ids.ts';
import { extensionParts, signIn, tell, until } from './inside.ts';

/** Acknowledges an incident in this window, and tells when. */
export async function run(): Promise<void> {
	const parts = await extensionParts();
	const { incidents } = parts;
	await signIn(parts, 'SMALL');
	await until(() => incidents.load.completeAt !== undefined);
	const waiting = incidents.open.find(({ status }) => status === 'triggered');
	if (!waiting) throw new Error('Nothing waits.');
	await vscode.commands.executeCommand(commandIds.acknowledge, waiting.id);
	tell('word', `changed ${waiting.id} ${Date.now()}`);
}
