import * as vscode from 'vscode';
import { incidentTitle } from '../incidents/present.ts';
import { safeForLabel, safeForNotification } from '../words/markup-safe.ts';
import type { Handlers } from './register.ts';
import { changeIncidents, changing, type ChangeParts } from './shared/change-incidents.ts';
import { chooseIncident } from './shared/choose-incidents.ts';
import { chooseNamed } from './shared/choose-named.ts';
import { incidentNames, isMeant } from './shared/confirm.ts';
import { findServices } from './shared/find-services.ts';
import { incidentMeant, openIncidentsMeant } from './shared/incidents-meant.ts';
import { sayDone, sayHowMany } from './shared/say-done.ts';

interface Chosen {
	readonly id: string;
	readonly name: string;
}

const listed = 100;

/** The commands that put incidents where they belong, and start what is to happen about them. */
export function arrangeCommands(parts: ChangeParts): Pick<Handlers, 'mergeInto' | 'moveToService' | 'runWorkflow'> {
	const { toolbox, store, clock } = parts;
	return {
		mergeInto: async (clicked, selected) => {
			const title = vscode.l10n.t('Merge into another incident');
			const ids = await openIncidentsMeant(parts, clicked, selected, title);
			if (ids.length === 0) return;
			const target = await chooseIncident(
				store.openByNeed.filter(({ id }) => !ids.includes(id)),
				{
					title,
					placeHolder: vscode.l10n.t('Choose the incident that stays open'),
					nothing: vscode.l10n.t('There is no other open incident.'),
				},
				{ clock, priorities: store.priorities ?? [] },
			);
			if (!target) return;
			const question = vscode.l10n.t(
				'Merge into {0}? The merged incidents are resolved, and cannot be separated again.',
				safeForNotification(incidentTitle(target)),
			);
			if (!(await isMeant(question, incidentNames(ids, store), vscode.l10n.t('Merge')))) return;
			const changed = await changeIncidents(parts, ids, {
				title: vscode.l10n.t('Merging'),
				status: 'resolved',
				most: 50,
				run: async (some, caller) => {
					const { mergeIncidents } = await import('../../tools/incidents/merge-incidents.ts');
					return toolbox.run(mergeIncidents, { target: target.id, sources: [...some] }, caller);
				},
			});
			const { length } = changed.filter(({ id }) => ids.includes(id));
			sayHowMany(length, vscode.l10n.t('Merged 1 incident'), vscode.l10n.t('Merged {0} incidents', length));
		},

		moveToService: async (clicked) => {
			const title = vscode.l10n.t('Move to another service');
			const incident = await incidentMeant(parts, clicked, title, vscode.l10n.t('Choose the incident'));
			if (!incident) return;
			const service = await chooseNamed<Chosen>(
				{
					title,
					placeHolder: vscode.l10n.t('Choose the service'),
					search: async (text, signal) => {
						const { services, more } = await findServices(toolbox, text, signal);
						return { items: services.map(itemOf), more };
					},
				},
				clock,
			);
			if (!service) return;
			const name = safeForNotification(service.name);
			const question = vscode.l10n.t('Move to {0}? Its escalation policy pages people.', name);
			if (!(await isMeant(question, safeForNotification(incidentTitle(incident)), vscode.l10n.t('Move')))) return;
			const { length } = await changeIncidents(parts, [incident.id], {
				title: vscode.l10n.t('Moving'),
				run: async ([id = ''], caller) => {
					const { updateIncidents } = await import('../../tools/incidents/update-incidents.ts');
					return toolbox.run(updateIncidents, { incidents: [id], service: service.id }, caller);
				},
			});
			if (length > 0) sayDone(vscode.l10n.t('Moved to {0}', name));
		},

		runWorkflow: async (clicked) => {
			const title = vscode.l10n.t('Run workflow');
			const incident = await incidentMeant(parts, clicked, title, vscode.l10n.t('Choose the incident'));
			if (!incident) return;
			const workflow = await chooseNamed<Chosen>(
				{
					title,
					placeHolder: vscode.l10n.t('Choose the workflow'),
					search: async (text, signal) => {
						const { listIncidentWorkflows } = await import('../../tools/automation/list-incident-workflows.ts');
						const query = { limit: listed, ...(text !== '' && { query: text }) };
						const caller = { signal, priority: 'person' } as const;
						const { incident_workflows: workflows, more } = await toolbox.run(listIncidentWorkflows, query, caller);
						return { items: workflows.map(itemOf), more };
					},
				},
				clock,
			);
			if (!workflow) return;
			const name = safeForNotification(workflow.name);
			const question = vscode.l10n.t('Run the workflow {0}?', name);
			if (!(await isMeant(question, safeForNotification(incidentTitle(incident)), vscode.l10n.t('Run')))) return;
			await changing(parts, vscode.l10n.t('Starting the workflow'), async (caller) => {
				const { startIncidentWorkflow } = await import('../../tools/automation/start-incident-workflow.ts');
				return toolbox.run(startIncidentWorkflow, { workflow: workflow.id, incident: incident.id }, caller);
			});
			sayDone(vscode.l10n.t('Started the workflow {0}', name));
		},
	};
}

function itemOf({ id, name }: { readonly id: string; readonly name: string }) {
	return { value: { id, name }, label: safeForLabel(name) };
}
