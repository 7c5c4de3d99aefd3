import * as vscode from 'vscode';
import { oncallGroupings, type OncallGrouping, type WorkspaceOncallGrouping } from '../oncall/grouping.ts';
import type { L10n } from '../words/situation.ts';
import type { Handlers } from './register.ts';

/** The command that chooses what the policies of the on-call view stand under. */
export function oncallGroupingCommands(grouping: WorkspaceOncallGrouping): Pick<Handlers, 'groupOncall'> {
	return {
		// A person's own key may pass which.
		groupOncall: async (wanted) => {
			const passed = oncallGroupings.find((one) => one === wanted);
			if (passed) return grouping.set(passed);
			const items = oncallGroupings.map((one) => ({
				grouping: one,
				label: groupingLabel(one, vscode.l10n),
				description: one === grouping.now ? vscode.l10n.t('now') : '',
			}));
			const chosen = await vscode.window.showQuickPick(items, {
				title: vscode.l10n.t('Group who is on call'),
				placeHolder: vscode.l10n.t('Choose how to group them'),
			});
			if (chosen) await grouping.set(chosen.grouping);
		},
	};
}

function groupingLabel(grouping: OncallGrouping, l10n: L10n): string {
	return grouping === 'team' ? l10n.t('By team') : l10n.t('By escalation policy');
}
