import * as vscode from 'vscode';
import type { ShownIncident } from '../../tools/shapes/incident.ts';
import { incidentTitle } from '../incidents/present.ts';
import type { IncidentStore } from '../incidents/store.ts';
import { commandIds } from '../ids.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import type { Handlers } from './register.ts';
import { changeIncidents, type ChangeParts, type IncidentsChange } from './shared/change-incidents.ts';
import { incidentNames, isMeant } from './shared/confirm.ts';
import type { Question } from './shared/choose-incidents.ts';
import {
	chooseOpenIncidents,
	chooseResolvedIncidents,
	incidentMeant,
	incidentsAmong,
	namedIncidents,
	openIncidents,
} from './shared/incidents-meant.ts';
import { sayHowMany } from './shared/say-done.ts';

export interface IncidentCommandsParts extends ChangeParts {
	/** Opens the sidebar at an incident's row. */
	readonly show: (id: string) => Promise<void>;
}

type IncidentCommands = Pick<Handlers, 'acknowledge' | 'acknowledgeNewest' | 'resolve' | 'reopen' | 'show'>;

/**
 * The commands that change an incident's status, and the one that shows it. Each builds the input of a tool and runs it, as an
 * agent would. Tools are loaded when they are first used: activating the extension does not wait for them.
 */
export function incidentCommands(parts: IncidentCommandsParts): IncidentCommands {
	const { toolbox, store, show } = parts;
	const acknowledging: IncidentsChange = {
		title: vscode.l10n.t('Acknowledging'),
		status: 'acknowledged',
		run: async (ids, caller) => {
			const { acknowledgeIncidents } = await import('../../tools/incidents/acknowledge-incidents.ts');
			return toolbox.run(acknowledgeIncidents, { incidents: [...ids] }, caller);
		},
	};
	const resolving: IncidentsChange = {
		title: vscode.l10n.t('Resolving'),
		status: 'resolved',
		run: async (ids, caller) => {
			const { resolveIncidents } = await import('../../tools/incidents/resolve-incidents.ts');
			return toolbox.run(resolveIncidents, { incidents: [...ids] }, caller);
		},
	};
	const reopening: IncidentsChange = {
		title: vscode.l10n.t('Reopening'),
		status: 'triggered',
		run: async (ids, caller) => {
			const { reopenIncidents } = await import('../../tools/incidents/reopen-incidents.ts');
			return toolbox.run(reopenIncidents, { incidents: [...ids] }, caller);
		},
	};

	const acknowledge = async (ids: readonly string[]): Promise<void> => {
		if (ids.length === 0) return;
		const done = await changeIncidents(parts, ids, acknowledging);
		const [first] = done;
		if (!first) return;
		sayHowMany(
			done.length,
			vscode.l10n.t('Acknowledged {0}', safeForNotification(incidentTitle(first))),
			vscode.l10n.t('Acknowledged {0} incidents', done.length),
		);
	};

	return {
		acknowledge: async (clicked, selected) => {
			const question: Question = {
				title: vscode.l10n.t('Acknowledge'),
				placeHolder: vscode.l10n.t('Choose the incidents to acknowledge'),
				nothing: vscode.l10n.t('There are no incidents to acknowledge.'),
			};
			const ids =
				(await namedIncidents(clicked, selected, parts)) ??
				idsOf(await chooseOpenIncidents(parts, question, isTriggered, incidentsAmong(clicked)));
			await acknowledge(ids);
		},

		acknowledgeNewest: async () => {
			const newest = newestOf(
				(await openIncidents(parts)).filter((incident) => incident.mine === true && isTriggered(incident)),
			);
			if (newest) await acknowledge([newest.id]);
			else void vscode.window.showInformationMessage(vscode.l10n.t('None of your incidents is waiting.'));
		},

		resolve: async (clicked, selected) => {
			const question: Question = {
				title: vscode.l10n.t('Resolve'),
				placeHolder: vscode.l10n.t('Choose the incidents to resolve'),
				nothing: vscode.l10n.t('There are no open incidents.'),
			};
			const ids = (await namedIncidents(clicked, selected, parts)) ?? idsOf(await chooseOpenIncidents(parts, question));
			if (ids.length === 0 || !(await resolvingIsMeant(ids, store))) return;
			offerUndo(await changeIncidents(parts, ids, resolving));
		},

		reopen: async (clicked, selected) => {
			const question: Question = {
				title: vscode.l10n.t('Reopen'),
				placeHolder: vscode.l10n.t('Choose the incidents to reopen'),
				nothing: vscode.l10n.t('There are no resolved incidents.'),
			};
			const ids =
				(await namedIncidents(clicked, selected, parts)) ?? idsOf(await chooseResolvedIncidents(parts, question));
			if (ids.length === 0) return;
			const { length } = await changeIncidents(parts, ids, reopening);
			sayHowMany(length, vscode.l10n.t('Reopened 1 incident'), vscode.l10n.t('Reopened {0} incidents', length));
		},

		show: async (clicked) => {
			const [id] =
				(await namedIncidents(clicked, undefined, parts)) ??
				idsOf(
					[
						await incidentMeant(
							parts,
							clicked,
							vscode.l10n.t('Show in the sidebar'),
							vscode.l10n.t('Choose the incident'),
						),
					].filter((incident) => incident !== undefined),
				);
			if (id !== undefined) await show(id);
		},
	};
}

const isTriggered = ({ status }: ShownIncident) => status === 'triggered';
const idsOf = (incidents: readonly ShownIncident[]) => incidents.map(({ id }) => id);

/** The one that came to the person last. */
function newestOf(incidents: readonly ShownIncident[]): ShownIncident | undefined {
	const since = ({ assigned_at: assigned, created_at: created }: ShownIncident) =>
		Date.parse(assigned ?? created ?? '') || 0;
	return incidents.toSorted((a, b) => since(b) - since(a))[0];
}

/** Resolving several at once is asked again, with their names. */
async function resolvingIsMeant(ids: readonly string[], store: IncidentStore): Promise<boolean> {
	if (ids.length === 1) return true;
	const question = vscode.l10n.t('Resolve {0} incidents?', ids.length);
	return isMeant(question, incidentNames(ids, store), vscode.l10n.t('Resolve {0} incidents', ids.length));
}

/** Says what was resolved, with a way back as long as the notification is in sight. The command does not wait for the answer. */
function offerUndo(resolved: readonly ShownIncident[]): void {
	const [first] = resolved;
	if (!first) return;
	const undo = vscode.l10n.t('Undo');
	const note = vscode.l10n.t('Add note');
	const [words, buttons] =
		resolved.length === 1
			? [vscode.l10n.t('Resolved {0}.', safeForNotification(incidentTitle(first))), [undo, note]]
			: [vscode.l10n.t('Resolved {0} incidents.', resolved.length), [undo]];
	vscode.window.showInformationMessage(words, ...buttons).then(
		(chosen) => {
			if (chosen === undo) void vscode.commands.executeCommand(commandIds.reopen, idsOf(resolved));
			if (chosen === note) void vscode.commands.executeCommand(commandIds.addNote, first.id);
		},
		() => undefined,
	);
}
