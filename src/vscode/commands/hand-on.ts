import * as vscode from 'vscode';
import { incidentTitle } from '../incidents/present.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import type { Handlers } from './register.ts';
import { changeIncidents, changing, type ChangeParts } from './shared/change-incidents.ts';
import { incidentNames, isMeant } from './shared/confirm.ts';
import { incidentMeant, openIncidentsMeant } from './shared/incidents-meant.ts';
import { chooseRecipient, type Recipient } from './shared/recipients.ts';
import { sayDone, sayHowMany } from './shared/say-done.ts';

/** The commands that bring others in. They page people, so each asks once, by name. */
export function handOnCommands(parts: ChangeParts): Pick<Handlers, 'reassign' | 'escalate' | 'addResponders'> {
	return {
		reassign: async (clicked, selected) => {
			const title = vscode.l10n.t('Reassign');
			const ids = await openIncidentsMeant(parts, clicked, selected, title);
			if (ids.length === 0) return;
			const to = await chooseRecipient(parts, title);
			if (!to) return;
			const name = safeForNotification(to.name);
			const question =
				to.kind === 'user'
					? vscode.l10n.t('Reassign to {0}? PagerDuty notifies them.', name)
					: vscode.l10n.t('Reassign to {0}? PagerDuty pages its first level.', name);
			if (!(await isMeant(question, incidentNames(ids, parts.store), title))) return;
			const { length } = await changeIncidents(parts, ids, {
				title: vscode.l10n.t('Reassigning'),
				run: async (some, caller) => {
					const { reassignIncidents } = await import('../../tools/incidents/reassign-incidents.ts');
					const target = to.kind === 'user' ? { users: [to.id] } : { escalation_policy: to.id };
					return parts.toolbox.run(reassignIncidents, { incidents: [...some], ...target }, caller);
				},
			});
			sayHowMany(
				length,
				vscode.l10n.t('Reassigned to {0}', name),
				vscode.l10n.t('Reassigned {0} incidents to {1}', length, name),
			);
		},

		escalate: async (clicked, selected) => {
			const title = vscode.l10n.t('Escalate');
			const ids = await openIncidentsMeant(parts, clicked, selected, title);
			if (ids.length === 0) return;
			const question = vscode.l10n.t('Escalate to the next level? PagerDuty pages whoever is on call there.');
			if (!(await isMeant(question, incidentNames(ids, parts.store), title))) return;
			const { length } = await changeIncidents(parts, ids, {
				title: vscode.l10n.t('Escalating'),
				run: async (some, caller) => {
					const { escalateIncidents } = await import('../../tools/incidents/escalate-incidents.ts');
					return parts.toolbox.run(escalateIncidents, { incidents: [...some] }, caller);
				},
			});
			sayHowMany(length, vscode.l10n.t('Escalated 1 incident'), vscode.l10n.t('Escalated {0} incidents', length));
		},

		addResponders: async (clicked) => {
			const title = vscode.l10n.t('Ask for help');
			const incident = await incidentMeant(parts, clicked, title, vscode.l10n.t('Choose the incident'));
			if (!incident) return;
			const whom = await chooseRecipient(parts, title);
			if (!whom) return;
			const name = safeForNotification(whom.name);
			const question = vscode.l10n.t('Ask {0} for help? PagerDuty pages them.', name);
			if (!(await isMeant(question, safeForNotification(incidentTitle(incident)), title))) return;
			await changing(parts, vscode.l10n.t('Asking for help'), async (caller) => {
				const { requestResponders } = await import('../../tools/incidents/request-responders.ts');
				return parts.toolbox.run(requestResponders, { incident: incident.id, ...targetOf(whom) }, caller);
			});
			sayDone(vscode.l10n.t('Asked {0} for help', name));
		},
	};
}

function targetOf({ kind, id }: Recipient): { users: string[] } | { escalation_policies: string[] } {
	return kind === 'user' ? { users: [id] } : { escalation_policies: [id] };
}
