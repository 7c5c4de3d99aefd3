import * as vscode from 'vscode';
import type { Clock } from '../../../pagerduty/http/clock.ts';
import type { ShownIncident } from '../../../tools/shapes/incident.ts';
import { commandIds } from '../../ids.ts';
import { incidentInWords, incidentTitle } from '../../incidents/present.ts';
import { safeForLabel } from '../../words/markup-safe.ts';
import { situationNow } from '../../words/situation.ts';

interface Offer extends vscode.QuickPickItem {
	readonly command: string;
}

/** Offers what can be done with an incident that has no row: it is resolved, hidden by the filter, or not loaded. */
export async function offerIncident(incident: ShownIncident, clock: Clock): Promise<void> {
	const { now } = situationNow(clock);
	const chosen = await vscode.window.showQuickPick(offers(incident), {
		title: safeForLabel(incidentTitle(incident)),
		placeHolder: incidentInWords(incident, now, vscode.l10n),
	});
	if (chosen) await vscode.commands.executeCommand(chosen.command, incident.id);
}

function offers({ status, url }: ShownIncident): readonly Offer[] {
	const offer = (label: string, command: string, icon: string): Offer => ({
		label,
		command,
		iconPath: new vscode.ThemeIcon(icon),
	});
	return [
		...(status === 'triggered' ? [offer(vscode.l10n.t('Acknowledge'), commandIds.acknowledge, 'eye')] : []),
		...(status === 'resolved'
			? [offer(vscode.l10n.t('Reopen'), commandIds.reopen, 'debug-restart')]
			: [offer(vscode.l10n.t('Resolve'), commandIds.resolve, 'pass')]),
		...(url ? [offer(vscode.l10n.t('Open in PagerDuty'), commandIds.open, 'link-external')] : []),
		offer(vscode.l10n.t('Copy for a ticket'), commandIds.copyDetails, 'copy'),
	];
}
