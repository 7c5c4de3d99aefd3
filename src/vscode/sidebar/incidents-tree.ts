import * as vscode from 'vscode';
import type { ShownIncident } from '../../tools/shapes/incident.ts';
import { themeIcon, type Icon } from '../icon.ts';
import { commandIds } from '../ids.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { WorkspaceArrangement } from '../incidents/arrangement.ts';
import type { IncidentGroup } from '../incidents/groups.ts';
import {
	groupInWords,
	groupLabel,
	incidentDescription,
	incidentIcon,
	incidentInWords,
	incidentLabel,
	incidentTooltip,
} from '../incidents/present.ts';
import type { IncidentStore } from '../incidents/store.ts';
import { incidentUri } from './dimmed-rows.ts';
import { StoreTree } from './store-tree.ts';
import { incidentCapabilities } from './row-capabilities.ts';

/** A heading in the tree. */
export class GroupNode {
	readonly kind = 'group';
	readonly group: IncidentGroup;

	constructor(group: IncidentGroup) {
		this.group = group;
	}
}

/** An incident in the tree; commands get it when they are chosen from its menu. */
export class IncidentNode {
	readonly kind = 'incident';
	readonly incident: ShownIncident;
	readonly group: IncidentGroup;

	constructor(incident: ShownIncident, group: IncidentGroup) {
		this.incident = incident;
		this.group = group;
	}
}

export type IncidentsTreeNode = GroupNode | IncidentNode;

/** Longer groups start closed. */
const openUpTo = 20;

const hoverCommands = {
	acknowledge: commandIds.acknowledge,
	resolve: commandIds.resolve,
	reopen: commandIds.reopen,
	open: commandIds.open,
} as const;

/** While PagerDuty has not confirmed a change. */
const underWay: Icon = { id: 'loading~spin', color: undefined };

function incidentNodes(group: IncidentGroup): IncidentNode[] {
	return group.incidents.map((incident) => new IncidentNode(incident, group));
}

/** The open incidents as a tree: what is mine, then by service. */
export class IncidentsTree extends StoreTree<IncidentStore, IncidentsTreeNode> {
	readonly #arrangement: WorkspaceArrangement;

	constructor(store: IncidentStore, arrangement: WorkspaceArrangement, clock: Clock) {
		super(store, clock);
		this.#arrangement = arrangement;
	}

	override getChildren(node?: IncidentsTreeNode): IncidentsTreeNode[] {
		if (node instanceof IncidentNode) return [];
		if (node) return incidentNodes(node.group);
		return this.#groups().flatMap((group): IncidentsTreeNode[] =>
			group.kind === 'alone' ? incidentNodes(group) : [new GroupNode(group)],
		);
	}

	override getParent(node: IncidentsTreeNode): IncidentsTreeNode | undefined {
		return node instanceof GroupNode || node.group.kind === 'alone' ? undefined : new GroupNode(node.group);
	}

	/** The row of an incident, if there is one. */
	rowOf(id: string): IncidentNode | undefined {
		for (const group of this.#groups()) {
			const incident = group.incidents.find((one) => one.id === id);
			if (incident) return new IncidentNode(incident, group);
		}
		return undefined;
	}

	override getTreeItem(node: IncidentsTreeNode): vscode.TreeItem {
		return node instanceof GroupNode ? this.#groupItem(node.group) : this.#incidentItem(node);
	}

	protected override hover(node: IncidentsTreeNode): vscode.MarkdownString | undefined {
		if (node instanceof GroupNode) return undefined;
		const incident = this.store.get(node.incident.id) ?? node.incident;
		const hover = new vscode.MarkdownString(
			incidentTooltip(incident, hoverCommands, this.situation(), this.store.priorities ?? []),
			true,
		);
		hover.isTrusted = { enabledCommands: Object.values(hoverCommands) };
		return hover;
	}

	#groups(): readonly IncidentGroup[] {
		return this.store.groups(this.#arrangement.now);
	}

	#groupItem(group: IncidentGroup): vscode.TreeItem {
		const open = group.kind === 'mine' || (group.kind !== 'resolved' && group.incidents.length <= openUpTo);
		const item = new vscode.TreeItem(
			groupLabel(group, vscode.l10n),
			open ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed,
		);
		item.id = `group ${group.id}`;
		item.description = String(group.incidents.length);
		item.contextValue = 'group';
		item.tooltip = groupInWords(group, vscode.l10n);
		item.accessibilityInformation = { label: groupInWords(group, vscode.l10n) };
		return item;
	}

	#incidentItem({ incident, group }: IncidentNode): vscode.TreeItem {
		const { now } = this.situation();
		const item = new vscode.TreeItem(incidentLabel(incident, now, vscode.l10n), vscode.TreeItemCollapsibleState.None);
		item.id = `incident ${incident.id}`;
		item.description = incidentDescription(incident, group.kind);
		item.iconPath = themeIcon(
			this.store.isChanging(incident.id) ? underWay : incidentIcon(incident, this.store.priorities ?? []),
		);
		item.resourceUri = incidentUri(incident);
		item.contextValue = incidentCapabilities(incident);
		item.accessibilityInformation = { label: incidentInWords(incident, now, vscode.l10n) };
		return item;
	}
}
