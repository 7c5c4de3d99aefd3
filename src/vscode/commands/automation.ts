import * as vscode from 'vscode';
import { incidentTitle } from '../incidents/present.ts';
import { safeForLabel, safeForNotification } from '../words/markup-safe.ts';
import type { Handlers } from './register.ts';
import { changing, type ChangeParts } from './shared/change-incidents.ts';
import { chooseNamed, type Found } from './shared/choose-named.ts';
import { isMeant } from './shared/confirm.ts';
import { incidentMeant } from './shared/incidents-meant.ts';
import { sayDone } from './shared/say-done.ts';

interface Action {
	readonly id: string;
	readonly name: string;
	readonly description: string | undefined;
}

const listed = 100;

/** The command that runs something on the person's own systems, for an incident. */
export function automationCommands(parts: ChangeParts): Pick<Handlers, 'runAction'> {
	const { toolbox, clock } = parts;
	return {
		runAction: async (clicked) => {
			const title = vscode.l10n.t('Run automation action');
			const incident = await incidentMeant(parts, clicked, title, vscode.l10n.t('Choose the incident'));
			if (!incident) return;
			const search = async (text: string, signal: AbortSignal): Promise<Found<Action>> => {
				const { listAutomationActions } = await import('../../tools/automation/list-automation-actions.ts');
				const query = { incident: incident.id, limit: listed, ...(text !== '' && { query: text }) };
				const caller = { signal, priority: 'person' } as const;
				const { automation_actions: actions, more } = await toolbox.run(listAutomationActions, query, caller);
				return {
					items: actions.map(({ id, name, description, can_run: allowed }) => ({
						value: { id, name, description },
						label: safeForLabel(name),
						description: safeForLabel(
							allowed === false ? vscode.l10n.t('your role may not run it') : (description ?? ''),
						),
					})),
					more,
				};
			};
			const placeHolder = vscode.l10n.t('Choose the action');
			const nothing = vscode.l10n.t('There are no automation actions for the service of this incident.');
			const action = await chooseNamed({ title, placeHolder, search, nothing }, clock);
			if (!action) return;
			const name = safeForNotification(action.name);
			const question = vscode.l10n.t('Run {0} now? It runs on your systems and cannot be taken back.', name);
			const detail = [action.description, safeForNotification(incidentTitle(incident))].filter(Boolean).join('\n');
			if (!(await isMeant(question, detail, vscode.l10n.t('Run')))) return;
			await changing(parts, vscode.l10n.t('Starting the action'), async (caller) => {
				const { runAutomationAction } = await import('../../tools/automation/run-automation-action.ts');
				return toolbox.run(runAutomationAction, { action: action.id, incident: incident.id }, caller);
			});
			sayDone(vscode.l10n.t('Started {0}', name));
		},
	};
}
