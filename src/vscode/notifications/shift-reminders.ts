import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Log } from '../../pagerduty/http/log.ts';
import type { CurrentAccount } from '../account/current-account.ts';
import { commandIds, viewIds } from '../ids.ts';
import type { IncidentStore } from '../incidents/store.ts';
import { dueEvents, shiftEvents, type ShiftEvent } from '../oncall/reminders.ts';
import type { OncallStore } from '../oncall/store.ts';
import { Ticker } from '../refresh/ticker.ts';
import { situationNow } from '../words/situation.ts';
import { reminderInWords } from './shift-reminder-words.ts';
import { Teller } from './teller.ts';
import { toldHere, ToldInWindow, type ToldEvents, type ToldMemory } from './told-events.ts';

const toldKey = 'pagerduty.toldShifts';
const toldKept = 50;
const minuteMs = 60_000;
/** The window that somebody looks at is given so long before another one tells. */
const headStartMs = 10_000;

export interface ShiftRemindersParts {
	readonly account: Pick<CurrentAccount, 'state' | 'isDemo' | 'switched'>;
	readonly oncall: OncallStore;
	readonly incidents: IncidentStore;
	/** Times only. */
	readonly memory: ToldMemory;
	/** How long before; 0 for no reminders. */
	readonly minutes: () => number;
	readonly clock: Clock;
	readonly log: Log;
	/** Random numbers from 0 to 1. */
	readonly random: () => number;
}

/** Reminds the person shortly before their turns begin and end: in one window, once, and not of what is past. */
export class ShiftReminders {
	readonly #parts: ShiftRemindersParts;
	readonly #ticker: Ticker;
	readonly #teller: Teller<ShiftEvent>;
	readonly #kept: ToldEvents;
	readonly #disposables: { dispose(): void }[];
	#told: ToldEvents;
	/** What was offered in this window, told or not. */
	#offered = new Set<string>();

	constructor(parts: ShiftRemindersParts) {
		const { account, oncall, memory, clock, log, random } = parts;
		this.#parts = parts;
		this.#kept = toldHere(memory, toldKey);
		this.#told = this.#kept;
		this.#teller = new Teller({
			clock,
			// At random, so that of several windows in the background one is first.
			patience: () => headStartMs * (1 + random()),
			tell: (events) => this.#tell(events),
			failed: (error) => log.warn(`Not reminded: ${error instanceof Error ? error.message : 'unknown'}`),
		});
		this.#teller.focused = vscode.window.state.focused;
		// Looks each minute: a machine that sleeps holds longer waits up.
		this.#ticker = new Ticker({ clock, wait: () => minuteMs, tick: () => this.#look() });
		this.#disposables = [
			this.#ticker,
			account.switched.on(() => this.#restart()),
			oncall.changed.on(() => this.update()),
			vscode.window.onDidChangeWindowState(({ focused }) => (this.#teller.focused = focused)),
		];
		this.#restart();
		this.update();
	}

	/** What is known of turns, or the setting, changed. */
	update(): void {
		this.#ticker.wanted = this.#parts.minutes() > 0 && this.#events().length > 0;
		this.#look();
	}

	dispose(): void {
		this.#teller.reset();
		for (const disposable of this.#disposables) disposable.dispose();
	}

	/** The turns that are known still are the other account's: of those, nothing is to be said. */
	#restart(): void {
		this.#teller.reset();
		this.#offered = new Set();
		// Every demo has the same turns.
		this.#told = this.#parts.account.isDemo ? new ToldInWindow() : this.#kept;
	}

	#events(): readonly ShiftEvent[] {
		return shiftEvents(this.#parts.oncall.policies);
	}

	#due(): readonly ShiftEvent[] {
		const { minutes, clock } = this.#parts;
		return dueEvents(this.#events(), clock.now(), minutes() * minuteMs);
	}

	#look(): void {
		const fresh = this.#due().filter((event) => !this.#offered.has(this.#idOf(event)));
		for (const event of fresh) this.#offered.add(this.#idOf(event));
		if (fresh.length > 0) this.#teller.offer(fresh);
	}

	async #tell(offered: readonly ShiftEvent[]): Promise<void> {
		const told = this.#told.read();
		const ids = offered.map((event) => this.#idOf(event)).filter((id) => !told.includes(id));
		// Meanwhile it may be over, or somebody else's.
		const events = this.#due().filter((event) => ids.includes(this.#idOf(event)));
		if (events.length === 0) return;
		await this.#told.write([...told, ...events.map((event) => this.#idOf(event))].slice(-toldKept));
		await Promise.all(events.map((event) => this.#remind(event)));
	}

	async #remind(event: ShiftEvent): Promise<void> {
		const { incidents, clock } = this.#parts;
		const [show, shifts] = [vscode.l10n.t('Show on call'), vscode.l10n.t('My shifts')];
		const open = incidents.load.completeAt ? incidents.mine.length : undefined;
		const chosen = await vscode.window.showInformationMessage(
			reminderInWords(event, open, situationNow(clock)),
			show,
			shifts,
		);
		if (chosen === show) await vscode.commands.executeCommand(`${viewIds.oncall}.focus`);
		else if (chosen === shifts) await vscode.commands.executeCommand(commandIds.myShifts);
	}

	/** The same in every window. */
	#idOf({ kind, at }: ShiftEvent): string {
		const { state } = this.#parts.account;
		return [state.kind === 'signedIn' ? state.id : '', kind, at.toISOString()].join(' ');
	}
}
