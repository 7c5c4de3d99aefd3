import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Log } from '../../pagerduty/http/log.ts';
import type { ShownIncident } from '../../tools/shapes/incident.ts';
import { commandIds } from '../ids.ts';
import { sortedByNeed } from '../incidents/order.ts';
import { NewIncidents, type News } from './new-incidents.ts';
import type { IncidentStore } from '../incidents/store.ts';
import { Teller } from './teller.ts';
import { toldHere, ToldInWindow, type ToldMemory } from './told-events.ts';
import { newsInWords } from './toast.ts';
import { untilAnswered } from './until-answered.ts';
import { isWanted, type Wanted } from './wanted.ts';
import type { CurrentAccount } from '../account/current-account.ts';
import type { MyTeams } from '../account/my-teams.ts';

const toldKey = 'pagerduty.told';
/** The window somebody looks at needs this long beyond its interval to have looked at PagerDuty. */
const headStartMs = 10_000;
/** What was read longer ago than a window waits may not be true any more: the machine has slept. */
const slackMs = 30_000;

export interface NotificationsParts {
	readonly account: CurrentAccount;
	readonly incidents: IncidentStore;
	/** Ids and times only. */
	readonly memory: ToldMemory;
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
	/** Ends what was told of an account with that. */
	#ended = new AbortController();

	constructor(parts: NotificationsParts) {
		const { account, incidents, teams, memory, interval, clock, log, random } = parts;
		this.#parts = parts;
		const told = toldHere(memory, toldKey);
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
				this.#ended.abort();
				this.#ended = new AbortController();
				// The incidents of every demo have the same ids.
				this.#new.reset(account.isDemo ? new ToldInWindow() : told);
			}),
			incidents.widened.on((older) => this.#new.learn(older, this.#filter())),
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
		this.#ended.abort();
		for (const disposable of this.#disposables) disposable.dispose();
	}

	#look(open: readonly ShownIncident[]): void {
		const { account, wanted, teams } = this.#parts;
		if (account.isPerson && wanted().choice === 'my-teams') teams.learn();
		const found = [...this.#doubtful, ...this.#new.look(open, this.#filter())];
		this.#doubtful = [];
		if (found.length > 0) this.#teller.offer(found);
	}

	async #tell(found: readonly News[]): Promise<void> {
		if (!this.#isFresh()) {
			this.#doubtful = [...this.#doubtful, ...found];
			return;
		}
		const wanted = this.#filter();
		const fresh = (await this.#new.claim(found)).filter(({ id }) => this.#stillWaits(id, wanted));
		// Of several things that happened to one while nobody looked, the last one is told.
		const last = new Map(fresh.map((news) => [news.id, news]));
		await this.#show(sortedByNeed([...last.values()], this.#parts.incidents.priorities ?? []));
	}

	/** A page of the person's own comes back until they answer it. */
	async #show(news: readonly News[]): Promise<void> {
		const { signal } = this.#ended;
		const urgent = () => news.some(({ id }) => this.#pages(id));
		const ask = notificationOf(news);
		if (!ask) return;
		const insisting = { ask, stands: urgent, clock: this.#parts.clock, signal };
		const chosen = urgent() ? await untilAnswered(insisting) : await ask();
		// What was told of another account is not for this one.
		if (!signal.aborted) await chosen?.();
	}

	#pages(id: string): boolean {
		const incident = this.#parts.incidents.get(id);
		return incident?.status === 'triggered' && incident.urgency !== 'low' && incident.mine === true;
	}

	#isFresh(): boolean {
		const { incidents, interval, clock } = this.#parts;
		const age = clock.now().getTime() - (incidents.load.completeAt?.getTime() ?? -Infinity);
		return age >= 0 && age <= interval() + slackMs;
	}

	#stillWaits(id: string, wanted: (incident: ShownIncident) => boolean): boolean {
		const incident = this.#parts.incidents.get(id);
		return incident?.status === 'triggered' && wanted(incident);
	}

	/** Whether the person wants to hear of an incident. Made once a look: the editor takes long to give a setting thousands of times. */
	#filter(): (incident: ShownIncident) => boolean {
		const { wanted, teams, incidents } = this.#parts;
		const choice = wanted();
		const facts = { teams: teams.names, priorities: incidents.priorities ?? [] };
		return (incident) => isWanted(incident, choice, facts);
	}
}

/**
 * Shows what is new and gives what to do then. Never as an error, which is what "Do Not Disturb" lets through. The editor keeps what
 * nobody answers under its bell, and the status bar goes on to tell what waits.
 */
function notificationOf(news: readonly News[]): (() => Promise<(() => PromiseLike<unknown>) | undefined>) | undefined {
	const [first] = news;
	if (!first) return undefined;
	const several = news.length > 1;
	const meant = several ? { among: news.map(({ id }) => id) } : first.id;
	const { executeCommand } = vscode.commands;
	const answers = new Map([
		[
			several ? vscode.l10n.t('Acknowledge…') : vscode.l10n.t('Acknowledge'),
			() => executeCommand(commandIds.acknowledge, meant),
		],
		[vscode.l10n.t('Show'), () => executeCommand(commandIds.show, first.id)],
		[several ? vscode.l10n.t('Snooze…') : vscode.l10n.t('Snooze'), () => executeCommand(commandIds.snooze, meant)],
	]);
	// There is room for one more where they are short.
	if (!several) answers.set(vscode.l10n.t('Ask the agent'), () => executeCommand(commandIds.askAgent, first.id));
	const words = newsInWords(news, vscode.l10n);
	return async () => {
		const chosen = await vscode.window.showWarningMessage(words, ...answers.keys());
		return chosen === undefined ? undefined : answers.get(chosen);
	};
}
