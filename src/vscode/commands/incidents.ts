import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { ChangedIncidents } from '../../tools/incidents/shared/change-incidents.ts';
import type { Change as Announced } from '../../tools/core/changes.ts';
import type { Caller, Toolbox } from '../../tools/toolbox.ts';
import type { ShownIncident } from '../../tools/shapes/incident.ts';
import type { ChangesInAccount } from '../account/changes-in-account.ts';
import { incidentTitle, statusWord } from '../incidents/present.ts';
import type { IncidentStore } from '../incidents/store.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import { isCancellation } from '../words/problem.ts';
import type { CurrentAccount } from '../account/current-account.ts';
import { slowAction } from './shared/slow-action.ts';
import { chooseIncident, chooseIncidents, type Question } from './shared/choose-incidents.ts';
import type { Handlers } from './register.ts';
import { linkedPage, namedIncidents } from './targets.ts';

export interface IncidentCommandsParts {
	readonly toolbox: Toolbox;
	readonly store: IncidentStore;
	readonly account: CurrentAccount;
	readonly changes: ChangesInAccount;
	readonly clock: Clock;
}

type IncidentCommands = Pick<Handlers, 'acknowledge' | 'resolve' | 'reopen' | 'addNote' | 'open' | 'copyLink'>;

/** Runs a tool on some incidents. */
type Change = (incidents: readonly string[], caller: Caller) => Promise<ChangedIncidents>;

/** How long the status bar says that something worked. */
const saidMs = 4_000;
/** A modal names this many of the incidents it is about. */
const namedInModal = 10;

/**
 * The commands about incidents. Each builds the input of a tool and runs it, as an agent would. Tools are loaded when they are
 * first used: activating the extension does not wait for them.
 */
export function incidentCommands(parts: IncidentCommandsParts): IncidentCommands {
	const { toolbox, store, clock } = parts;
	/** The note that could not be added: nobody types it again. */
	let unsent: { readonly incident: string; readonly note: string } | undefined;

	const openIncidents = (wanted: (incident: ShownIncident) => boolean) =>
		listed(parts, ['triggered', 'acknowledged']).then((incidents) => incidents.filter(wanted));

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
			const ids = namedIncidents(clicked, selected) ?? (await asked(openIncidents(isTriggered), question, clock));
			if (ids.length === 0) return;
			const done = await change(acknowledge, ids, vscode.l10n.t('Acknowledging'));
			say(done, vscode.l10n.t('Acknowledged 1 incident'), vscode.l10n.t('Acknowledged {0} incidents', done));
		},

		resolve: async (clicked, selected) => {
			const question: Question = {
				title: vscode.l10n.t('Resolve'),
				placeHolder: vscode.l10n.t('Choose the incidents to resolve'),
				nothing: vscode.l10n.t('There are no open incidents.'),
			};
			const ids = namedIncidents(clicked, selected) ?? (await asked(openIncidents(isOpen), question, clock));
			if (ids.length === 0 || !(await resolvingIsMeant(ids, store))) return;
			const done = await change(resolve, ids, vscode.l10n.t('Resolving'));
			say(done, vscode.l10n.t('Resolved 1 incident'), vscode.l10n.t('Resolved {0} incidents', done));
		},

		reopen: async (clicked, selected) => {
			const question: Question = {
				title: vscode.l10n.t('Reopen'),
				placeHolder: vscode.l10n.t('Choose the incidents to reopen'),
				nothing: vscode.l10n.t('There are no resolved incidents.'),
			};
			const ids = namedIncidents(clicked, selected) ?? (await asked(listed(parts, ['resolved']), question, clock));
			if (ids.length === 0) return;
			const done = await change(reopen, ids, vscode.l10n.t('Reopening'));
			say(done, vscode.l10n.t('Reopened 1 incident'), vscode.l10n.t('Reopened {0} incidents', done));
		},

		addNote: async (clicked, text) => {
			const incident = await one(parts, clicked, vscode.l10n.t('Add note'), vscode.l10n.t('Choose the incident'));
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
			vscode.window.setStatusBarMessage(vscode.l10n.t('Added the note'), saidMs);
		},

		open: async (clicked) => {
			const page =
				linkedPage(clicked) ??
				(await one(parts, clicked, vscode.l10n.t('Open in PagerDuty'), vscode.l10n.t('Choose the incident')))?.url;
			if (page === undefined) return;
			if (isDemo(parts.account)) {
				void vscode.window.showInformationMessage(vscode.l10n.t('The demo account has no pages on the web.'));
				return;
			}
			await vscode.env.openExternal(webPage(page));
		},

		copyLink: async (clicked, selected) => {
			const question: Question = {
				title: vscode.l10n.t('Copy link'),
				placeHolder: vscode.l10n.t('Choose the incidents whose links to copy'),
				nothing: vscode.l10n.t('There are no open incidents.'),
			};
			const incidents =
				namedIncidents(clicked, selected)?.map((id) => store.get(id)) ??
				(await chooseIncidents(openIncidents(isOpen), question, clock));
			const links = incidents.flatMap((incident) => incident?.url ?? []);
			if (links.length === 0) return;
			await vscode.env.clipboard.writeText(links.join('\n'));
			say(links.length, vscode.l10n.t('Copied the link'), vscode.l10n.t('Copied {0} links', links.length));
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
const isOpen = ({ status }: ShownIncident) => status !== 'resolved';

/** What the views already know, else what PagerDuty says. */
async function listed(
	{ toolbox, store, clock }: IncidentCommandsParts,
	statuses: ('triggered' | 'acknowledged' | 'resolved')[],
): Promise<readonly ShownIncident[]> {
	if (store.load.completeAt && !statuses.includes('resolved')) return store.open;
	const list = async (caller: Caller) => {
		const { listIncidents } = await import('../../tools/incidents/list-incidents.ts');
		const sorted = statuses.includes('resolved') && { sort_by: 'resolved_at:desc' as const };
		return (await toolbox.run(listIncidents, { scope: 'account', statuses, limit: 100, ...sorted }, caller)).incidents;
	};
	return slowAction(clock, vscode.l10n.t('Reading incidents'), list);
}

async function asked(
	incidents: Promise<readonly ShownIncident[]>,
	question: Question,
	clock: Clock,
): Promise<readonly string[]> {
	return (await chooseIncidents(incidents, question, clock)).map(({ id }) => id);
}

/** The incident that was clicked or named, or the one the person chooses. */
async function one(
	parts: IncidentCommandsParts,
	clicked: unknown,
	title: string,
	placeHolder: string,
): Promise<ShownIncident | undefined> {
	const [id] = namedIncidents(clicked, undefined) ?? [];
	if (id === undefined) {
		const nothing = vscode.l10n.t('There are no open incidents.');
		return chooseIncident(listed(parts, ['triggered', 'acknowledged']), { title, placeHolder, nothing }, parts.clock);
	}
	const known = parts.store.get(id);
	if (known) return known;
	const get = async (caller: Caller) => {
		const { getIncident } = await import('../../tools/incidents/get-incident.ts');
		return (await parts.toolbox.run(getIncident, { incident: id }, caller)).incident;
	};
	return slowAction(parts.clock, vscode.l10n.t('Reading the incident'), get);
}

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

function say(done: number, one: string, several: string): void {
	if (done > 0) vscode.window.setStatusBarMessage(done === 1 ? one : several, saidMs);
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

function isDemo({ state }: CurrentAccount): boolean {
	return state.kind === 'signedIn' && state.demo;
}

/** @throws when it is no web address: PagerDuty's replies decide it, so it is not trusted with other schemes. */
function webPage(url: string): vscode.Uri {
	const uri = vscode.Uri.parse(url, true);
	if (uri.scheme !== 'https') throw new Error('The link is not a web address.');
	return uri;
}
