import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Situation } from '../words/situation.ts';
import type { OncallPolicy, Turn } from '../oncall/policies.ts';
import { turnDescription, turnInWords, turnLabel, turnTooltip } from '../oncall/present.ts';
import type { OncallStore } from '../oncall/store.ts';

/** An escalation policy in the tree. */
export class PolicyNode {
	readonly policy: OncallPolicy;

	constructor(policy: OncallPolicy) {
		this.policy = policy;
	}
}

/** A person on call in the tree. */
export class TurnNode {
	readonly turn: Turn;
	readonly policy: OncallPolicy;

	constructor(turn: Turn, policy: OncallPolicy) {
		this.turn = turn;
		this.policy = policy;
	}
}

export type OncallTreeNode = PolicyNode | TurnNode;

/** Accounts with more policies than this start with the others' closed. */
const openUpTo = 10;

/** Who is on call, by escalation policy. */
export class OncallTree implements vscode.TreeDataProvider<OncallTreeNode> {
	readonly #store: OncallStore;
	readonly #clock: Clock;
	readonly #changed = new vscode.EventEmitter<undefined>();
	readonly onDidChangeTreeData = this.#changed.event;
	#count = 0;

	constructor(store: OncallStore, clock: Clock) {
		this.#store = store;
		this.#clock = clock;
	}

	/** Shows the store's turns anew. */
	refresh(): void {
		this.#changed.fire(undefined);
	}

	getChildren(node?: OncallTreeNode): OncallTreeNode[] {
		if (node instanceof TurnNode) return [];
		if (node) return node.policy.turns.map((turn) => new TurnNode(turn, node.policy));
		const policies = this.#store.policies;
		this.#count = policies.length;
		return policies.map((policy) => new PolicyNode(policy));
	}

	getTreeItem(node: OncallTreeNode): vscode.TreeItem {
		return node instanceof PolicyNode ? this.#policyItem(node.policy) : this.#turnItem(node);
	}

	/** The hover is made when somebody hovers. */
	resolveTreeItem(item: vscode.TreeItem, node: OncallTreeNode): vscode.TreeItem {
		if (node instanceof TurnNode)
			item.tooltip = new vscode.MarkdownString(turnTooltip(node.turn, node.policy, this.#situation()));
		return item;
	}

	dispose(): void {
		this.#changed.dispose();
	}

	#policyItem(policy: OncallPolicy): vscode.TreeItem {
		const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
		const open = policy.mine || this.#count <= openUpTo;
		const item = new vscode.TreeItem(policy.name, policy.turns.length === 0 ? None : open ? Expanded : Collapsed);
		item.id = `policy ${policy.id}`;
		item.contextValue = policy.url ? 'policy linkable' : 'policy';
		if (policy.turns.length === 0) item.description = vscode.l10n.t('nobody now');
		item.tooltip = policy.name;
		return item;
	}

	#turnItem({ turn, policy }: TurnNode): vscode.TreeItem {
		const item = new vscode.TreeItem(turnLabel(turn, this.#situation()), vscode.TreeItemCollapsibleState.None);
		item.id = `turn ${policy.id} ${turn.level} ${turn.userId}`;
		item.description = turnDescription(turn, this.#situation());
		item.iconPath = turn.me
			? new vscode.ThemeIcon('bell-dot', new vscode.ThemeColor('charts.blue'))
			: new vscode.ThemeIcon('person');
		item.contextValue = turn.url ? 'turn linkable' : 'turn';
		item.accessibilityInformation = { label: turnInWords(turn, this.#situation()) };
		return item;
	}

	#situation(): Situation {
		return { now: this.#clock.now(), locale: { language: vscode.env.language }, l10n: vscode.l10n };
	}
}
