import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { contextKeys, viewIds } from '../ids.ts';
import { badgeInWords, incidentsDescription } from '../incidents/present.ts';
import type { WorkspaceArrangement } from '../incidents/arrangement.ts';
import { facetLabel } from '../incidents/filter-words.ts';
import type { ResolvedLately } from '../incidents/resolved-lately.ts';
import type { IncidentStore } from '../incidents/store.ts';
import { registerDimmedRows } from './dimmed-rows.ts';
import { IncidentsTree, type IncidentsTreeNode } from './incidents-tree.ts';
import type { LoadState } from '../refresh/load-state.ts';
import { situationNow } from '../words/situation.ts';
import { viewMessage, viewState } from './view-state.ts';
import type { OncallStore } from '../oncall/store.ts';
import type { OncallTreeNode } from './oncall-nodes.ts';
import { OncallTree } from './oncall-tree.ts';
import { oncallDescription } from '../oncall/present.ts';
import type { WorkspaceOncallGrouping } from '../oncall/grouping.ts';
import type { RecentChanges } from '../repository/recent-changes.ts';
import type { WorkspaceServices } from '../repository/workspace-services.ts';
import { accountInWords } from '../account/account-in-words.ts';
import type { CurrentAccount } from '../account/current-account.ts';

export interface SidebarParts {
	readonly account: CurrentAccount;
	readonly incidents: IncidentStore;
	readonly resolvedLately: ResolvedLately;
	readonly recentChanges: RecentChanges;
	readonly oncall: OncallStore;
	/** Which incidents are shown, and how. */
	readonly arrangement: WorkspaceArrangement;
	readonly grouping: WorkspaceOncallGrouping;
	readonly repository: WorkspaceServices;
	readonly clock: Clock;
}

/** The two trees of the sidebar, and everything around their rows: badge, message, description, empty states. */
export class Sidebar {
	readonly incidents: vscode.TreeView<IncidentsTreeNode>;
	readonly oncall: vscode.TreeView<OncallTreeNode>;
	readonly incidentsTree: IncidentsTree;
	readonly oncallTree: OncallTree;
	readonly #parts: SidebarParts;
	readonly #keys = new ContextKeys();
	readonly #disposables: { dispose(): void }[];

	constructor(parts: SidebarParts) {
		this.#parts = parts;
		this.incidentsTree = new IncidentsTree(parts);
		this.oncallTree = new OncallTree(parts.oncall, parts.grouping, parts.repository, parts.clock);
		this.incidents = vscode.window.createTreeView(viewIds.incidents, {
			treeDataProvider: this.incidentsTree,
			canSelectMany: true,
			showCollapseAll: true,
		});
		this.oncall = vscode.window.createTreeView(viewIds.oncall, {
			treeDataProvider: this.oncallTree,
			showCollapseAll: true,
		});
		this.#disposables = [
			this.incidentsTree,
			this.oncallTree,
			this.incidents,
			this.oncall,
			registerDimmedRows(),
			parts.account.switched.on(() => {
				parts.resolvedLately.forget();
				parts.recentChanges.forget();
			}),
			parts.account.changed.on(() => this.#showAccount()),
			parts.incidents.learned.on(() => parts.resolvedLately.outdate()),
			parts.incidents.changed.on(() => this.#headIncidents()),
			parts.incidents.rowsChanged.on(() => this.incidentsTree.refresh()),
			parts.arrangement.changed.on(() => this.#showIncidents()),
			parts.oncall.changed.on(() => this.#showOncall()),
			parts.grouping.changed.on(() => this.#showOncall()),
			parts.repository.changed.on(() => {
				parts.recentChanges.forget();
				this.#showIncidents();
				this.#showOncall();
			}),
		];
		this.#showAccount();
	}

	/** Somebody wants to see everything as it is now: what was read when it was opened is read anew. */
	outdate(): void {
		this.#parts.resolvedLately.outdate();
		this.#parts.recentChanges.outdate();
	}

	/** Shows ages and turns as of now. */
	redraw(): void {
		if (this.incidents.visible) this.incidentsTree.refresh();
		if (this.oncall.visible) this.oncallTree.refresh();
	}

	/** Whether an incident has a row: not if it is over, or hidden by the filter. */
	hasRow(id: string): boolean {
		return this.incidentsTree.rowOf(id) !== undefined;
	}

	/** Opens the view at an incident's row; at its beginning if the incident has none. */
	async show(id: string): Promise<void> {
		const row = this.incidentsTree.rowOf(id);
		if (row) await this.incidents.reveal(row, { select: true, focus: true, expand: true });
		else await vscode.commands.executeCommand(`${viewIds.incidents}.focus`);
	}

	dispose(): void {
		for (const disposable of this.#disposables) disposable.dispose();
	}

	#showAccount(): void {
		const { state, isDemo } = this.#parts.account;
		this.#keys.set(contextKeys.auth, state.kind === 'signedIn' && state.expired ? 'expired' : state.kind);
		this.#keys.set(contextKeys.demo, isDemo);
		this.#showIncidents();
		this.#showOncall();
	}

	#showIncidents(): void {
		this.#headIncidents();
		this.incidentsTree.refresh();
	}

	/** What stands around the rows: while a view draws its rows anew, a click on one is lost. */
	#headIncidents(): void {
		const { account, incidents: store } = this.#parts;
		const count = store.countFor(account.isPerson);
		this.#keys.set(contextKeys.filtered, this.#parts.arrangement.now.facets.length > 0);
		this.#keys.set(contextKeys.incidents, viewState(store.load, store.size));
		this.incidents.message = [this.#message(store.load, store.size) || this.#nothingOpen(), this.#missingService()]
			.filter((sentence) => sentence !== '')
			.join(' ');
		this.incidents.description = incidentsDescription(
			account.isDemo,
			store.open,
			store.rest === undefined,
			this.#parts.arrangement.now.facets.map((facet) => facetLabel(facet, vscode.l10n)),
			vscode.l10n,
		);
		this.incidents.badge =
			count > 0 ? { value: count, tooltip: badgeInWords(count, account.isPerson, vscode.l10n) } : undefined;
	}

	#showOncall(): void {
		const { oncall: store, account, grouping } = this.#parts;
		const count = store.policies.length;
		this.#keys.set(contextKeys.oncall, viewState(store.load, count));
		this.oncall.message = [this.#message(store.load, count), this.#missingTeams()]
			.filter((sentence) => sentence !== '')
			.join(' ');
		const whose = account.accounts.length > 1 ? accountInWords(account.state) : '';
		this.oncall.description = oncallDescription(account.isDemo, whose, grouping.now, vscode.l10n);
		this.oncallTree.refresh();
	}

	/** A view without open incidents says whether that is peace. */
	#nothingOpen(): string {
		const { incidents: store, arrangement } = this.#parts;
		if (store.openCount === 0 && store.load.completeAt) return vscode.l10n.t('No open incidents. All is quiet.');
		if (arrangement.now.facets.length === 0 || store.openCount === 0) return '';
		const shown = store.groups(arrangement.now).some(({ kind }) => kind !== 'resolved');
		return shown ? '' : vscode.l10n.t('The filter hides everything that is open ({0}).', store.openCount);
	}

	#missingTeams(): string {
		const { oncall: store, grouping } = this.#parts;
		return store.teamsProblem === undefined || grouping.now !== 'team'
			? ''
			: vscode.l10n.t('Teams could not be read: {0}', store.teamsProblem.message);
	}

	#missingService(): string {
		const [missing] = this.#parts.repository.missing;
		return missing === undefined
			? ''
			: vscode.l10n.t('The setting pagerduty.service names no single service of this account: {0}.', missing);
	}

	#message(load: LoadState, count: number): string {
		const { state } = this.#parts.account;
		if (state.kind === 'signedIn' && state.expired && count > 0)
			return vscode.l10n.t('PagerDuty no longer accepts your sign-in. Sign in again to go on.');
		return viewMessage(load, count, situationNow(this.#parts.clock)) ?? '';
	}
}

type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];

/** Sets context keys for menus and welcome views, each only when it changed. */
class ContextKeys {
	readonly #values = new Map<ContextKey, string | boolean>();

	set(key: ContextKey, value: string | boolean): void {
		if (this.#values.get(key) === value) return;
		this.#values.set(key, value);
		void vscode.commands.executeCommand('setContext', key, value);
	}
}
