import * as vscode from 'vscode';
import { ActivityNode } from '../activity/activity-view.ts';
import type { Entry } from '../../record/entry.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { safeForLabel } from '../words/markup-safe.ts';
import { situationNow } from '../words/situation.ts';
import type { UndoParts } from '../activity/undo.ts';
import type { Handlers } from './register.ts';

export interface ActivityCommandsParts extends UndoParts {
	readonly clock: Clock;
}

type Names = 'openActivity' | 'copyActivity' | 'undoActivity' | 'exportActivity' | 'deleteActivity';

/** The commands about what was changed in PagerDuty from here. */
export function activityCommands(parts: ActivityCommandsParts): Pick<Handlers, Names> {
	const { record, clock } = parts;
	const meant = async (clicked: unknown, title: string): Promise<Entry | undefined> =>
		clicked instanceof ActivityNode ? clicked.entry : choose(await record.entries(), title);

	/** Asks which change is meant. */
	async function choose(entries: readonly Entry[], title: string): Promise<Entry | undefined> {
		if (entries.length === 0) {
			void vscode.window.showInformationMessage(vscode.l10n.t('Nothing has been changed from here yet.'));
			return undefined;
		}
		const { activityRow } = await import('../activity/present.ts');
		const { undoneBy } = await import('../../record/words.ts');
		const undone = undoneBy(entries);
		const items = await Promise.all(
			entries.slice(0, 100).map(async (entry) => {
				const row = await activityRow(entry, { undone: undone.has(entry.id) }, situationNow(clock));
				return { label: safeForLabel(row.label), description: safeForLabel(row.description), entry };
			}),
		);
		return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.entry;
	}

	return {
		openActivity: async (clicked) => {
			const entry = await meant(clicked, vscode.l10n.t('Show a change'));
			if (!entry) return;
			const { activityUri } = await import('../activity/activity-documents.ts');
			const document = await vscode.workspace.openTextDocument(activityUri(entry.id));
			await vscode.window.showTextDocument(document, { preview: true });
		},
		copyActivity: async (clicked) => {
			const entry = await meant(clicked, vscode.l10n.t('Copy a change'));
			if (!entry) return;
			const [{ activityText }, { undoneBy }] = await Promise.all([
				import('../activity/present.ts'),
				import('../../record/words.ts'),
			]);
			const undone = undoneBy(await record.entries()).has(entry.id);
			await vscode.env.clipboard.writeText(await activityText(entry, { undone }, situationNow(clock)));
			void vscode.window.setStatusBarMessage(vscode.l10n.t('Copied the change'), 5000);
		},
		undoActivity: async (clicked) => {
			const entry = await meant(clicked, vscode.l10n.t('Undo a change'));
			if (!entry) return;
			const { undoneBy } = await import('../../record/words.ts');
			if (undoneBy(await record.entries()).has(entry.id)) {
				void vscode.window.showInformationMessage(vscode.l10n.t('It has been undone.'));
				return;
			}
			await (await import('../activity/undo.ts')).undoChange(entry, parts);
		},
		exportActivity: async () => {
			const entries = await record.entries();
			if (entries.length === 0) {
				void vscode.window.showInformationMessage(vscode.l10n.t('Nothing has been changed from here yet.'));
				return;
			}
			const filters = { [vscode.l10n.t('JSON lines')]: ['jsonl'] };
			const target = await vscode.window.showSaveDialog({ filters, title: vscode.l10n.t('Export agent activity') });
			if (!target) return;
			const lines = entries.toReversed().map((entry) => `${JSON.stringify(entry)}\n`);
			await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(lines.join('')));
			void vscode.window.setStatusBarMessage(vscode.l10n.t('Exported {0} changes', entries.length), 5000);
		},
		deleteActivity: async () => {
			const yes = vscode.l10n.t('Delete the record');
			const detail = vscode.l10n.t(
				'This deletes it for all windows on this machine. Nothing changes in PagerDuty, but you can no longer undo earlier changes from here.',
			);
			const question = vscode.l10n.t('Delete the record of all changes?');
			if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes)
				await record.delete();
		},
	};
}
