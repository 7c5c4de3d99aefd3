import * as vscode from 'vscode';
import type { Handlers } from './register.ts';
import { changeIncidents, type ChangeParts } from './shared/change-incidents.ts';
import { openIncidentsMeant } from './shared/incidents-meant.ts';
import { readPriorities } from './shared/priorities.ts';
import { sayHowMany } from './shared/say-done.ts';
import { safeForLabel } from '../words/markup-safe.ts';

/** What `update_incidents` takes for an incident without a priority. */
const noPriority = 'none';

/** The commands that say how much an incident matters. */
export function importanceCommands(parts: ChangeParts): Pick<Handlers, 'setPriority' | 'setUrgency'> {
	const update = async (
		ids: readonly string[],
		title: string,
		to: { priority: string } | { urgency: 'high' | 'low' },
	) => {
		const { length } = await changeIncidents(parts, ids, {
			title,
			run: async (some, caller) => {
				const { updateIncidents } = await import('../../tools/incidents/update-incidents.ts');
				return parts.toolbox.run(updateIncidents, { incidents: [...some], ...to }, caller);
			},
		});
		sayHowMany(length, vscode.l10n.t('Changed 1 incident'), vscode.l10n.t('Changed {0} incidents', length));
	};

	return {
		setPriority: async (clicked, selected) => {
			const title = vscode.l10n.t('Set priority');
			const ids = await openIncidentsMeant(parts, clicked, selected, title);
			if (ids.length === 0) return;
			const priorities = await readPriorities(parts);
			const chosen = await vscode.window.showQuickPick(
				[
					...priorities.map(({ name, description }) => ({
						label: safeForLabel(name),
						description: safeForLabel(description ?? ''),
						priority: name,
					})),
					{ label: vscode.l10n.t('No priority'), description: '', priority: noPriority },
				],
				{ title, placeHolder: vscode.l10n.t('Choose the priority') },
			);
			if (chosen) await update(ids, vscode.l10n.t('Setting the priority'), { priority: chosen.priority });
		},

		setUrgency: async (clicked, selected) => {
			const title = vscode.l10n.t('Set urgency');
			const ids = await openIncidentsMeant(parts, clicked, selected, title);
			if (ids.length === 0) return;
			const chosen = await vscode.window.showQuickPick(
				[
					{ label: vscode.l10n.t('High'), urgency: 'high' as const },
					{ label: vscode.l10n.t('Low'), urgency: 'low' as const },
				],
				{ title, placeHolder: vscode.l10n.t('Choose the urgency') },
			);
			if (chosen) await update(ids, vscode.l10n.t('Setting the urgency'), { urgency: chosen.urgency });
		},
	};
}
