import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Log } from '../../pagerduty/http/log.ts';
import type { Change } from '../../tools/core/changes.ts';
import type { Caller } from '../../tools/tool-runs.ts';
import type { RunsTools } from '../lazy-toolbox.ts';
import type { ChangesInAccount } from '../account/changes-in-account.ts';
import { viewIds } from '../ids.ts';
import type { IncidentLooks } from '../incidents/looks.ts';
import type { IncidentStore } from '../incidents/store.ts';
import type { readAccountPriorities } from '../incidents/read-priorities.ts';
import { nextHandover } from '../oncall/policies.ts';
import type { OncallStore } from '../oncall/store.ts';
import { firstRows } from './first-rows.ts';
import { IncidentWatch } from './incident-watch.ts';
import type { ChangedElsewhere } from './other-windows.ts';
import { pace } from './pace.ts';
import { Poller, type Reason } from './poller.ts';
import { describeProblem, type Problem } from '../words/problem.ts';
import type { CurrentAccount, AccountState } from '../account/current-account.ts';
import type { SharedLooks } from './shared-looks.ts';
import { Ticker } from './ticker.ts';
import type { Sidebar } from '../sidebar/sidebar.ts';

export interface RefresherParts {
	readonly toolbox: RunsTools;
	readonly looks: Pick<IncidentLooks, 'look' | 'forget' | 'more'>;
	readonly shared: Pick<SharedLooks, 'isElsewhere' | 'begin' | 'fail'>;
	readonly readPriorities: typeof readAccountPriorities;
	/** Reads who is on call, and what else the view shows of it. */
	readonly readOncalls: (
		toolbox: RunsTools,
		store: OncallStore,
		clock: Clock,
		caller: Caller,
		describe: (error: unknown) => Problem,
	) => Promise<void>;
	readonly changes: ChangesInAccount;
	readonly account: CurrentAccount;
	readonly incidents: IncidentStore;
	readonly oncall: OncallStore;
	readonly sidebar: Sidebar;
	/** Shows ages and turns as of now. */
	readonly redraw: () => void;
	readonly clock: Clock;
	readonly log: Log;
	readonly random: () => number;
	/** What this window has found out, others do not know yet. */
	readonly tellOthers: () => void;
	/** Milliseconds; 0 for none. */
	readonly interval: () => number;
	/** Whether something shows incidents while the view is hidden, and whether something shows who is on call. */
	readonly background: () => { readonly incidents: boolean; readonly oncall: boolean };
}

/** Who is on call changes rarely. */
const oncallEveryMs = 5 * 60_000;
/** Ages are told in minutes. */
const redrawEveryMs = 60_000;
/** By then PagerDuty knows of a hand-over too. */
const afterHandoverMs = 1_000;
/** The window opens first. */
const startDelayMs = 3_000;

/** Keeps the stores up to date: looks at PagerDuty while somebody is signed in and something shows it. */
export class Refresher {
	readonly #parts: RefresherParts;
	readonly #watch: IncidentWatch;
	readonly #incidents: Poller;
	readonly #oncall: Poller;
	readonly #ticker: Ticker;
	readonly #disposables: { dispose(): void }[];
	#handover: Date | undefined;
	#starting = true;
	/** Ends the readings of more incidents of this account. */
	#reading = new AbortController();

	constructor(parts: RefresherParts) {
		this.#parts = parts;
		const { toolbox, clock, random, account, sidebar } = parts;
		const shared = {
			clock,
			random,
			// A limit may be lifted earlier than it was said.
			retryAfter: (error: unknown) => Math.min(describeProblem(error, vscode.l10n).retryAfterSeconds ?? 0, 3600) * 1000,
		};
		const problemOf = (error: unknown) => this.#problemOf(error);
		const caller = (signal: AbortSignal, reason: Reason): Caller => ({ signal, priority: reason });
		const watch = new IncidentWatch({ ...parts, focused: () => vscode.window.state.focused });
		this.#watch = watch;
		this.#incidents = new Poller({
			...shared,
			interval: (focused) => watch.interval(focused),
			run: (signal, reason) =>
				this.#shown(viewIds.incidents, parts.incidents.load.completeAt === undefined, async () => {
					await watch.look(caller(signal, reason), problemOf);
					await this.#learnPriorities(caller(signal, reason));
				}),
		});
		this.#oncall = new Poller({
			...shared,
			interval: (focused) =>
				parts.interval() > 0 ? pace(Math.max(parts.interval(), oncallEveryMs), { focused, urgent: false }) : 0,
			run: (signal, reason) => {
				const first = parts.oncall.load.completeAt === undefined;
				return this.#shown(viewIds.oncall, first, async () => {
					if (first) await firstRows(parts.incidents, this.#incidents.running, signal);
					signal.throwIfAborted();
					await parts.readOncalls(toolbox, parts.oncall, clock, caller(signal, reason), problemOf);
				});
			},
		});
		this.#ticker = new Ticker({ clock, wait: () => this.#untilTick(), tick: () => this.#tick() });
		this.#disposables = [
			this.#watch,
			this.#incidents,
			this.#oncall,
			this.#ticker,
			parts.incidents.changed.on(() => this.#incidents.reschedule()),
			parts.oncall.changed.on(() => {
				this.#incidents.reschedule();
				this.#ticker.reschedule();
			}),
			account.switched.on((state) => this.#restart(state)),
			account.changed.on(() => this.update()),
			parts.changes.announced.on((change) => this.#apply(change)),
			sidebar.incidents.onDidChangeVisibility(({ visible }) => this.#visibility(this.#incidents, visible)),
			sidebar.oncall.onDidChangeVisibility(({ visible }) => this.#visibility(this.#oncall, visible)),
			vscode.window.onDidChangeWindowState(() => this.update()),
		];
		this.update();
	}

	/** Reads everything at once, because somebody asked. */
	async now(): Promise<void> {
		if (this.#parts.account.state.kind === 'unreadable') await this.#parts.account.start();
		this.#parts.sidebar.outdate();
		const runs = [this.#incidents.now(), this.#oncall.now()];
		// Both have ended when one is told to have failed.
		await Promise.allSettled(runs);
		await Promise.all(runs);
		this.#parts.account.accept();
	}

	/** Reads more of the open incidents, because somebody asked. */
	async more(): Promise<void> {
		const { signal } = this.#reading;
		await this.#parts.looks.more({ signal, priority: 'person' }, (error) => this.#problemOf(error));
	}

	/** Another window changed something. */
	changedElsewhere({ oncall }: ChangedElsewhere): void {
		this.#watch.need('elsewhere');
		this.#incidents.soon();
		if (oncall) this.#oncall.soon();
	}

	/** More of who is on call is to be shown than was read. */
	oncallWanted(): void {
		this.#oncall.reset();
	}

	/** Settings, visibility or focus changed. */
	update(): void {
		const { account, sidebar, background } = this.#parts;
		const active = account.state.kind === 'signedIn' && !account.state.expired;
		const behind = background();
		for (const [poller, wanted] of [
			[this.#incidents, sidebar.incidents.visible || behind.incidents],
			[this.#oncall, sidebar.oncall.visible || behind.oncall],
		] as const) {
			poller.focused = vscode.window.state.focused;
			poller.wanted = active && wanted;
			poller.reschedule();
		}
		this.#ticker.wanted = active && (sidebar.incidents.visible || sidebar.oncall.visible || behind.oncall);
	}

	dispose(): void {
		this.#reading.abort();
		for (const disposable of this.#disposables) disposable.dispose();
	}

	#restart(state: AccountState): void {
		const { incidents, oncall, sidebar } = this.#parts;
		this.#reading.abort();
		this.#reading = new AbortController();
		this.#watch.forget();
		incidents.clear();
		oncall.clear();
		const delay = this.#starting ? startDelayMs : 0;
		this.#starting = false;
		if (state.kind !== 'signedIn') {
			this.#incidents.stop();
			this.#oncall.stop();
		} else {
			this.#incidents.reset(sidebar.incidents.visible ? 0 : delay);
			this.#oncall.reset(sidebar.oncall.visible ? 0 : delay);
		}
	}

	#apply({ incidents = [], oncall, unknown }: Change): void {
		this.#parts.incidents.apply(incidents);
		if (unknown) {
			this.#watch.need('here');
			this.#incidents.reset();
		}
		if (oncall ?? unknown) this.#oncall.reset();
	}

	#visibility(poller: Poller, visible: boolean): void {
		if (visible) poller.hurry();
		this.update();
	}

	#untilTick(): number {
		const { oncall, clock } = this.#parts;
		this.#handover = nextHandover(oncall.policies);
		const untilHandover = this.#handover ? this.#handover.getTime() - clock.now().getTime() : Infinity;
		return Math.min(redrawEveryMs, untilHandover + afterHandoverMs);
	}

	/** Nothing was read, but time passed: ages grew, and it may be somebody else's turn. */
	#tick(): void {
		const { oncall, redraw, clock, interval } = this.#parts;
		redraw();
		if (!this.#handover || this.#handover > clock.now()) return;
		oncall.pass();
		if (interval() > 0) this.#oncall.reset();
	}

	/** Once an account: without them the names of priorities say which is higher. */
	async #learnPriorities(caller: Caller): Promise<void> {
		const { incidents, toolbox, readPriorities, log } = this.#parts;
		if (incidents.priorities) return;
		try {
			incidents.order((await readPriorities(toolbox, caller)).map(({ name }) => name));
		} catch (error) {
			if (caller.signal.aborted) throw error;
			log.debug('The order of priorities could not be read.');
			incidents.order([]);
		}
	}

	/** What the view says of an error, logged too; nobody is interrupted by it. */
	#problemOf(error: unknown): Problem {
		const problem = describeProblem(error, vscode.l10n);
		this.#parts.log.warn(`Not refreshed: ${problem.message}`);
		return problem;
	}

	/** With the view's progress bar while there is nothing to show yet. */
	#shown(viewId: string, first: boolean, read: () => Promise<void>): Promise<void> {
		if (!first) return read();
		return Promise.resolve(vscode.window.withProgress({ location: { viewId } }, read));
	}
}
