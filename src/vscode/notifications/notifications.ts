import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Log } from '../../pagerduty/http/log.ts';
import type { ShownIncident } from '../../tools/shapes/incident.ts';
import { commandIds, settingIds, viewIds } from '../ids.ts';
import { NewIncidents, ToldInWindow, waitsFor, type News, type NotificationChoice } from './new-incidents.ts';
import { incidentTitle } from '../incidents/present.ts';
import type { IncidentStore } from '../incidents/store.ts';
import { Teller } from './teller.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import type { CurrentAccount } from '../account/current-account.ts';

const toldKey = 'pagerduty.told';
/** The window somebody looks at needs this long beyond its interval to have looked at PagerDuty. */
const headStartMs = 10_000;

/** The part of `vscode.Memento` that is used. */
interface Memory {
	get(key: string, otherwise: readonly string[]): readonly string[];
	update(key: string, value: readonly string[]): PromiseLike<void>;
}

export interface NotificationsParts {
	readonly account: CurrentAccount;
	readonly incidents: IncidentStore;
	/** Ids and times only; never synchronised to other machines. */
	readonly memory: Memory;
	readonly choice: () => NotificationChoice;
	/** Milliseconds between two looks at PagerDuty in the window somebody looks at. */
	readonly interval: () => number;
	readonly clock: Clock;
	readonly log: Log;
	/** Random numbers from 0 to 1. */
	readonly random: () => number;
}

/** Tells of incidents that begin to wait for somebody: one notification for all that came together, in one window, once each time. */
export class Notifications {
	readonly #parts: NotificationsParts;
	readonly #new: NewIncidents;
	readonly #teller: Teller<News>;
	readonly #disposables: { dispose(): void }[];

	constructor(parts: NotificationsParts) {
		const { account, incidents, memory, interval, clock, log, random } = parts;
		this.#parts = parts;
		const told = {
			read: () => memory.get(toldKey, []),
			write: async (events: readonly string[]) => memory.update(toldKey, events),
		};
		this.#new = new NewIncidents(told);
		this.#teller = new Teller({
			clock,
			// At random, so that of several windows in the background one is first.
			patience: () => interval() + headStartMs * (1 + random()),
			tell: (found) => this.#tell(found),
			failed: (error) => log.warn(`Not notified: ${error instanceof Error ? error.message : 'unknown'}`),
		});
		this.#teller.focused = vscode.window.state.focused;
		this.#disposables = [
			account.switched.on(() => {
				this.reset();
				// The incidents of every demo have the same ids.
				this.#new.reset(account.isDemo ? new ToldInWindow() : told);
			}),
			incidents.read.on((open) => this.#look(open)),
			vscode.window.onDidChangeWindowState(({ focused }) => (this.#teller.focused = focused)),
		];
	}

	/** Whatever is open now is not new. */
	reset(): void {
		this.#new.reset();
		this.#teller.reset();
	}

	dispose(): void {
		this.reset();
		for (const disposable of this.#disposables) disposable.dispose();
	}

	#look(open: readonly ShownIncident[]): void {
		const found = this.#new.look(open, this.#parts.choice());
		if (found.length > 0) this.#teller.offer(found);
	}

	async #tell(found: readonly News[]): Promise<void> {
		const fresh = (await this.#new.claim(found)).filter(({ id }) => this.#stillWaits(id));
		const [first] = fresh;
		if (!first) return;
		if (fresh.length === 1) await tellOne(first);
		else await tellMany(fresh);
	}

	#stillWaits(id: string): boolean {
		const incident = this.#parts.incidents.get(id);
		return incident !== undefined && waitsFor(incident, this.#parts.choice());
	}
}

async function tellOne(incident: News): Promise<void> {
	const acknowledge = vscode.l10n.t('Acknowledge');
	const show = vscode.l10n.t('Show');
	// An error with buttons stays until it is answered.
	const tell = isUrgentForMe(incident) ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
	const chosen = await tell(oneInWords(incident), acknowledge, show, settingsButton());
	if (chosen === acknowledge) await vscode.commands.executeCommand(commandIds.acknowledge, incident.id);
	else if (chosen === show) await vscode.commands.executeCommand(commandIds.show, incident.id);
	else if (chosen === settingsButton()) await openSetting();
}

async function tellMany(incidents: readonly News[]): Promise<void> {
	const acknowledge = vscode.l10n.t('Acknowledge…');
	const show = vscode.l10n.t('Show');
	const tell = incidents.some(isUrgentForMe) ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
	const chosen = await tell(manyInWords(incidents), acknowledge, show, settingsButton());
	if (chosen === acknowledge)
		await vscode.commands.executeCommand(commandIds.acknowledge, { among: incidents.map(({ id }) => id) });
	else if (chosen === show) await vscode.commands.executeCommand(`${viewIds.incidents}.focus`);
	else if (chosen === settingsButton()) await openSetting();
}

function isUrgentForMe({ mine, urgency }: News): boolean {
	return mine === true && urgency !== 'low';
}

function oneInWords(incident: News): string {
	const title = safeForNotification(incidentTitle(incident));
	if (!incident.service)
		return incident.again
			? vscode.l10n.t('An incident needs attention again: {0}', title)
			: vscode.l10n.t('New incident: {0}', title);
	const service = safeForNotification(incident.service, 60);
	return incident.again
		? vscode.l10n.t('An incident in {0} needs attention again: {1}', service, title)
		: vscode.l10n.t('New incident in {0}: {1}', service, title);
}

function manyInWords(incidents: readonly News[]): string {
	const named = incidents.slice(0, 3).map((incident) => safeForNotification(incidentTitle(incident), 60));
	const more = incidents.length > named.length ? ', …' : '';
	const list = named.join(', ') + more;
	return incidents.some(({ again }) => again)
		? vscode.l10n.t('{0} incidents need attention: {1}', incidents.length, list)
		: vscode.l10n.t('{0} new incidents: {1}', incidents.length, list);
}

function settingsButton(): string {
	return vscode.l10n.t('Settings');
}

async function openSetting(): Promise<void> {
	await vscode.commands.executeCommand('workbench.action.openSettings', settingIds.notifications);
}
