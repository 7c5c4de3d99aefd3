import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestAccess } from '../../src/extension.ts';
import { apiUrls } from '../../src/pagerduty/http/account.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { commandIds } from '../../src/vscode/ids.ts';
import { noteUri } from '../../src/vscode/notes/note-documents.ts';
import { access, happyPath, until } from './support.ts';

describe('A note of several lines', () => {
	let parts: TestAccess;
	let sandbox: Sandbox;
	let incident: { readonly id: string; readonly number: number };
	const write = (command: string, ...args: unknown[]) => vscode.commands.executeCommand(command, ...args);

	before(async () => {
		parts = await access();
		sandbox = await startSandbox();
		parts.urls.us = sandbox.url;
		await parts.account.signIn({ region: 'us', token: sandbox.token, kind: 'user', name: 'Maya Okafor' });
		const { id, number = 0 } = await until('incidents', () => parts.incidents.openByNeed[0]);
		incident = { id, number };
	});
	after(async () => {
		await write('workbench.action.closeAllEditors');
		await write(commandIds.signOut);
		await sandbox.close();
		Object.assign(parts.urls, apiUrls);
	});

	const notes = () => sandbox.store.notes.of(incident.id).map(({ content }) => content);
	const opened = () => vscode.window.activeTextEditor ?? assert.fail('no editor');
	const type = async (text: string) => {
		const { document } = opened();
		const edit = new vscode.WorkspaceEdit();
		edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, text);
		await vscode.workspace.applyEdit(edit);
	};
	const tabs = () =>
		vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(({ label }) => label.startsWith('Note on'));

	happyPath(['writeNote', 'sendNote'], 'keep it where it was closed, and send it away', async () => {
		await write(commandIds.writeNote, incident.id);
		const { document } = opened();
		assert.equal(document.getText(), '');
		assert.equal(tabs()[0]?.label, `Note on #${incident.number}.md`);
		await type('We rolled back.\n\n- errors are gone');
		await document.save();
		await write('workbench.action.closeActiveEditor');
		await write(commandIds.writeNote, incident.id);
		assert.equal(opened().document.getText(), 'We rolled back.\n\n- errors are gone');
		const lenses: vscode.CodeLens[] = await vscode.commands.executeCommand(
			'vscode.executeCodeLensProvider',
			opened().document.uri,
		);
		assert.match(lenses[0]?.command?.title ?? '', new RegExp(`Send this note to #${incident.number} `));
		await type('\n- watching it');
		await write(commandIds.sendNote);
		assert.deepEqual(notes(), ['We rolled back.\n\n- errors are gone\n- watching it']);
		assert.deepEqual(tabs(), []);
		await write(commandIds.writeNote, incident.id);
		await until('the note is empty', () => opened().document.getText() === '');
	});

	it('is sent once, however often somebody presses the keys', async () => {
		const before = notes().length;
		await write(commandIds.writeNote, incident.id);
		await type('Once.');
		await Promise.all([write(commandIds.sendNote), write(commandIds.sendNote)]);
		assert.equal(notes().length, before + 1);
	});

	it('stays where PagerDuty does not take it', async () => {
		const gone = { id: 'QGONE', number: 1 };
		await vscode.window.showTextDocument(noteUri(gone));
		await type('For nobody.');
		await write(commandIds.sendNote);
		assert.equal(opened().document.getText(), 'For nobody.');
		assert.equal(opened().document.isDirty, false);
		await write('workbench.action.closeActiveEditor');
		await vscode.workspace.fs.delete(noteUri(gone));
	});
});
