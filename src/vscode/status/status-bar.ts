import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { commandIds, viewIds } from '../ids.ts';
import type { IncidentStore } from '../incidents/store.ts';
import { myTurns, type OncallStore } from '../oncall/store.ts';
import type { CurrentAccount } from '../account/current-account.ts';
import { situationNow } from '../words/situation.ts';
import { statusText } from './status-text.ts';

export interface StatusBarParts {
	readonly account: CurrentAccount;
	readonly incidents: IncidentStore;
	readonly oncall: OncallStore;
	readonly clock: Clock;
	/** Whether the person wants it. */
	readonly shown: () => boolean;
}

/** One item: whether the person is on call and how much is open. */
export class StatusBar {
	readonly #parts: StatusBarParts;
	readonly #item: vscode.StatusBarItem;
	readonly #disposables: { dispose(): void }[];

	constructor(parts: StatusBarParts) {
		this.#parts = parts;
		this.#item = vscode.window.createStatusBarItem('pagerduty.status', vscode.StatusBarAlignment.Left, 20);
		this.#item.name = vscode.l10n.t('PagerDuty');
		const update = () => this.update();
		this.#disposables = [
			this.#item,
			parts.account.changed.on(update),
			parts.incidents.changed.on(update),
			parts.oncall.changed.on(update),
		];
		this.update();
	}

	/** Shows what is true now. */
	update(): void {
		const { account, incidents, oncall, clock } = this.#parts;
		const status = this.#parts.shown()
			? statusText(
					{
						account: account.state,
						turns: myTurns(oncall.policies),
						open: incidents.countFor(account.isPerson),
						known: incidents.load.completeAt !== undefined,
					},
					situationNow(clock),
				)
			: undefined;
		if (!status) {
			this.#item.hide();
			return;
		}
		this.#item.text = status.text;
		this.#item.tooltip = new vscode.MarkdownString(status.tooltip);
		this.#item.accessibilityInformation = { label: status.words };
		this.#item.command = status.needsSignIn ? commandIds.signIn : `${viewIds.incidents}.focus`;
		this.#item.show();
	}

	dispose(): void {
		for (const disposable of this.#disposables) disposable.dispose();
	}
}
