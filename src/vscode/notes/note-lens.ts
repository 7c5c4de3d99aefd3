import * as vscode from 'vscode';
import { commandIds } from '../ids.ts';
import { incidentTitle } from '../incidents/present.ts';
import type { IncidentStore } from '../incidents/store.ts';
import { safeForLabel } from '../words/markup-safe.ts';
import { incidentOfNote, noteScheme } from './note-documents.ts';

/** Says above a note which incident it is for, and sends it. */
export class NoteLens implements vscode.CodeLensProvider {
	readonly #store: IncidentStore;

	constructor(store: IncidentStore) {
		this.#store = store;
	}

	/** Shows it above every note. */
	register(): vscode.Disposable {
		return vscode.languages.registerCodeLensProvider({ scheme: noteScheme }, this);
	}

	provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
		const id = incidentOfNote(uri);
		if (id === undefined) return [];
		const incident = this.#store.get(id);
		const name = safeForLabel(incident ? incidentTitle(incident) : id);
		const title = `$(send) ${vscode.l10n.t('Send this note to {0}', name)}`;
		const top = new vscode.Range(0, 0, 0, 0);
		return [new vscode.CodeLens(top, { title, command: commandIds.sendNote, arguments: [uri] })];
	}
}
