import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { WorkspaceOncallGrouping } from '../oncall/grouping.ts';
import type { OncallTeam } from '../oncall/groups.ts';
import { myNextTurns, myTurns } from '../oncall/mine.ts';
import { meTooltip } from '../oncall/present-mine.ts';
import { turnTooltip } from '../oncall/present.ts';
import type { OncallStore } from '../oncall/store.ts';
import { oncallItem } from './oncall-items.ts';
import { levelNodes, MeNode, MyTurnNode, nodeOf, PolicyNode, TeamNode, TurnNode } from './oncall-nodes.ts';
import type { OncallTreeNode } from './oncall-nodes.ts';
import { repositoryFirst } from '../oncall/repository-first.ts';
import type { WorkspaceServices } from '../repository/workspace-services.ts';
import { StoreTree } from './store-tree.ts';

/** Accounts with more policies than this start with the others' closed. */
const openUpTo = 10;
/** So many of the person's turns to come stand under those under way. */
const nextShown = 5;

/** Who is on call: the person first, then by escalation policy or by team. */
export class OncallTree extends StoreTree<OncallStore, OncallTreeNode> {
	readonly #grouping: WorkspaceOncallGrouping;
	readonly #repository: Pick<WorkspaceServices, 'services'>;
	#open = true;

	constructor(
		store: OncallStore,
		grouping: WorkspaceOncallGrouping,
		repository: Pick<WorkspaceServices, 'services'>,
		clock: Clock,
	) {
		super(store, clock);
		this.#grouping = grouping;
		this.#repository = repository;
	}

	override getChildren(node?: OncallTreeNode): OncallTreeNode[] {
		switch (node?.kind) {
			case undefined:
				return this.#top();
			case 'me':
				return node.turns.length > 1 ? node.turns.map((mine) => new MyTurnNode(mine, node)) : [];
			case 'team':
				return node.team.policies.map((policy) => new PolicyNode(policy, node));
			case 'policy':
				return levelNodes(node);
			case 'moreLevels':
				return node.rows.map((row) => nodeOf(row, node));
			case 'myTurn':
			case 'turn':
			case 'gap':
				return [];
		}
	}

	override getParent(node: OncallTreeNode): OncallTreeNode | undefined {
		return 'under' in node ? node.under : undefined;
	}

	override getTreeItem(node: OncallTreeNode): vscode.TreeItem {
		return oncallItem(node, { situation: this.situation(), open: this.#open });
	}

	protected override hover(node: OncallTreeNode): vscode.MarkdownString | undefined {
		if (node instanceof MeNode) return new vscode.MarkdownString(meTooltip(node.turns, this.situation()));
		if (!(node instanceof TurnNode)) return undefined;
		return new vscode.MarkdownString(turnTooltip(node.turn, node.policy, this.situation()));
	}

	#top(): OncallTreeNode[] {
		const { isPerson } = this.store;
		const policies = repositoryFirst(this.store.policies, this.#repository.services);
		this.#open = policies.length <= openUpTo;
		const mine = [...myTurns(policies), ...myNextTurns(policies).slice(0, nextShown)];
		const teams = this.#grouping.now === 'team' ? this.store.teams : undefined;
		return [
			...(isPerson ? [new MeNode(mine)] : []),
			...(teams ? teams.map(teamNode) : policies.map((policy) => new PolicyNode(policy))),
		];
	}
}

/** A team whose only policy has its name needs no heading. */
function teamNode(team: OncallTeam): TeamNode | PolicyNode {
	const [policy, ...others] = team.policies;
	return policy && others.length === 0 && policy.name === team.name ? new PolicyNode(policy) : new TeamNode(team);
}
