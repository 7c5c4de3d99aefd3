import * as vscode from 'vscode';
import { themeIcon } from '../icon.ts';
import type { Gap, OncallPolicy, Turn } from '../oncall/policies.ts';
import {
	gapDescription,
	gapIcon,
	gapInWords,
	turnDescription,
	turnIcon,
	turnInWords,
	turnLabel,
	turnTooltip,
} from '../oncall/present.ts';
import type { OncallStore } from '../oncall/store.ts';
import { StoreTree } from './store-tree.ts';
import { oncallCapabilities } from './row-capabilities.ts';

/** An escalation policy in the tree. */
export class PolicyNode {
	readonly kind = 'policy';
	readonly policy: OncallPolicy;

	constructor(policy: OncallPolicy) {
		this.policy = policy;
	}
}

/** A person on call in the tree. */
export class TurnNode {
	readonly kind = 'turn';
	readonly turn: Turn;
	readonly policy: OncallPolicy;

	constructor(turn: Turn, policy: OncallPolicy) {
		this.turn = turn;
		this.policy = policy;
	}
}

/** A level of a policy with nobody on it. */
export class GapNode {
	readonly kind = 'gap';
	readonly gap: Gap;
	readonly policy: OncallPolicy;

	constructor(gap: Gap, policy: OncallPolicy) {
		this.gap = gap;
		this.policy = policy;
	}
}

export type OncallTreeNode = PolicyNode | TurnNode | GapNode;

/** Accounts with more policies than this start with the others' closed. */
const openUpTo = 10;

/** The rows of a policy by level, those with nobody on them too. */
function levelsOf(policy: OncallPolicy): OncallTreeNode[] {
	return [
		...policy.turns.map((turn) => ({ level: turn.level, node: new TurnNode(turn, policy) })),
		...policy.gaps.map((gap) => ({ level: gap.level, node: new GapNode(gap, policy) })),
	]
		.sort((a, b) => a.level - b.level)
		.map(({ node }) => node);
}

/** Who is on call, by escalation policy. */
export class OncallTree extends StoreTree<OncallStore, OncallTreeNode> {
	#count = 0;

	override getChildren(node?: OncallTreeNode): OncallTreeNode[] {
		if (node instanceof PolicyNode) return levelsOf(node.policy);
		if (node) return [];
		const policies = this.store.policies;
		this.#count = policies.length;
		return policies.map((policy) => new PolicyNode(policy));
	}

	override getParent(node: OncallTreeNode): OncallTreeNode | undefined {
		return node instanceof PolicyNode ? undefined : new PolicyNode(node.policy);
	}

	override getTreeItem(node: OncallTreeNode): vscode.TreeItem {
		if (node instanceof PolicyNode) return this.#policyItem(node.policy);
		return node instanceof TurnNode ? this.#turnItem(node) : this.#gapItem(node);
	}

	protected override hover(node: OncallTreeNode): vscode.MarkdownString | undefined {
		if (!(node instanceof TurnNode)) return undefined;
		return new vscode.MarkdownString(turnTooltip(node.turn, node.policy, this.situation()));
	}

	#policyItem(policy: OncallPolicy): vscode.TreeItem {
		const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
		const open = policy.mine || this.#count <= openUpTo;
		const item = new vscode.TreeItem(
			policy.name,
			policy.turns.length + policy.gaps.length === 0 ? None : open ? Expanded : Collapsed,
		);
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

	#gapItem({ gap, policy }: GapNode): vscode.TreeItem {
		const words = gapInWords(gap, this.situation());
		const item = new vscode.TreeItem(vscode.l10n.t('Nobody'), vscode.TreeItemCollapsibleState.None);
		item.id = `gap ${policy.id} ${gap.level}`;
		item.description = gapDescription(gap, this.situation());
		item.iconPath = themeIcon(gapIcon);
		item.contextValue = oncallCapabilities('gap', undefined);
		item.tooltip = words;
		item.accessibilityInformation = { label: words };
		return item;
	}
}
