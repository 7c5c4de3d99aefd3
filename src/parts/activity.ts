import type * as vscode from 'vscode';
import type { Clock } from '../pagerduty/http/clock.ts';
import { ActivityDocuments } from '../vscode/activity/activity-documents.ts';
import { ActivityRecord } from '../vscode/activity/activity-record.ts';
import { ActivityView } from '../vscode/activity/activity-view.ts';
import type { RedactingLog } from '../vscode/log.ts';
import { recordEnabled } from '../vscode/settings.ts';

export interface ActivityPartsOptions {
	/** Where files are that all windows of this machine share. */
	readonly folder: string;
	readonly clock: Clock;
	readonly log: RedactingLog;
}

/** The record of what was changed from here, and its view. */
export interface ActivityParts {
	readonly record: ActivityRecord;
	readonly view: ActivityView;
	readonly disposables: readonly Pick<vscode.Disposable, 'dispose'>[];
}

/** Builds the record and its view. Nothing is read or written before somebody changes something, or looks. */
export function activityParts({ folder, clock, log }: ActivityPartsOptions): ActivityParts {
	const record = new ActivityRecord({ folder, enabled: recordEnabled, clock, log });
	const view = new ActivityView(record, clock);
	return { record, view, disposables: [view, new ActivityDocuments(record, clock).register()] };
}
