import * as vscode from 'vscode';
import { themeIcon, type Icon } from '../icon.ts';
import {
	meDescription,
	meIcon,
	meInWords,
	meLabel,
	myTurnDescription,
	myTurnIcon,
	myTurnInWords,
} from '../oncall/present-mine.ts';
import {
	gapDescription,
	gapIcon,
	gapInWords,
	gapLabel,
	moreLevelsLabel,
	policyDescription,
	turnDescription,
	turnIcon,
	turnInWords,
	turnLabel,
} from '../oncall/present.ts';
import type { Situation } from '../words/situation.ts';
import {
	policyAbove,
	type GapNode,
	type MeNode,
	type MoreLevelsNode,
	type MyTurnNode,
	type OncallTreeNode,
	type PolicyNode,
	type TeamNode,
	type TurnNode,
} from './oncall-nodes.ts';
import { oncallCapabilities, type OncallRow } from './row-capabilities.ts';

/** What decides how a row is shown beside what it is about. */
export interface Shown {
	readonly situation: Situation;
	/** Whether rows with others under them start open, unless the person is in them. */
	readonly open: boolean;
}

/** A node as the editor shows it. */
export function oncallItem(node: OncallTreeNode, shown: Shown): vscode.TreeItem {
	switch (node.kind) {
		case 'me':
			return meItem(node, shown);
		case 'myTurn':
			return myTurnItem(node, shown);
		case 'team':
			return teamItem(node, shown);
		case 'policy':
			return policyItem(node, shown);
		case 'moreLevels':
			return moreItem(node, shown);
		case 'turn':
			return turnItem(node, shown);
		case 'gap':
			return gapItem(node, shown);
	}
}

interface Row {
	readonly id: string;
	readonly label: string;
	readonly description?: string;
	readonly icon?: Icon;
	readonly capabilities: OncallRow;
	/** What a screen reader says, where label and description are not enough. */
	readonly words?: string;
	readonly tooltip?: string;
	/** Whether it starts open; undefined: nothing is under it. */
	readonly open?: boolean | undefined;
}

function itemOf({ id, label, description, icon, capabilities, words, tooltip, open }: Row): vscode.TreeItem {
	const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
	const item = new vscode.TreeItem(label, open === undefined ? None : open ? Expanded : Collapsed);
	item.id = id;
	item.contextValue = oncallCapabilities(capabilities);
	if (description !== undefined) item.description = description;
	if (icon !== undefined) item.iconPath = themeIcon(icon);
	if (tooltip !== undefined) item.tooltip = tooltip;
	if (words !== undefined) item.accessibilityInformation = { label: words };
	return item;
}

function meItem({ turns }: MeNode, { situation }: Shown): vscode.TreeItem {
	const [only] = turns;
	return itemOf({
		id: 'me',
		label: meLabel(turns, situation),
		description: meDescription(turns, situation),
		icon: meIcon(turns),
		words: meInWords(turns, situation),
		capabilities: { row: 'me', mine: true, scheduled: turns.length === 1 && only?.turn.scheduleId !== undefined },
		...(turns.length > 1 && { open: false }),
	});
}

function myTurnItem({ mine }: MyTurnNode, { situation }: Shown): vscode.TreeItem {
	return itemOf({
		id: `my ${mine.kind} ${mine.policy.id} ${mine.turn.level}`,
		label: mine.policy.name,
		description: myTurnDescription(mine, situation),
		icon: myTurnIcon(mine),
		words: myTurnInWords(mine, situation),
		capabilities: { row: 'myTurn', mine: true, scheduled: mine.turn.scheduleId !== undefined },
	});
}

function teamItem({ team }: TeamNode, { situation, open }: Shown): vscode.TreeItem {
	const label = team.name ?? situation.l10n.t('No team');
	return itemOf({
		id: teamId(team.name),
		label,
		tooltip: label,
		capabilities: { row: 'team' },
		open: open || team.mine,
	});
}

function policyItem(node: PolicyNode, { situation, open }: Shown): vscode.TreeItem {
	const { policy } = node;
	const empty = policy.turns.length + policy.gaps.length === 0;
	const starts = open || policy.mine;
	return itemOf({
		id: policyId(node),
		label: policy.name,
		description: policyDescription(policy, !starts, situation),
		tooltip: policy.name,
		capabilities: { row: 'policy', url: policy.url },
		open: empty ? undefined : starts,
	});
}

function moreItem({ under, rows }: MoreLevelsNode, { situation }: Shown): vscode.TreeItem {
	const levels = rows.map((row) => ('turn' in row ? row.turn.level : row.gap.level));
	const gap = rows.some((row) => 'gap' in row && !row.gap.from);
	return itemOf({
		id: `more ${policyId(under)}`,
		label: moreLevelsLabel(levels, situation),
		...(gap && { description: situation.l10n.t('with a gap') }),
		capabilities: { row: 'levels' },
		open: false,
	});
}

function turnItem({ turn, under }: TurnNode, { situation }: Shown): vscode.TreeItem {
	return itemOf({
		id: `turn ${policyId(policyAbove(under))} ${turn.level} ${turn.userId}`,
		label: turnLabel(turn, situation),
		description: turnDescription(turn, situation),
		icon: turnIcon(turn),
		words: turnInWords(turn, situation),
		capabilities: {
			row: 'turn',
			person: true,
			mine: turn.me,
			scheduled: turn.scheduleId !== undefined,
			url: turn.url,
		},
	});
}

function gapItem({ gap, under }: GapNode, { situation }: Shown): vscode.TreeItem {
	const words = gapInWords(gap, situation);
	return itemOf({
		id: `gap ${policyId(policyAbove(under))} ${gap.level} ${gap.from ? 'soon' : 'now'}`,
		label: gapLabel(gap, situation),
		description: gapDescription(gap, situation),
		icon: gapIcon(gap),
		tooltip: words,
		words,
		capabilities: { row: 'gap' },
	});
}

/** Names cannot be taken for the lack of one. */
function teamId(name: string | undefined): string {
	return name === undefined ? 'no team' : `team ${name}`;
}

/** A policy of two teams is there twice. */
function policyId({ policy, under }: PolicyNode): string {
	return under ? `policy ${policy.id} of ${teamId(under.team.name)}` : `policy ${policy.id}`;
}
