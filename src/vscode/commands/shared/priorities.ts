import * as vscode from 'vscode';
import type { AccountPriority } from '../../incidents/read-priorities.ts';
import type { IncidentSources } from './incidents-meant.ts';
import { slowAction } from './slow-action.ts';

/** The account's priorities, the highest first. */
export function readPriorities({
	toolbox,
	clock,
}: Pick<IncidentSources, 'toolbox' | 'clock'>): Promise<readonly AccountPriority[]> {
	return slowAction(clock, vscode.l10n.t('Reading priorities'), async (caller) => {
		const { readAccountPriorities } = await import('../../incidents/read-priorities.ts');
		return readAccountPriorities(toolbox, caller);
	});
}
