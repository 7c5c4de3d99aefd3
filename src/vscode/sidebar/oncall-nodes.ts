import type { OncallTeam } from '../oncall/groups.ts';
import type { Gap } from '../oncall/gaps.ts';
import type { MyTurn } from '../oncall/mine.ts';
import type { OncallPolicy, Turn } from '../oncall/policies.ts';

/** The person's own turns, above everything else. */
export class MeNode {
	readonly kind = 'me';
	/** Those under way, then those to come. */
	readonly turns: readonly MyTurn[];

	constructor(turns: readonly MyTurn[]) {
		this.turns = turns;
	}
}

/** One of the person's own turns under that. */
export class MyTurnNode {
	readonly kind = 'myTurn';
	readonly mine: MyTurn;
	readonly under: MeNode;

	constructor(mine: MyTurn, under: MeNode) {
		this.mine = mine;
		this.under = under;
	}
}

/** A team, above its policies. */
export class TeamNode {
	readonly kind = 'team';
	readonly team: OncallTeam;

	constructor(team: OncallTeam) {
		this.team = team;
	}
}

/** An escalation policy. */
export class PolicyNode {
	readonly kind = 'policy';
	readonly policy: OncallPolicy;
	readonly under: TeamNode | undefined;

	constructor(policy: OncallPolicy, under?: TeamNode) {
		this.policy = policy;
		this.under = under;
	}
}

/** The upper levels of a policy that has many. */
export class MoreLevelsNode {
	readonly kind = 'moreLevels';
	readonly under: PolicyNode;
	readonly rows: readonly Level[];

	constructor(under: PolicyNode, rows: readonly Level[]) {
		this.under = under;
		this.rows = rows;
	}
}

/** Where a row of a level stands. */
export type AboveLevel = PolicyNode | MoreLevelsNode;

/** A person on call. Commands get it when they are chosen from its menu. */
export class TurnNode {
	readonly kind = 'turn';
	readonly turn: Turn;
	readonly policy: OncallPolicy;
	readonly under: AboveLevel;

	constructor(turn: Turn, under: AboveLevel) {
		this.turn = turn;
		this.policy = policyAbove(under).policy;
		this.under = under;
	}
}

/** A level of a policy with nobody on it, now or soon. */
export class GapNode {
	readonly kind = 'gap';
	readonly gap: Gap;
	readonly policy: OncallPolicy;
	readonly under: AboveLevel;

	constructor(gap: Gap, under: AboveLevel) {
		this.gap = gap;
		this.policy = policyAbove(under).policy;
		this.under = under;
	}
}

export type OncallTreeNode = MeNode | MyTurnNode | TeamNode | PolicyNode | MoreLevelsNode | TurnNode | GapNode;

/** What stands at a level: somebody's turn, or a gap. */
export type Level = { readonly turn: Turn } | { readonly gap: Gap };

/** The policy that a row of a level belongs to. */
export function policyAbove(above: AboveLevel): PolicyNode {
	return above instanceof PolicyNode ? above : above.under;
}

/** Policies with more rows than this start with the upper ones closed. */
const mostRows = 8;
const shownOfMany = 6;

/** The rows under a policy by level, those with nobody on them too. */
export function levelNodes(above: PolicyNode): OncallTreeNode[] {
	const { turns, gaps } = above.policy;
	const rows = [
		...turns.map((turn) => ({ level: turn.level, at: 1, row: { turn } })),
		...gaps.map((gap) => ({ level: gap.level, at: gap.from ? 2 : 0, row: { gap } })),
	]
		.sort((a, b) => a.level - b.level || a.at - b.at)
		.map(({ row }): Level => row);
	if (rows.length <= mostRows) return rows.map((row) => nodeOf(row, above));
	return [
		...rows.slice(0, shownOfMany).map((row) => nodeOf(row, above)),
		new MoreLevelsNode(above, rows.slice(shownOfMany)),
	];
}

/** The node of a row. */
export function nodeOf(row: Level, above: AboveLevel): TurnNode | GapNode {
	return 'turn' in row ? new TurnNode(row.turn, above) : new GapNode(row.gap, above);
}
