import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Log } from '../../pagerduty/http/log.ts';
import type { ShownIncident } from '../../tools/shapes/incident.ts';
import { commandIds } from '../ids.ts';
import { sortedByNeed } from '../incidents/order.ts';
import { NewIncidents, ToldInWindow, type News } from './new-incidents.ts';
import type { IncidentStore } from '../incidents/store.ts';
import { Teller } from './teller.ts';
import { newsInWords } from './toast.ts';
import { isWanted, type Wanted } from './wanted.ts';
import type { CurrentAccount } from '../account/current-account.ts';
import type { MyTeams } from '../account/my-teams.ts';

const toldKey = 'pagerduty.told';
/** The window somebody looks at needs this long beyond its interval to have looked at PagerDuty. */
const headStartMs = 10_000;
/** What was read longer ago than a window waits may not be true any more: the machine has slept. */
const slackMs = 30_000;

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
	readonly wanted: () => Wanted;
	readonly teams: MyTeams;
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
	/** Told after the next look at PagerDuty, where it is still so. */
	#doubtful: readonly News[] = [];

	constructor(parts: NotificationsParts) {
		const { account, incidents, teams, memory, interval, clock, log, random } = parts;
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
			incidents.widened.on((older) => this.#new.learn(older, (incident) => this.#isWanted(incident))),
			incidents.read.on((open) => this.#look(open)),
			// What was theirs all along is not new.
			teams.learned.on(() => {
				this.#new.reset();
				this.#look(incidents.open);
			}),
			vscode.window.onDidChangeWindowState(({ focused }) => (this.#teller.focused = focused)),
		];
	}

	/** Whatever is open now is not new. */
	reset(): void {
		this.#new.reset();
		this.#teller.reset();
		this.#doubtful = [];
	}

	dispose(): void {
		this.reset();
		for (const disposable of this.#disposables) disposable.dispose();
	}

	#look(open: readonly ShownIncident[]): void {
		if (this.#parts.wanted().choice === 'my-teams') this.#parts.teams.learn();
		const found = [...this.#doubtful, ...this.#new.look(open, (incident) => this.#isWanted(incident))];
		this.#doubtful = [];
		if (found.length > 0) this.#teller.offer(found);
	}

	async #tell(found: readonly News[]): Promise<void> {
		if (!this.#isFresh()) {
			this.#doubtful = [...this.#doubtful, ...found];
			return;
		}
		const fresh = (await this.#new.claim(found)).filter(({ id }) => this.#stillWaits(id));
		// Of several things that happened to one while nobody looked, the last one is told.
		const last = new Map(fresh.map((news) => [news.id, news]));
		await show(sortedByNeed([...last.values()], this.#parts.incidents.priorities ?? []));
	}

	#isFresh(): boolean {
		const { incidents, interval, clock } = this.#parts;
		const age = clock.now().getTime() - (incidents.load.completeAt?.getTime() ?? -Infinity);
		return age >= 0 && age <= interval() + slackMs;
	}

	#stillWaits(id: string): boolean {
		const incident = this.#parts.incidents.get(id);
		return incident?.status === 'triggered' && this.#isWanted(incident);
	}

	#isWanted(incident: ShownIncident): boolean {
		const { wanted, teams, incidents } = this.#parts;
		return isWanted(incident, wanted(), { teams: teams.names, priorities: incidents.priorities ?? [] });
	}
}

/**
 * Never as an error, which is what "Do Not Disturb" lets through. The editor keeps what nobody answers under its bell, and the status
 * bar goes on to tell what waits.
 */
async function show(news: readonly News[]): Promise<void> {
	const [first] = news;
	if (!first) return;
	const several = news.length > 1;
	const acknowledge = several ? vscode.l10n.t('Acknowledge…') : vscode.l10n.t('Acknowledge');
	const reveal = vscode.l10n.t('Show');
	const snooze = several ? vscode.l10n.t('Snooze…') : vscode.l10n.t('Snooze');
	// There is room for one more where they are short.
	const ask = vscode.l10n.t('Ask the agent');
	const meant = several ? { among: news.map(({ id }) => id) } : first.id;
	const words = newsInWords(news, vscode.l10n);
	const chosen = await vscode.window.showWarningMessage(words, acknowledge, reveal, snooze, ...(several ? [] : [ask]));
	if (chosen === acknowledge) await vscode.commands.executeCommand(commandIds.acknowledge, meant);
	else if (chosen === reveal) await vscode.commands.executeCommand(commandIds.show, first.id);
	else if (chosen === snooze) await vscode.commands.executeCommand(commandIds.snooze, meant);
	else if (chosen === ask) await vscode.commands.executeCommand(commandIds.askAgent, first.id);
}
