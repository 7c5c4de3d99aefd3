import * as vscode from 'vscode';
import type { Connection } from '../../connections/connection.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Log } from '../../pagerduty/http/log.ts';
import type { CurrentAccount } from '../account/current-account.ts';
import { viewIds } from '../ids.ts';
import { situationNow } from '../words/situation.ts';
import type { MachineConnections } from './machine-connections.ts';
import type { StablePort } from './stable-port.ts';

export interface ConnectionsViewParts {
	readonly account: CurrentAccount;
	readonly connections: MachineConnections;
	readonly port: StablePort;
	readonly clock: Clock;
	readonly log: Pick<Log, 'warn'>;
}

/** A connection in the tree; commands get it when they are chosen from its menu. */
export class ConnectionNode {
	readonly connection: Connection;

	constructor(connection: Connection) {
		this.connection = connection;
	}
}

/** How often the times in the rows are renewed. */
const redrawMs = 30_000;

/** The connections of this machine. Reads nothing until somebody opens it. */
export class ConnectionsView implements vscode.TreeDataProvider<ConnectionNode> {
	readonly view: vscode.TreeView<ConnectionNode>;
	readonly #parts: ConnectionsViewParts;
	readonly #changed = new vscode.EventEmitter<undefined>();
	readonly onDidChangeTreeData = this.#changed.event;
	readonly #disposables: { dispose(): unknown }[];
	#watching: AbortController | undefined;

	constructor(parts: ConnectionsViewParts) {
		this.#parts = parts;
		this.view = vscode.window.createTreeView(viewIds.connections, { treeDataProvider: this });
		this.#disposables = [
			this.view,
			this.#changed,
			this.view.onDidChangeVisibility(() => this.#visibility()),
			parts.connections.changed.on(() => this.#changed.fire(undefined)),
			parts.account.changed.on(() => this.#changed.fire(undefined)),
			parts.port.changed.on(() => void this.#showPort()),
		];
		this.#visibility();
	}

	async getChildren(node?: ConnectionNode): Promise<ConnectionNode[]> {
		if (node) return [];
		const connections = await (await this.#parts.connections.store()).fresh();
		const named = [...connections].sort((a, b) => a.name.localeCompare(b.name));
		return named.map((connection) => new ConnectionNode(connection));
	}

	async getTreeItem({ connection }: ConnectionNode): Promise<vscode.TreeItem> {
		const { connectionDescription, connectionInWords } = await import('./present.ts');
		const situation = situationNow(this.#parts.clock);
		const besides = { withAccount: this.#severalAccounts };
		const item = new vscode.TreeItem(connection.name);
		item.id = `connection ${connection.id}`;
		item.description = connectionDescription(connection, situation, besides);
		item.iconPath = new vscode.ThemeIcon('plug');
		item.contextValue = 'connection';
		item.accessibilityInformation = { label: connectionInWords(connection, situation, besides) };
		return item;
	}

	async resolveTreeItem(item: vscode.TreeItem, { connection }: ConnectionNode): Promise<vscode.TreeItem> {
		const { connectionTooltip } = await import('./present.ts');
		item.tooltip = new vscode.MarkdownString(connectionTooltip(connection, situationNow(this.#parts.clock)));
		return item;
	}

	dispose(): void {
		this.#watching?.abort();
		for (const disposable of this.#disposables) disposable.dispose();
	}

	get #severalAccounts(): boolean {
		const { account } = this.#parts;
		return account.accounts.length + (account.isDemo ? 1 : 0) > 1;
	}

	#visibility(): void {
		this.#watching?.abort();
		if (!this.view.visible) return;
		const watching = new AbortController();
		this.#watching = watching;
		void this.#watch(watching.signal);
		void this.#redraw(watching.signal);
		void this.#showPort();
	}

	/** Hears of what other windows change. */
	async #watch(signal: AbortSignal): Promise<void> {
		const warn = (error: unknown) =>
			this.#parts.log.warn(error instanceof Error ? error.message : 'The connections cannot be read.');
		try {
			await (await this.#parts.connections.store()).watch(signal, warn);
		} catch (error) {
			warn(error);
		}
	}

	async #redraw(signal: AbortSignal): Promise<void> {
		try {
			for (;;) {
				await this.#parts.clock.sleep(redrawMs, signal);
				this.#changed.fire(undefined);
			}
		} catch {
			// Nobody looks any more.
		}
	}

	async #showPort(): Promise<void> {
		const { portMessage } = await import('./present.ts');
		const { state } = this.#parts.port;
		this.view.message = portMessage(state, vscode.l10n) ?? '';
		this.view.description = state.kind === 'off' ? '' : vscode.l10n.t('port {0}', state.port);
	}
}
