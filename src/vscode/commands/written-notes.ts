import * as vscode from 'vscode';
import { incidentOfNote, noteUri, type NoteDocuments } from '../notes/note-documents.ts';
import type { Handlers } from './register.ts';
import { changing, type ChangeParts } from './shared/change-incidents.ts';
import { incidentMeant } from './shared/incidents-meant.ts';
import { sayDone } from './shared/say-done.ts';

export interface WrittenNotesParts extends ChangeParts {
	readonly notes: Pick<NoteDocuments, 'text' | 'delete'>;
}

/** What `add_incident_note` takes, in characters. */
const longest = 25_000;

/** The commands about notes of several lines: each is a document, which is kept until it is sent. */
export function writtenNoteCommands(parts: WrittenNotesParts): Pick<Handlers, 'writeNote' | 'sendNote'> {
	/** Somebody presses a key twice. */
	const sending = new Set<string>();
	return {
		writeNote: async (clicked) => {
			const title = vscode.l10n.t('Write note');
			const incident = await incidentMeant(parts, clicked, title, vscode.l10n.t('Choose the incident'));
			if (incident) await vscode.window.showTextDocument(noteUri(incident), { preview: false });
		},

		sendNote: async (clicked) => {
			const uri = clicked instanceof vscode.Uri ? clicked : vscode.window.activeTextEditor?.document.uri;
			const incident = uri && incidentOfNote(uri);
			if (!uri || incident === undefined || sending.has(uri.path)) return;
			sending.add(uri.path);
			try {
				await send(uri, incident);
			} finally {
				sending.delete(uri.path);
			}
		},
	};

	async function send(uri: vscode.Uri, incident: string): Promise<void> {
		const document = await vscode.workspace.openTextDocument(uri);
		if (!document.isDirty && document.getText() !== (await parts.notes.text(uri))) {
			tell(vscode.l10n.t('This note was sent or changed in another window. Close it and open it again.'));
			return;
		}
		// Whatever becomes of it, nobody types it again. The editor says why it does not save.
		if (document.isDirty && !(await document.save())) return;
		const note = document.getText().trim();
		if (note === '') {
			tell(vscode.l10n.t('The note is empty.'));
			return;
		}
		if (note.length > longest) {
			tell(vscode.l10n.t('The note has {0} characters; PagerDuty takes {1} at most.', note.length, longest));
			return;
		}
		await changing(parts, vscode.l10n.t('Adding the note'), async (caller) => {
			const { addIncidentNote } = await import('../../tools/incidents/add-incident-note.ts');
			return parts.toolbox.run(addIncidentNote, { incident, note }, caller);
		});
		sayDone(vscode.l10n.t('Added the note'));
		// Somebody wrote on meanwhile, which the editor may have saved by itself.
		if (document.getText().trim() !== note) return;
		await vscode.window.tabGroups.close(tabsOf(uri));
		await parts.notes.delete(uri);
	}
}

function tell(message: string): void {
	void vscode.window.showInformationMessage(message);
}

function tabsOf(uri: vscode.Uri): vscode.Tab[] {
	return vscode.window.tabGroups.all
		.flatMap(({ tabs }) => tabs)
		.filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
}
