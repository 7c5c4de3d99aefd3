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

/**
 * Offers what can be done with an incident that has no row: it is resolved, hidden by the filter, or not loaded.
 * @param changes whether it may be changed: not from a link, which comes from anybody
 */
export async function offerIncident(incident: ShownIncident, clock: Clock, changes = true): Promise<void> {
	const { now } = situationNow(clock);
	const chosen = await vscode.window.showQuickPick([...(changes ? changeOffers(incident) : []), ...offers(incident)], {
		title: safeForLabel(incidentTitle(incident)),
		placeHolder: incidentInWords(incident, now, vscode.l10n),
	});
	if (chosen) await vscode.commands.executeCommand(chosen.command, incident.id);
}

function changeOffers({ status }: ShownIncident): readonly Offer[] {
	return [
		...(status === 'triggered' ? [offer(vscode.l10n.t('Acknowledge'), commandIds.acknowledge, 'eye')] : []),
		status === 'resolved'
			? offer(vscode.l10n.t('Reopen'), commandIds.reopen, 'debug-restart')
			: offer(vscode.l10n.t('Resolve'), commandIds.resolve, 'pass'),
	];
}

function offers({ url }: ShownIncident): readonly Offer[] {
	return [
		...(url ? [offer(vscode.l10n.t('Open in PagerDuty'), commandIds.open, 'link-external')] : []),
		offer(vscode.l10n.t('Ask the agent'), commandIds.askAgent, 'sparkle'),
		offer(vscode.l10n.t('Copy for a ticket'), commandIds.copyDetails, 'copy'),
	];
}

function offer(label: string, command: string, icon: string): Offer {
	return { label, command, iconPath: new vscode.ThemeIcon(icon) };
}
