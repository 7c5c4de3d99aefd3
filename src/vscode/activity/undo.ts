import * as vscode from 'vscode';
import type { Entry } from '../../record/entry.ts';
import { undo, undoPlan } from '../../record/undo.ts';
import { NotUndone, type Ask } from '../../record/undo-plan.ts';
import type { Toolbox, ToolboxOptions } from '../../tools/toolbox.ts';
import { toolsets } from '../../tools/core/access.ts';
import { safeForNotification } from '../words/markup-safe.ts';
import type { ActivityRecord } from './activity-record.ts';
import { changeInWords } from './present.ts';

type Offer = Pick<ToolboxOptions, 'policy' | 'consent' | 'recorder'>;

export interface UndoParts {
	readonly record: ActivityRecord;
	/** Gives what makes a toolbox on the account that is signed in. */
	readonly toolboxes: () => Promise<(offer: Offer) => Pick<Toolbox, 'call'>>;
	/** Address of PagerDuty's API for the account that is signed in. */
	readonly apiUrl: () => Promise<string | undefined>;
}

/** Takes a change back once the person has agreed, unless somebody has changed it since. Tells what became of it. */
export async function undoChange(entry: Entry, { record, toolboxes, apiUrl }: UndoParts): Promise<void> {
	const { window, l10n } = vscode;
	const plan = undoPlan(entry);
	const what = await changeInWords(entry);
	if (!plan.possible) {
		void window.showInformationMessage(safeForNotification(l10n.t('"{0}" cannot be undone. {1}', what, plan.why)));
		return;
	}
	if (entry.account !== undefined && entry.account !== (await apiUrl())) {
		void window.showWarningMessage(l10n.t('That change was made in another account: sign in to it first.'));
		return;
	}
	const yes = l10n.t('Undo it');
	const detail = [plan.warning ?? '', l10n.t('It is undone only if nobody has changed it since.')].join('\n').trim();
	const question = safeForNotification(l10n.t('Undo "{0}"?', what), 300);
	if ((await window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
	const toolbox = (await toolboxes())({
		policy: () => ({ access: 'administer', toolsets }),
		// The person has just agreed.
		consent: { own: true },
		recorder: await record.recorder({ undoes: entry.id }),
	});
	const progress = { location: vscode.ProgressLocation.Notification, title: l10n.t('Undoing'), cancellable: true };
	const undone = await window.withProgress(progress, (_, token) => {
		const cancelling = new AbortController();
		token.onCancellationRequested(() => cancelling.abort());
		const ask: Ask = (tool, input) => toolbox.call(tool, input, { signal: cancelling.signal, priority: 'person' });
		return undo(entry, ask).catch((error: unknown) => {
			if (!(error instanceof NotUndone)) throw error;
			void window.showWarningMessage(safeForNotification(l10n.t('Not undone: {0}', error.message), 500));
			return undefined;
		});
	});
	if (!undone) return;
	void window.setStatusBarMessage(l10n.t('Undone: {0}', what), 5000);
}
