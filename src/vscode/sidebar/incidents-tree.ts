import * as vscode from 'vscode';
import { cleanLine } from '../../tools/text/untrusted.ts';
import type { ShownChangeEvent } from '../../tools/incidents/shared/change-event-shape.ts';
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
import type { RecentChanges } from '../repository/recent-changes.ts';
import { age } from '../words/time.ts';
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
	readonly group: IncidentGroup;

	constructor(text: string, group: IncidentGroup) {
		this.text = text;
		this.group = group;
	}
}

/** A deployment, or another change. */
export class ChangeNode {
	readonly kind = 'change';
	readonly change: ShownChangeEvent;

	constructor(change: ShownChangeEvent) {
		this.change = change;
	}
}

export type IncidentsTreeNode = GroupNode | IncidentNode | RestNode | NoteNode | ChangeNode;

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
const changes: IncidentGroup = { id: 'changes', kind: 'changes', name: undefined, incidents: [] };

function incidentNodes(group: IncidentGroup): IncidentNode[] {
	return group.incidents.map((incident) => new IncidentNode(incident, group));
}

/** What comes from where. */
export interface IncidentsTreeParts {
	readonly incidents: IncidentStore;
	readonly resolvedLately: ResolvedLately;
	readonly recentChanges: RecentChanges;
	readonly arrangement: WorkspaceArrangement;
	readonly repository: Pick<WorkspaceServices, 'services'>;
	readonly clock: Clock;
}

/** The open incidents as a tree: what is mine, then by service; at the end what is over. */
export class IncidentsTree extends StoreTree<IncidentStore, IncidentsTreeNode> {
	readonly #arrangement: WorkspaceArrangement;
	readonly #lately: ResolvedLately;
	readonly #changes: RecentChanges;
	readonly #repository: IncidentsTreeParts['repository'];

	constructor({ incidents, resolvedLately, recentChanges, arrangement, repository, clock }: IncidentsTreeParts) {
		super(incidents, clock);
		this.#arrangement = arrangement;
		this.#lately = resolvedLately;
		this.#changes = recentChanges;
		this.#repository = repository;
	}

	override getChildren(node?: IncidentsTreeNode): IncidentsTreeNode[] | Promise<IncidentsTreeNode[]> {
		if (!node) return this.#top();
		if (node.kind !== 'group') return [];
		switch (node.group.kind) {
			case 'lately':
				return orNote(lately, vscode.l10n.t('Nothing else was resolved.'), this.#resolvedLately());
			case 'changes':
				return orNote(changes, vscode.l10n.t('Nothing was recorded.'), this.#recentChanges());
			default:
				return incidentNodes(node.group);
		}
	}

	override getParent(node: IncidentsTreeNode): IncidentsTreeNode | undefined {
		if (node.kind === 'note') return new GroupNode(node.group);
		if (node.kind === 'change') return new GroupNode(changes);
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
				return noteItem(node);
			case 'change':
				return this.#changeItem(node.change);
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
		const known = load.completeAt !== undefined;
		return [
			...nodes(groups.filter(({ kind }) => kind === 'repository')),
			...(known && this.#repository.services.length > 0 ? [new GroupNode(changes)] : []),
			...nodes(groups.filter(({ kind }) => kind !== 'resolved' && kind !== 'repository')),
			...(rest ? [new RestNode(rest)] : []),
			...nodes(groups.filter(({ kind }) => kind === 'resolved')),
			...(known ? [new GroupNode(lately)] : []),
		];
	}

	/** An incident has one row: those that are open again, or were resolved from here, stand elsewhere. */
	async #resolvedLately(): Promise<IncidentsTreeNode[]> {
		const resolved = (await this.#lately.read()).filter(({ id }) => !this.store.confirmed(id));
		return resolved.map((incident) => new IncidentNode(incident, lately));
	}

	async #recentChanges(): Promise<IncidentsTreeNode[]> {
		const { changes: read, unread } = await this.#changes.read();
		const rows = read.map((change) => new ChangeNode(change));
		if (unread.length === 0) return rows;
		const note = vscode.l10n.t('Could not be read: {0}', unread.map((name) => cleanLine(name, 60)).join(', '));
		return [...rows, new NoteNode(note, changes)];
	}

	#groups(): readonly IncidentGroup[] {
		return this.store.groups(this.#arrangement.now, this.#repository.services);
	}

	#groupItem(group: IncidentGroup): vscode.TreeItem {
		const isRead = group === lately || group === changes;
		const over = group.kind === 'resolved' || isRead;
		const open = group.kind === 'mine' || (!over && group.incidents.length <= openUpTo);
		const item = new vscode.TreeItem(
			groupLabel(group, vscode.l10n),
			open ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed,
		);
		// The editor keeps open what once was. While the list still comes in, a group that grows long is another one, and starts closed.
		item.id = this.store.load.completeAt ? `group ${group.id}` : `group ${group.id} ${open ? 'short' : 'long'}`;
		if (!isRead) item.description = String(group.incidents.length);
		item.contextValue = group.kind === 'service' ? 'group ofService' : 'group';
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

	#changeItem({ id, summary, at, source, services = [] }: ShownChangeEvent): vscode.TreeItem {
		const item = new vscode.TreeItem(summary, vscode.TreeItemCollapsibleState.None);
		item.id = `change ${id}`;
		const since = age(at, this.situation().now, vscode.l10n);
		// Which service it is, the heading says where there is only one.
		const of = this.#repository.services.length > 1 ? services : [];
		item.description = [since, source, ...of].filter((part) => part !== undefined).join(' · ');
		item.tooltip = [summary, item.description].join('\n');
		item.iconPath = new vscode.ThemeIcon('git-commit');
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

/** What was read, or one row that says why there is nothing. */
async function orNote(
	group: IncidentGroup,
	nothing: string,
	reading: Promise<IncidentsTreeNode[]>,
): Promise<IncidentsTreeNode[]> {
	try {
		const read = await reading;
		return read.length > 0 ? read : [new NoteNode(nothing, group)];
	} catch (error) {
		return [new NoteNode(describeProblem(error, vscode.l10n).message, group)];
	}
}

function noteItem({ text, group }: NoteNode): vscode.TreeItem {
	const item = new vscode.TreeItem(text, vscode.TreeItemCollapsibleState.None);
	item.id = `note ${group.id}`;
	return item;
}
