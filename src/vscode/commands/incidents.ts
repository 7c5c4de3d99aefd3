import * as vscode from 'vscode';
import type { ChangedIncidents } from '../../tools/incidents/shared/change-incidents.ts';
import type { Change as Announced } from '../../tools/core/changes.ts';
import type { Caller } from '../../tools/toolbox.ts';
import type { ShownIncident } from '../../tools/shapes/incident.ts';
import type { ChangesInAccount } from '../account/changes-in-account.ts';
import { incidentTitle, statusWord } from '../incidents/present.ts';
import type { IncidentStore } from '../incidents/store.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import { isCancellation } from '../words/problem.ts';
import { slowAction } from './shared/slow-action.ts';
import type { Question } from './shared/choose-incidents.ts';
import type { Handlers } from './register.ts';
import {
	chooseOpenIncidents,
	chooseResolvedIncidents,
	incidentMeant,
	namedIncidents,
	type IncidentSources,
} from './shared/incidents-meant.ts';
import { sayDone, sayHowMany } from './shared/say-done.ts';

export interface IncidentCommandsParts extends IncidentSources {
	readonly changes: ChangesInAccount;
}

type IncidentCommands = Pick<Handlers, 'acknowledge' | 'resolve' | 'reopen' | 'addNote'>;

/** Runs a tool on some incidents. */
type Change = (incidents: readonly string[], caller: Caller) => Promise<ChangedIncidents>;

/** A modal names this many of the incidents it is about. */
const namedInModal = 10;

/**
 * The commands about incidents. Each builds the input of a tool and runs it, as an agent would. Tools are loaded when they are
 * first used: activating the extension does not wait for them.
 */
export function incidentCommands(parts: IncidentCommandsParts): IncidentCommands {
	const { toolbox, store } = parts;
	/** The note that could not be added: nobody types it again. */
	let unsent: { readonly incident: string; readonly note: string } | undefined;

	const change = (run: Change, ids: readonly string[], title: string): Promise<number> => {
		return changing(parts, title, async (caller) => {
			const { mostIncidents } = await import('../../tools/incidents/shared/change-incidents.ts');
			let changed = 0;
			for (let start = 0; start < ids.length; start += mostIncidents) {
				const some = ids.slice(start, start + mostIncidents);
				const { incidents, unchanged } = await run(some, caller).catch((error: unknown) => {
					tellBefore(changed, ids.length);
					throw error;
				});
				changed += incidents.length;
				tellUnchanged(unchanged);
			}
			return changed;
		});
	};

	const acknowledge: Change = async (ids, caller) => {
		const { acknowledgeIncidents } = await import('../../tools/incidents/acknowledge-incidents.ts');
		return toolbox.run(acknowledgeIncidents, { incidents: [...ids] }, caller);
	};
	const resolve: Change = async (ids, caller) => {
		const { resolveIncidents } = await import('../../tools/incidents/resolve-incidents.ts');
		return toolbox.run(resolveIncidents, { incidents: [...ids] }, caller);
	};
	const reopen: Change = async (ids, caller) => {
		const { reopenIncidents } = await import('../../tools/incidents/reopen-incidents.ts');
		return toolbox.run(reopenIncidents, { incidents: [...ids] }, caller);
	};

	return {
		acknowledge: async (clicked, selected) => {
			const question: Question = {
				title: vscode.l10n.t('Acknowledge'),
				placeHolder: vscode.l10n.t('Choose the incidents to acknowledge'),
				nothing: vscode.l10n.t('There are no incidents to acknowledge.'),
			};
			const ids = namedIncidents(clicked, selected) ?? idsOf(await chooseOpenIncidents(parts, question, isTriggered));
			if (ids.length === 0) return;
			const done = await change(acknowledge, ids, vscode.l10n.t('Acknowledging'));
			sayHowMany(done, vscode.l10n.t('Acknowledged 1 incident'), vscode.l10n.t('Acknowledged {0} incidents', done));
		},

		resolve: async (clicked, selected) => {
			const question: Question = {
				title: vscode.l10n.t('Resolve'),
				placeHolder: vscode.l10n.t('Choose the incidents to resolve'),
				nothing: vscode.l10n.t('There are no open incidents.'),
			};
			const ids = namedIncidents(clicked, selected) ?? idsOf(await chooseOpenIncidents(parts, question));
			if (ids.length === 0 || !(await resolvingIsMeant(ids, store))) return;
			const done = await change(resolve, ids, vscode.l10n.t('Resolving'));
			sayHowMany(done, vscode.l10n.t('Resolved 1 incident'), vscode.l10n.t('Resolved {0} incidents', done));
		},

		reopen: async (clicked, selected) => {
			const question: Question = {
				title: vscode.l10n.t('Reopen'),
				placeHolder: vscode.l10n.t('Choose the incidents to reopen'),
				nothing: vscode.l10n.t('There are no resolved incidents.'),
			};
			const ids = namedIncidents(clicked, selected) ?? idsOf(await chooseResolvedIncidents(parts, question));
			if (ids.length === 0) return;
			const done = await change(reopen, ids, vscode.l10n.t('Reopening'));
			sayHowMany(done, vscode.l10n.t('Reopened 1 incident'), vscode.l10n.t('Reopened {0} incidents', done));
		},

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
				return toolbox.run(addIncidentNote, { incident: incident.id, note }, caller);
			});
			unsent = undefined;
			sayDone(vscode.l10n.t('Added the note'));
		},
	};
}

/** Makes a change for a person. One who cancelled it on its way is told that nobody knows what became of it. */
async function changing<Result>(
	{ clock, changes }: IncidentCommandsParts,
	title: string,
	action: (caller: Caller) => Promise<Result>,
): Promise<Result> {
	const announced: Announced[] = [];
	const listening = changes.announced.on((change) => void announced.push(change));
	try {
		return await slowAction(clock, title, action);
	} catch (error) {
		if (isCancellation(error) && announced.some(({ unknown }) => unknown)) {
			void vscode.window.showWarningMessage(
				vscode.l10n.t('Cancelled, but PagerDuty may already have carried it out. The list is being refreshed.'),
			);
		}
		throw error;
	} finally {
		listening.dispose();
	}
}

const isTriggered = ({ status }: ShownIncident) => status === 'triggered';
const idsOf = (incidents: readonly ShownIncident[]) => incidents.map(({ id }) => id);

/** Resolving several at once is asked again, with their names. */
async function resolvingIsMeant(ids: readonly string[], store: IncidentStore): Promise<boolean> {
	if (ids.length === 1) return true;
	const names = ids.slice(0, namedInModal).map((id) => {
		const incident = store.get(id);
		return incident ? safeForNotification(incidentTitle(incident)) : id;
	});
	const more = ids.length - names.length;
	const detail = [...names, ...(more > 0 ? [vscode.l10n.t('and {0} more', more)] : [])].join('\n');
	const resolve = vscode.l10n.t('Resolve {0} incidents', ids.length);
	const question = vscode.l10n.t('Resolve {0} incidents?', ids.length);
	return (await vscode.window.showWarningMessage(question, { modal: true, detail }, resolve)) === resolve;
}

/** Of many incidents some have changed, although the rest failed or was cancelled. */
function tellBefore(changed: number, all: number): void {
	if (changed === 0) return;
	void vscode.window.showWarningMessage(vscode.l10n.t('Changed {0} of {1} incidents before it stopped.', changed, all));
}

function tellUnchanged(unchanged: readonly { number?: number | undefined; title: string; status: string }[]): void {
	const [first] = unchanged;
	if (!first) return;
	const status = statusWord(first.status, vscode.l10n);
	const name = safeForNotification(first.number === undefined ? first.title : `#${first.number} ${first.title}`);
	void vscode.window.showInformationMessage(
		unchanged.length === 1
			? vscode.l10n.t('Not changed: {0} ({1}).', name, status)
			: vscode.l10n.t('{0} incidents were not changed, for example {1} ({2}).', unchanged.length, name, status),
	);
}
