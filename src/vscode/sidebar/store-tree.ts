import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { situationNow, type Situation } from '../words/situation.ts';

/** A tree of what is in a store: shown anew when it is told to, each hover made when somebody hovers. */
export abstract class StoreTree<Store, Node> implements vscode.TreeDataProvider<Node> {
	protected readonly store: Store;
	readonly #clock: Clock;
	readonly #changed = new vscode.EventEmitter<undefined>();
	readonly onDidChangeTreeData = this.#changed.event;

	constructor(store: Store, clock: Clock) {
		this.store = store;
		this.#clock = clock;
	}

	abstract getChildren(node?: Node): Node[] | Promise<Node[]>;

	abstract getParent(node: Node): Node | undefined;

	abstract getTreeItem(node: Node): vscode.TreeItem;

	/** The hover of a row; undefined where the row itself has one. */
	protected abstract hover(node: Node): vscode.MarkdownString | Promise<vscode.MarkdownString | undefined> | undefined;

	/** Shows what is in the store now. */
	refresh(): void {
		this.#changed.fire(undefined);
	}

	async resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
		const hover = await this.hover(node);
		if (hover) item.tooltip = hover;
		return item;
	}

	dispose(): void {
		this.#changed.dispose();
	}

	protected situation(): Situation {
		return situationNow(this.#clock);
	}
}
