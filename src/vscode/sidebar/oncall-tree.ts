import * as vscode from 'vscode';
import { themeIcon } from '../icon.ts';
import type { OncallPolicy, Turn } from '../oncall/policies.ts';
import { turnDescription, turnIcon, turnInWords, turnLabel, turnTooltip } from '../oncall/present.ts';
import type { OncallStore } from '../oncall/store.ts';
import { StoreTree } from './store-tree.ts';
import { oncallCapabilities } from './row-capabilities.ts';

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
export class OncallTree extends StoreTree<OncallStore, OncallTreeNode> {
	#count = 0;

	override getChildren(node?: OncallTreeNode): OncallTreeNode[] {
		if (node instanceof TurnNode) return [];
		if (node) return node.policy.turns.map((turn) => new TurnNode(turn, node.policy));
		const policies = this.store.policies;
		this.#count = policies.length;
		return policies.map((policy) => new PolicyNode(policy));
	}

	override getTreeItem(node: OncallTreeNode): vscode.TreeItem {
		return node instanceof PolicyNode ? this.#policyItem(node.policy) : this.#turnItem(node);
	}

	protected override hover(node: OncallTreeNode): vscode.MarkdownString | undefined {
		if (node instanceof PolicyNode) return undefined;
		return new vscode.MarkdownString(turnTooltip(node.turn, node.policy, this.situation()));
	}

	#policyItem(policy: OncallPolicy): vscode.TreeItem {
		const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
		const open = policy.mine || this.#count <= openUpTo;
		const item = new vscode.TreeItem(policy.name, policy.turns.length === 0 ? None : open ? Expanded : Collapsed);
		item.id = `policy ${policy.id}`;
		item.contextValue = oncallCapabilities('policy', policy.url);
		if (policy.turns.length === 0) item.description = vscode.l10n.t('nobody now');
		item.tooltip = policy.name;
		return item;
	}

	#turnItem({ turn, policy }: TurnNode): vscode.TreeItem {
		const item = new vscode.TreeItem(turnLabel(turn, this.situation()), vscode.TreeItemCollapsibleState.None);
		item.id = `turn ${policy.id} ${turn.level} ${turn.userId}`;
		item.description = turnDescription(turn, this.situation());
		item.iconPath = themeIcon(turnIcon(turn));
		item.contextValue = oncallCapabilities('turn', turn.url);
		item.accessibilityInformation = { label: turnInWords(turn, this.situation()) };
		return item;
	}
}
