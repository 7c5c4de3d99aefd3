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
	restInWords,
} from '../incidents/present.ts';
import type { ResolvedLately } from '../incidents/resolved-lately.ts';
import type { IncidentStore, Rest } from '../incidents/store.ts';
import { describeProblem } from '../words/problem.ts';
import { incidentUri } from './dimmed-rows.ts';
import type { WorkspaceServices } from '../repository/workspace-services.ts';
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

/** The row that reads more of the open incidents. */
export class RestNode {
	readonly kind = 'rest';
	readonly rest: Rest;

	constructor(rest: Rest) {
		this.rest = rest;
	}
}

/** Why nothing stands under a heading. */
export class NoteNode {
	readonly kind = 'note';
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

export type IncidentsTreeNode = GroupNode | IncidentNode | RestNode | NoteNode;

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

/** What stands in it is not known before somebody opens it. */
const lately: IncidentGroup = { id: 'lately', kind: 'lately', name: undefined, incidents: [] };

function incidentNodes(group: IncidentGroup): IncidentNode[] {
	return group.incidents.map((incident) => new IncidentNode(incident, group));
}

/** What comes from where. */
export interface IncidentsTreeParts {
	readonly incidents: IncidentStore;
	readonly resolvedLately: ResolvedLately;
	readonly arrangement: WorkspaceArrangement;
	readonly repository: Pick<WorkspaceServices, 'services'>;
	readonly clock: Clock;
}

/** The open incidents as a tree: what is mine, then by service; at the end what is over. */
export class IncidentsTree extends StoreTree<IncidentStore, IncidentsTreeNode> {
	readonly #arrangement: WorkspaceArrangement;
	readonly #lately: ResolvedLately;
	readonly #repository: IncidentsTreeParts['repository'];

	constructor({ incidents, resolvedLately, arrangement, repository, clock }: IncidentsTreeParts) {
		super(incidents, clock);
		this.#arrangement = arrangement;
		this.#lately = resolvedLately;
		this.#repository = repository;
	}

	override getChildren(node?: IncidentsTreeNode): IncidentsTreeNode[] | Promise<IncidentsTreeNode[]> {
		if (!node) return this.#top();
		if (node.kind !== 'group') return [];
		return node.group.kind === 'lately' ? this.#resolvedLately() : incidentNodes(node.group);
	}

	override getParent(node: IncidentsTreeNode): IncidentsTreeNode | undefined {
		if (node.kind === 'note') return new GroupNode(lately);
		return node.kind === 'incident' && node.group.kind !== 'alone' ? new GroupNode(node.group) : undefined;
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
		switch (node.kind) {
			case 'group':
				return this.#groupItem(node.group);
			case 'incident':
				return this.#incidentItem(node);
			case 'rest':
				return this.#restItem(node.rest);
			case 'note':
				return noteItem(node.text);
		}
	}

	protected override async hover(node: IncidentsTreeNode): Promise<vscode.MarkdownString | undefined> {
		if (node.kind !== 'incident') return undefined;
		// Loaded with the first hover.
		const { incidentTooltip } = await import('../incidents/tooltip.ts');
		const incident = this.store.get(node.incident.id) ?? node.incident;
		const hover = new vscode.MarkdownString(
			incidentTooltip(incident, hoverCommands, this.situation(), this.store.priorities ?? []),
			true,
		);
		hover.isTrusted = { enabledCommands: Object.values(hoverCommands) };
		return hover;
	}

	#top(): IncidentsTreeNode[] {
		const { rest, load } = this.store;
		const nodes = (some: readonly IncidentGroup[]) =>
			some.flatMap((group): IncidentsTreeNode[] =>
				group.kind === 'alone' ? incidentNodes(group) : [new GroupNode(group)],
			);
		const groups = this.#groups();
		return [
			...nodes(groups.filter(({ kind }) => kind !== 'resolved')),
			...(rest ? [new RestNode(rest)] : []),
			...nodes(groups.filter(({ kind }) => kind === 'resolved')),
			...(load.completeAt ? [new GroupNode(lately)] : []),
		];
	}

	/** An incident has one row: those that are open again, or were resolved from here, stand elsewhere. */
	async #resolvedLately(): Promise<IncidentsTreeNode[]> {
		try {
			const resolved = (await this.#lately.read()).filter(({ id }) => !this.store.confirmed(id));
			if (resolved.length > 0) return resolved.map((incident) => new IncidentNode(incident, lately));
			return [new NoteNode(vscode.l10n.t('Nothing else was resolved.'))];
		} catch (error) {
			return [new NoteNode(describeProblem(error, vscode.l10n).message)];
		}
	}

	#groups(): readonly IncidentGroup[] {
		return this.store.groups(this.#arrangement.now, this.#repository.services);
	}

	#groupItem(group: IncidentGroup): vscode.TreeItem {
		const over = group.kind === 'resolved' || group.kind === 'lately';
		const open = group.kind === 'mine' || (!over && group.incidents.length <= openUpTo);
		const item = new vscode.TreeItem(
			groupLabel(group, vscode.l10n),
			open ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed,
		);
		item.id = `group ${group.id}`;
		if (group !== lately) item.description = String(group.incidents.length);
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
		item.command = { command: commandIds.openPage, title: '', arguments: [{ row: incident.id }] };
		item.accessibilityInformation = { label: incidentInWords(incident, now, vscode.l10n) };
		return item;
	}

	#restItem(rest: Rest): vscode.TreeItem {
		const showing = restInWords(this.store.openCount, rest, this.situation());
		const label = rest.reachable ? vscode.l10n.t('Load more') : showing;
		const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
		item.id = 'rest';
		if (!rest.reachable) {
			item.tooltip = vscode.l10n.t('PagerDuty lists no more. To see another incident, find it by its number.');
			return item;
		}
		item.description = showing;
		item.iconPath = new vscode.ThemeIcon('fold-down');
		item.command = { command: commandIds.loadMore, title: label };
		return item;
	}
}

function noteItem(text: string): vscode.TreeItem {
	const item = new vscode.TreeItem(text, vscode.TreeItemCollapsibleState.None);
	item.id = 'note';
	return item;
}
