import * as vscode from 'vscode';
import type { Change as Announced } from '../../../tools/core/changes.ts';
import type { ChangedIncidents } from '../../../tools/incidents/shared/change-incidents.ts';
import type { ShownIncident } from '../../../tools/shapes/incident.ts';
import type { Caller } from '../../../tools/tool-runs.ts';
import type { ChangesInAccount } from '../../account/changes-in-account.ts';
import { statusWord } from '../../incidents/present.ts';
import { safeForNotification } from '../../words/markup-safe.ts';
import { isCancellation } from '../../words/problem.ts';
import type { IncidentSources } from './incidents-meant.ts';
import { slowAction } from './slow-action.ts';

export interface ChangeParts extends IncidentSources {
	readonly changes: ChangesInAccount;
}

/** A change of some incidents. */
export interface IncidentsChange {
	/** What a notification says meanwhile if it takes long. */
	readonly title: string;
	/** The status that the rows show at once, if the change gives them one. */
	readonly status?: ShownIncident['status'];
	/** How many the tool takes at once, where that is fewer than PagerDuty changes at once. */
	readonly most?: number;
	readonly run: (incidents: readonly string[], caller: Caller) => Promise<ChangedIncidents>;
}

/**
 * Changes incidents for a person, and gives those that have changed. Their rows show it at once, before PagerDuty has confirmed it,
 * and are as before when it fails.
 */
export async function changeIncidents(
	parts: ChangeParts,
	ids: readonly string[],
	{ title, status, most, run }: IncidentsChange,
): Promise<ChangedIncidents['incidents']> {
	const expectation = parts.store.expect(ids, status);
	try {
		return await changing(parts, title, async (caller) => {
			const { mostIncidents } = await import('../../../tools/incidents/shared/change-incidents.ts');
			const changed: ChangedIncidents['incidents'] = [];
			const atOnce = most ?? mostIncidents;
			for (let start = 0; start < ids.length; start += atOnce) {
				const some = ids.slice(start, start + atOnce);
				const { incidents, unchanged } = await run(some, caller).catch((error: unknown) => {
					tellBefore(changed.length, ids.length);
					throw error;
				});
				changed.push(...incidents);
				tellUnchanged(unchanged);
			}
			return changed;
		});
	} finally {
		expectation.end();
	}
}

/** Makes a change for a person. One who cancelled it on its way is told that nobody knows what became of it. */
export async function changing<Result>(
	{ clock, changes }: Pick<ChangeParts, 'clock' | 'changes'>,
	title: string,
	action: (caller: Caller) => Promise<Result>,
): Promise<Result> {
	const announced: Announced[] = [];
	const listening = changes.announced.on((change) => void announced.push(change));
	try {
		return await slowAction(clock, title, action);
	} catch (error) {
		if (isCancellation(error) && announced.some(({ unknown }) => unknown)) {
			void vscode.window.showWarningMessage(
				vscode.l10n.t('Cancelled, but PagerDuty may already have carried it out. The list is being refreshed.'),
			);
		}
		throw error;
	} finally {
		listening.dispose();
	}
}

/** Of many incidents some have changed, although the rest failed or was cancelled. */
function tellBefore(changed: number, all: number): void {
	if (changed === 0) return;
	void vscode.window.showWarningMessage(vscode.l10n.t('Changed {0} of {1} incidents before it stopped.', changed, all));
}

function tellUnchanged(unchanged: readonly { number?: number | undefined; title: string; status: string }[]): void {
	const [first] = unchanged;
	if (!first) return;
	const status = statusWord(first.status, vscode.l10n);
	const name = safeForNotification(first.number === undefined ? first.title : `#${first.number} ${first.title}`);
	void vscode.window.showInformationMessage(
		unchanged.length === 1
			? vscode.l10n.t('Not changed: {0} ({1}).', name, status)
			: vscode.l10n.t('{0} incidents were not changed, for example {1} ({2}).', unchanged.length, name, status),
	);
}
