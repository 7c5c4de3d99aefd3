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

	constructor(record: ActivityRecord, clock: Clock) {
		this.#record = record;
		this.#clock = clock;
	}

	register(): vscode.Disposable {
		return vscode.workspace.registerTextDocumentContentProvider(activityScheme, this);
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
