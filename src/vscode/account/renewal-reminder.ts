import * as vscode from 'vscode';
import { renewalOf } from '../../oauth/tokens.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Log } from '../../pagerduty/http/log.ts';
import { commandIds } from '../ids.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import { situationNow } from '../words/situation.ts';
import { moment } from '../words/time.ts';
import type { AccountStore } from './account-store.ts';
import type { CurrentAccount } from './current-account.ts';

export interface RenewalReminderParts {
	readonly account: CurrentAccount;
	readonly store: Pick<AccountStore, 'tokens'>;
	readonly clock: Clock;
	readonly log: Log;
	/** Shared by all windows. */
	readonly memory: { get(key: string): unknown; update(key: string, value: unknown): PromiseLike<void> };
}

/** A timer does not count while the computer sleeps, and a long one overflows. */
const lookAgainMs = 30 * 60_000;
const toldKey = 'pagerduty.renewalTold';

/** Says once, a day before, that a sign-in ends which cannot be renewed; a browser opens only when the person wants it. */
export class RenewalReminder {
	readonly #parts: RenewalReminderParts;
	readonly #listening: { dispose(): void }[];
	#watching = new AbortController();

	constructor(parts: RenewalReminderParts) {
		this.#parts = parts;
		this.#listening = [
			parts.account.switched.on(() => this.#watch()),
			vscode.window.onDidChangeWindowState(({ focused }) => {
				if (focused) this.#watch();
			}),
		];
	}

	dispose(): void {
		this.#watching.abort();
		for (const one of this.#listening) one.dispose();
	}

	#watch(): void {
		this.#watching.abort();
		this.#watching = new AbortController();
		const { signal } = this.#watching;
		this.#remind(signal).catch((error: unknown) => {
			if (!signal.aborted) this.#parts.log.warn(`No reminder: ${error instanceof Error ? error.message : 'unknown'}`);
		});
	}

	async #remind(signal: AbortSignal): Promise<void> {
		const { account, store, clock, memory } = this.#parts;
		const { state } = account;
		if (state.kind !== 'signedIn') return;
		const { id } = state;
		if (account.accounts.find((one) => one.id === id)?.method !== 'oauth') return;
		for (;;) {
			const tokens = await store.tokens(id);
			if (signal.aborted || !tokens) return;
			const renewal = renewalOf(tokens);
			const now = clock.now().getTime();
			if (renewal.kind === 'refresh' || now >= tokens.expiresAt || memory.get(toldKey) === id) return;
			// The window that somebody looks at tells it.
			if (now >= renewal.at && vscode.window.state.focused) {
				await memory.update(toldKey, id);
				await this.#tell(state.name, new Date(tokens.expiresAt));
				return;
			}
			await clock.sleep(now >= renewal.at ? lookAgainMs : Math.min(lookAgainMs, renewal.at - now), signal);
		}
	}

	async #tell(name: string, ends: Date): Promise<void> {
		const { now, locale } = situationNow(this.#parts.clock);
		const again = vscode.l10n.t('Sign in again');
		const message = vscode.l10n.t(
			'Your PagerDuty sign-in as {0} ends: {1}. Sign in again with the browser to go on without a break.',
			safeForNotification(name),
			moment(ends, now, locale),
		);
		const chosen = await vscode.window.showInformationMessage(message, again);
		if (chosen === again) await vscode.commands.executeCommand(commandIds.signIn, 'browser');
	}
}
