import * as vscode from 'vscode';
import type { IncidentView } from '../tools/views/incident.ts';
import { commandIds, settingIds, viewIds } from './ids.ts';
import { NewIncidents, type NotificationChoice } from './incidents/new-incidents.ts';
import { incidentTitle } from './incidents/present.ts';
import type { IncidentStore } from './incidents/store.ts';
import { toastText } from './plain-text.ts';
import type { Session } from './session.ts';

const toldKey = 'pagerduty.told';
/** A window in the background waits a little, so that the one somebody looks at tells first. */
const backgroundDelayMs = 2_000;

export interface NotificationsParts {
	readonly session: Session;
	readonly incidents: IncidentStore;
	/** Ids only; never synchronised to other machines. */
	readonly memory: vscode.Memento;
	readonly choice: () => NotificationChoice;
	/** Random numbers from 0 to 1. */
	readonly random: () => number;
}

/** Tells of new incidents: one notification for all that came together, in one window, once. */
export class Notifications {
	readonly #parts: NotificationsParts;
	readonly #new: NewIncidents;
	readonly #disposables: { dispose(): void }[];
	readonly #waiting = new Set<NodeJS.Timeout>();

	constructor(parts: NotificationsParts) {
		this.#parts = parts;
		this.#new = new NewIncidents({
			read: () => parts.memory.get<readonly string[]>(toldKey, []),
			write: async (ids) => parts.memory.update(toldKey, ids),
		});
		this.#disposables = [
			parts.session.accountChanged.on(() => this.reset()),
			parts.incidents.read.on((open) => this.#look(open)),
		];
	}

	/** Whatever is open now is not new. */
	reset(): void {
		this.#new.reset();
		for (const timer of this.#waiting) clearTimeout(timer);
		this.#waiting.clear();
	}

	dispose(): void {
		this.reset();
		for (const disposable of this.#disposables) disposable.dispose();
	}

	#look(open: readonly IncidentView[]): void {
		const found = this.#new.look(open, this.#parts.choice());
		if (found.length === 0) return;
		const delay = vscode.window.state.focused ? 0 : backgroundDelayMs * (1 + this.#parts.random());
		const timer = setTimeout(() => {
			this.#waiting.delete(timer);
			void this.#tell(found);
		}, delay);
		this.#waiting.add(timer);
	}

	async #tell(found: readonly IncidentView[]): Promise<void> {
		const fresh = (await this.#new.claim(found)).filter(({ id }) => this.#stillTriggered(id));
		const [first] = fresh;
		if (!first) return;
		if (fresh.length === 1) await tellOne(first);
		else await tellMany(fresh);
	}

	#stillTriggered(id: string): boolean {
		return this.#parts.incidents.get(id)?.status === 'triggered';
	}
}

async function tellOne(incident: IncidentView): Promise<void> {
	const acknowledge = vscode.l10n.t('Acknowledge');
	const open = vscode.l10n.t('Open');
	const title = toastText(incidentTitle(incident));
	const message = incident.service
		? vscode.l10n.t('New incident in {0}: {1}', toastText(incident.service, 60), title)
		: vscode.l10n.t('New incident: {0}', title);
	const chosen = await vscode.window.showWarningMessage(message, acknowledge, open, settingsButton());
	if (chosen === acknowledge) await vscode.commands.executeCommand(commandIds.acknowledge, incident.id);
	else if (chosen === open) await vscode.commands.executeCommand(commandIds.open, incident.id);
	else if (chosen === settingsButton()) await openSetting();
}

async function tellMany(incidents: readonly IncidentView[]): Promise<void> {
	const acknowledge = vscode.l10n.t('Acknowledge…');
	const show = vscode.l10n.t('Show');
	const named = incidents.slice(0, 3).map((incident) => toastText(incidentTitle(incident), 60));
	const more = incidents.length > named.length ? ', …' : '';
	const message = vscode.l10n.t('{0} new incidents: {1}', incidents.length, named.join(', ') + more);
	const chosen = await vscode.window.showWarningMessage(message, acknowledge, show, settingsButton());
	if (chosen === acknowledge) await vscode.commands.executeCommand(commandIds.acknowledge);
	else if (chosen === show) await vscode.commands.executeCommand(`${viewIds.incidents}.focus`);
	else if (chosen === settingsButton()) await openSetting();
}

function settingsButton(): string {
	return vscode.l10n.t('Settings');
}

async function openSetting(): Promise<void> {
	await vscode.commands.executeCommand('workbench.action.openSettings', settingIds.notifications);
}
