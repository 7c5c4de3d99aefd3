import * as vscode from 'vscode';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { situationNow } from '../words/situation.ts';
import type { ActivityRecord } from './activity-record.ts';

/** Of documents that show one change. */
const activityScheme = 'pagerduty-activity';

/** Documents that show what is kept of one change, read when they are opened. */
export class ActivityDocuments implements vscode.TextDocumentContentProvider {
	readonly #record: ActivityRecord;
	readonly #clock: Clock;
	readonly #stale = new vscode.EventEmitter<vscode.Uri>();
	readonly onDidChange = this.#stale.event;

	constructor(record: ActivityRecord, clock: Clock) {
		this.#record = record;
		this.#clock = clock;
	}

	/** Open documents are read again whenever something new is in the record: one may say that its change was undone. */
	register(): Pick<vscode.Disposable, 'dispose'> {
		const parts = [
			vscode.workspace.registerTextDocumentContentProvider(activityScheme, this),
			this.#stale,
			this.#record.changed.on(() => {
				for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === activityScheme) this.#stale.fire(uri);
			}),
		];
		return {
			dispose: () => {
				for (const part of parts) part.dispose();
			},
		};
	}

	async provideTextDocumentContent({ path }: vscode.Uri): Promise<string> {
		const id = /^\/([\w-]+)\//.exec(path)?.[1];
		const [entries, { undoneBy }, { activityText }] = await Promise.all([
			this.#record.entries(),
			import('../../record/words.ts'),
			import('./present.ts'),
		]);
		const entry = entries.find((one) => one.id === id);
		if (!entry) return vscode.l10n.t('This change is no longer in the record.');
		return activityText(entry, { undone: undoneBy(entries).has(entry.id) }, situationNow(this.#clock));
	}
}

/** The document of a change. */
export function activityUri(id: string): vscode.Uri {
	return vscode.Uri.from({ scheme: activityScheme, path: `/${id}/${vscode.l10n.t('Change')} ${id}.txt` });
}
