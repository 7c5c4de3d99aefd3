import * as vscode from 'vscode';
import type { IncidentStore } from '../../incidents/store.ts';
import { incidentTitle } from '../../incidents/present.ts';
import { safeForNotification } from '../../words/markup-safe.ts';

/** A modal names this many of the incidents it is about. */
const named = 10;

/** The incidents by number and title, one a line, as a modal names them. */
export function incidentNames(ids: readonly string[], store: IncidentStore): string {
	const names = ids.slice(0, named).map((id) => {
		const incident = store.get(id);
		return incident ? safeForNotification(incidentTitle(incident)) : id;
	});
	const more = ids.length - names.length;
	return [...names, ...(more > 0 ? [vscode.l10n.t('and {0} more', more)] : [])].join('\n');
}

/** Asks once before something that pages people or ends incidents. Closing the question is a no. */
export async function isMeant(question: string, detail: string, yes: string): Promise<boolean> {
	return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}
