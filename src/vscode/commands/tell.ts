import * as vscode from 'vscode';
import type { ShownIncident } from '../../tools/shapes/incident.ts';
import { cleanLine, cleanText } from '../../tools/text/untrusted.ts';
import { incidentMarkdown } from '../incidents/markdown.ts';
import { incidentTitle } from '../incidents/present.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import { situationNow } from '../words/situation.ts';
import type { Handlers } from './register.ts';
import { changing, type ChangeParts } from './shared/change-incidents.ts';
import { isMeant } from './shared/confirm.ts';
import { incidentMeant, incidentsBehind, openIncidentsMeant } from './shared/incidents-meant.ts';
import { sayDone, sayHowMany } from './shared/say-done.ts';
import { askUpdate, updateFrom, type Update, type UpdateDraft } from './shared/status-update.ts';

/** As much of the text as the last question shows. */
const shownOfMessage = 1500;

/** The commands that tell others of an incident. */
export function tellCommands(parts: ChangeParts): Pick<Handlers, 'sendStatusUpdate' | 'copyDetails'> {
	/** The update that could not be sent: nobody types it again. */
	let unsent: { readonly incident: string; readonly draft: UpdateDraft } | undefined;
	return {
		sendStatusUpdate: async (clicked) => {
			const title = vscode.l10n.t('Send status update');
			const incident = await incidentMeant(parts, clicked, title, vscode.l10n.t('Choose the incident'));
			if (!incident) return;
			const start = unsent?.incident === incident.id ? unsent.draft : { template: undefined, message: '' };
			const draft = await askUpdate(parts, incident, start);
			if (!draft) return;
			unsent = { incident: incident.id, draft };
			const update = await updateFrom(parts, incident, draft);
			if (!(await lastLook(incident, update))) return;
			const { message, subject, html_message } = update;
			await changing(parts, vscode.l10n.t('Sending the status update'), async (caller) => {
				const { postStatusUpdate } = await import('../../tools/communication/post-status-update.ts');
				return parts.toolbox.run(
					postStatusUpdate,
					{ incident: incident.id, message, ...(subject && { subject }), ...(html_message && { html_message }) },
					caller,
				);
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

/** Shows once more what is sent: nobody takes it back. */
function lastLook(incident: ShownIncident, { message, subject, html_message: html, warnings = [] }: Update) {
	const name = safeForNotification(incidentTitle(incident));
	const detail = [
		...(subject === undefined ? [] : [vscode.l10n.t('Subject: {0}', cleanLine(subject))]),
		cleanText(message, shownOfMessage),
		...(html === undefined ? [] : [vscode.l10n.t('The e-mail is formatted as the template says.')]),
		...warnings.map((warning) => vscode.l10n.t('The template has a gap: {0}', warning)),
	];
	const question = vscode.l10n.t('Send this to all who are subscribed to {0}?', name);
	return isMeant(question, detail.join('\n\n'), vscode.l10n.t('Send'));
}
