import * as vscode from 'vscode';
import { incidentTitle } from '../incidents/present.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import type { Handlers } from './register.ts';
import { changing, type ChangeParts } from './shared/change-incidents.ts';
import { incidentMeant } from './shared/incidents-meant.ts';
import { sayDone } from './shared/say-done.ts';

/** The command that adds a note. */
export function noteCommands(parts: ChangeParts): Pick<Handlers, 'addNote'> {
	/** The note that could not be added: nobody types it again. */
	let unsent: { readonly incident: string; readonly note: string } | undefined;
	return {
		addNote: async (clicked, text) => {
			const incident = await incidentMeant(
				parts,
				clicked,
				vscode.l10n.t('Add note'),
				vscode.l10n.t('Choose the incident'),
			);
			if (!incident) return;
			const note =
				typeof text === 'string'
					? text
					: await vscode.window.showInputBox({
							title: vscode.l10n.t('Add note to {0}', safeForNotification(incidentTitle(incident))),
							prompt: vscode.l10n.t('Everybody who sees the incident can read it.'),
							ignoreFocusOut: true,
							...(unsent?.incident === incident.id && { value: unsent.note }),
							validateInput: (value) =>
								value.length > 0 && value.trim() === '' ? vscode.l10n.t('The note is empty.') : undefined,
						});
			if (note === undefined || note.trim() === '') return;
			unsent = { incident: incident.id, note };
			await changing(parts, vscode.l10n.t('Adding the note'), async (caller) => {
				const { addIncidentNote } = await import('../../tools/incidents/add-incident-note.ts');
				return parts.toolbox.run(addIncidentNote, { incident: incident.id, note }, caller);
			});
			unsent = undefined;
			sayDone(vscode.l10n.t('Added the note'));
		},
	};
}
