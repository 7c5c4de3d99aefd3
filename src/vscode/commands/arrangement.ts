import * as vscode from 'vscode';
import { groupings, type Grouping, type WorkspaceArrangement } from '../incidents/arrangement.ts';
import { facetKindLabel, facetLabel } from '../incidents/filter-words.ts';
import { facetsOf, sameFacet, type Facet } from '../incidents/filter.ts';
import type { IncidentStore } from '../incidents/store.ts';
import { safeForLabel } from '../words/markup-safe.ts';
import type { L10n } from '../words/situation.ts';
import type { Handlers } from './register.ts';

export interface ArrangementCommandsParts {
	readonly arrangement: WorkspaceArrangement;
	readonly store: IncidentStore;
}

/** The commands that choose which incidents the view shows, and under which headings. */
export function arrangementCommands({
	arrangement,
	store,
}: ArrangementCommandsParts): Pick<Handlers, 'groupIncidents' | 'filterIncidents' | 'clearFilter'> {
	return {
		groupIncidents: async () => {
			const items = groupings.map((grouping) => ({
				grouping,
				label: groupingLabel(grouping, vscode.l10n),
				description: grouping === arrangement.now.grouping ? vscode.l10n.t('now') : '',
			}));
			const chosen = await vscode.window.showQuickPick(items, {
				title: vscode.l10n.t('Group incidents'),
				placeHolder: vscode.l10n.t('Choose how to group them'),
			});
			if (chosen) await arrangement.set({ ...arrangement.now, grouping: chosen.grouping });
		},

		filterIncidents: async () => {
			const { facets } = arrangement.now;
			const chosen = await vscode.window.showQuickPick(filterItems(facetsOf(store.open, facets), facets), {
				title: vscode.l10n.t('Filter incidents'),
				placeHolder: vscode.l10n.t('Choose what to show, or tick nothing to show everything'),
				canPickMany: true,
			});
			if (chosen)
				await arrangement.set({ ...arrangement.now, facets: chosen.flatMap(({ facet }) => (facet ? [facet] : [])) });
		},

		clearFilter: () => arrangement.set({ ...arrangement.now, facets: [] }),
	};
}

interface FacetItem extends vscode.QuickPickItem {
	readonly facet?: Facet;
}

/** Under a heading for each kind. */
function filterItems(facets: readonly Facet[], ticked: readonly Facet[]): FacetItem[] {
	return facets.flatMap((facet, index): FacetItem[] => {
		const item = {
			facet,
			label: safeForLabel(facetLabel(facet, vscode.l10n)),
			picked: ticked.some((other) => sameFacet(facet, other)),
		};
		if (facets[index - 1]?.kind === facet.kind) return [item];
		return [{ label: facetKindLabel(facet.kind, vscode.l10n), kind: vscode.QuickPickItemKind.Separator }, item];
	});
}

function groupingLabel(grouping: Grouping, l10n: L10n): string {
	switch (grouping) {
		case 'mine':
			return l10n.t('Mine first, then by service');
		case 'service':
			return l10n.t('By service');
		case 'urgency':
			return l10n.t('By urgency');
		case 'priority':
			return l10n.t('By priority');
		case 'team':
			return l10n.t('By team');
		case 'none':
			return l10n.t('Not at all');
	}
}
