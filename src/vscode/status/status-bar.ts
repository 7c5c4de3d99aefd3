import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { CurrentAccount } from '../account/current-account.ts';
import { commandIds, viewIds } from '../ids.ts';
import type { IncidentStore } from '../incidents/store.ts';
import { myTurns } from '../oncall/mine.ts';
import type { OncallStore } from '../oncall/store.ts';
import { situationNow } from '../words/situation.ts';
import type { WorkspaceServices } from '../repository/workspace-services.ts';
import { repositoryStatus } from './repository-status.ts';
import { statusText, type StatusCommands, type StatusTarget } from './status-text.ts';

export interface StatusBarParts {
	readonly account: CurrentAccount;
	readonly incidents: IncidentStore;
	readonly oncall: OncallStore;
	readonly repository: Pick<WorkspaceServices, 'services' | 'changed'>;
	readonly clock: Clock;
	/** Whether the person wants it. */
	readonly shown: () => boolean;
}

const commands: StatusCommands = {
	acknowledge: commandIds.acknowledge,
	show: commandIds.show,
	refresh: commandIds.refresh,
	settings: 'workbench.action.openSettings',
	switchAccount: commandIds.switchAccount,
};

/** One item: what burns, else what is taken on, else until when the person is on call. */
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
			parts.repository.changed.on(update),
		];
		this.update();
	}

	/** Shows what is true now. */
	update(): void {
		const { account, incidents, oncall, repository, clock } = this.#parts;
		const status = this.#parts.shown()
			? statusText(
					{
						account: account.state,
						turns: myTurns(oncall.policies),
						open: account.isPerson ? incidents.mine : incidents.openByNeed,
						incidents: incidents.load,
						oncallKnown: oncall.load.completeAt !== undefined,
						several: account.accounts.length > (account.isDemo ? 0 : 1),
						repository: repository.services.map((service) => repositoryStatus(service, incidents, oncall)),
					},
					commands,
					situationNow(clock),
				)
			: undefined;
		if (!status) {
			this.#item.hide();
			return;
		}
		const tooltip = new vscode.MarkdownString(status.tooltip, true);
		tooltip.isTrusted = { enabledCommands: Object.values(commands) };
		this.#item.text = status.text;
		this.#item.tooltip = tooltip;
		this.#item.accessibilityInformation = { label: status.words };
		this.#item.backgroundColor = status.alarming ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
		this.#item.command = commandFor(status.target);
		this.#item.show();
	}

	dispose(): void {
		for (const disposable of this.#disposables) disposable.dispose();
	}
}

function commandFor(target: StatusTarget): vscode.Command {
	switch (target.kind) {
		case 'signIn':
			return { command: commandIds.signIn, title: vscode.l10n.t('Sign in') };
		case 'incident':
			return { command: commandIds.show, title: vscode.l10n.t('Show'), arguments: [target.id] };
		case 'incidents':
			return { command: `${viewIds.incidents}.focus`, title: vscode.l10n.t('Show') };
	}
}
