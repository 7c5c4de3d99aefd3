import * as vscode from 'vscode';
import { incidentMarkdown } from '../incidents/markdown.ts';
import { incidentTitle } from '../incidents/present.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import { situationNow } from '../words/situation.ts';
import type { Handlers } from './register.ts';
import { changing, type ChangeParts } from './shared/change-incidents.ts';
import { isMeant } from './shared/confirm.ts';
import { incidentMeant, incidentsBehind, openIncidentsMeant } from './shared/incidents-meant.ts';
import { sayDone, sayHowMany } from './shared/say-done.ts';

/** The commands that tell others of an incident. */
export function tellCommands(parts: ChangeParts): Pick<Handlers, 'sendStatusUpdate' | 'copyDetails'> {
	/** The update that could not be sent: nobody types it again. */
	let unsent: { readonly incident: string; readonly message: string } | undefined;
	return {
		sendStatusUpdate: async (clicked) => {
			const title = vscode.l10n.t('Send status update');
			const incident = await incidentMeant(parts, clicked, title, vscode.l10n.t('Choose the incident'));
			if (!incident) return;
			const name = safeForNotification(incidentTitle(incident));
			const message = await vscode.window.showInputBox({
				title: vscode.l10n.t('Status update of {0}', name),
				prompt: vscode.l10n.t('Everybody who is subscribed to the incident gets it. It cannot be taken back.'),
				ignoreFocusOut: true,
				...(unsent?.incident === incident.id && { value: unsent.message }),
			});
			if (message === undefined || message.trim() === '') return;
			unsent = { incident: incident.id, message };
			const question = vscode.l10n.t('Send this to all who are subscribed to {0}?', name);
			if (!(await isMeant(question, message, vscode.l10n.t('Send')))) return;
			await changing(parts, vscode.l10n.t('Sending the status update'), async (caller) => {
				const { postStatusUpdate } = await import('../../tools/communication/post-status-update.ts');
				return parts.toolbox.run(postStatusUpdate, { incident: incident.id, message }, caller);
			});
			unsent = undefined;
			sayDone(vscode.l10n.t('Sent the status update'));
		},

		copyDetails: async (clicked, selected) => {
			const ids = await openIncidentsMeant(parts, clicked, selected, vscode.l10n.t('Copy for a ticket'));
			const incidents = await incidentsBehind(parts, ids);
			if (incidents.length === 0) return;
			const situation = situationNow(parts.clock);
			await vscode.env.clipboard.writeText(incidents.map((one) => incidentMarkdown(one, situation)).join('\n\n'));
			const { length } = incidents;
			sayHowMany(length, vscode.l10n.t('Copied 1 incident'), vscode.l10n.t('Copied {0} incidents', length));
		},
	};
}
