import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Entry } from '../../record/entry.ts';
import { commandIds, viewIds } from '../ids.ts';
import { situationNow } from '../words/situation.ts';
import type { ActivityRecord } from './activity-record.ts';

/** A change in the tree; commands get it when they are chosen from its menu. */
export class ActivityNode {
	readonly entry: Entry;
	readonly undone: boolean;

	constructor(entry: Entry, undone: boolean) {
		this.entry = entry;
		this.undone = undone;
	}
}

/** As many changes are shown. */
const mostRows = 200;
/** How often the times in the rows are renewed. */
const redrawMs = 30_000;

/** What was changed, by whom. Reads nothing until somebody opens it. */
export class ActivityView implements vscode.TreeDataProvider<ActivityNode> {
	readonly view: vscode.TreeView<ActivityNode>;
	readonly #record: ActivityRecord;
	readonly #clock: Clock;
	readonly #changed = new vscode.EventEmitter<undefined>();
	readonly onDidChangeTreeData = this.#changed.event;
	readonly #disposables: { dispose(): unknown }[];
	#watching: AbortController | undefined;

	constructor(record: ActivityRecord, clock: Clock) {
		this.#record = record;
		this.#clock = clock;
		this.view = vscode.window.createTreeView(viewIds.activity, { treeDataProvider: this, canSelectMany: false });
		this.#disposables = [
			this.view,
			this.#changed,
			this.view.onDidChangeVisibility(() => this.#visibility()),
			record.changed.on(() => this.#changed.fire(undefined)),
		];
		this.#visibility();
	}

	async getChildren(node?: ActivityNode): Promise<ActivityNode[]> {
		if (node) return [];
		const entries = await this.#record.entries();
		if (entries.length === 0) return [];
		const { undoneBy } = await import('../../record/words.ts');
		const undone = undoneBy(entries);
		return entries.slice(0, mostRows).map((entry) => new ActivityNode(entry, undone.has(entry.id)));
	}

	async getTreeItem({ entry, undone }: ActivityNode): Promise<vscode.TreeItem> {
		const { activityRow } = await import('./present.ts');
		const row = await activityRow(entry, { undone }, situationNow(this.#clock));
		const item = new vscode.TreeItem(row.label);
		item.id = `activity ${entry.id}`;
		item.description = row.description;
		item.iconPath = new vscode.ThemeIcon(row.icon);
		item.contextValue = row.undoable ? 'activity undoable' : 'activity';
		item.tooltip = row.tooltip;
		item.accessibilityInformation = { label: row.tooltip.replaceAll('\n', '. ') };
		item.command = {
			command: commandIds.openActivity,
			title: vscode.l10n.t('Show this change'),
			arguments: [new ActivityNode(entry, undone)],
		};
		return item;
	}

	dispose(): void {
		this.#watching?.abort();
		for (const disposable of this.#disposables) disposable.dispose();
	}

	#visibility(): void {
		this.#watching?.abort();
		if (!this.view.visible) return;
		const watching = new AbortController();
		this.#watching = watching;
		this.#changed.fire(undefined);
		void this.#record.watch(watching.signal);
		void this.#redraw(watching.signal);
	}

	async #redraw(signal: AbortSignal): Promise<void> {
		try {
			for (;;) {
				await this.#clock.sleep(redrawMs, signal);
				this.#changed.fire(undefined);
			}
		} catch {
			// Nobody looks any more.
		}
	}
}
