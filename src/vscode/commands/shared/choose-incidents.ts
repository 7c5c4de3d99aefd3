import * as vscode from 'vscode';
import type { Clock } from '../../../pagerduty/http/clock.ts';
import type { ShownIncident } from '../../../tools/shapes/incident.ts';
import { themeIcon } from '../../icon.ts';
import { incidentIcon, incidentLabel, incidentState } from '../../incidents/present.ts';
import type { Priorities } from '../../incidents/order.ts';
import { safeForLabel } from '../../words/markup-safe.ts';
import { situationNow, type Situation } from '../../words/situation.ts';
import { moment } from '../../words/time.ts';

interface IncidentItem extends vscode.QuickPickItem {
	readonly incident: ShownIncident;
}

export interface Question {
	readonly title: string;
	readonly placeHolder: string;
	/** What to say when there is nothing to choose from. */
	readonly nothing: string;
}

/** What the incidents to choose from are shown with. */
export interface Shown {
	readonly clock: Clock;
	readonly priorities: Priorities;
}

/** Asks for one incident; undefined when the person thinks better of it. */
export async function chooseIncident(
	incidents: readonly ShownIncident[],
	question: Question,
	shown: Shown,
): Promise<ShownIncident | undefined> {
	if (!anyOrTell(incidents, question)) return undefined;
	const { title, placeHolder } = question;
	const chosen = await vscode.window.showQuickPick(items(incidents, shown), {
		title,
		placeHolder,
		matchOnDescription: true,
		matchOnDetail: true,
	});
	return chosen?.incident;
}

/**
 * Asks for any number of incidents; none when the person thinks better of it. Where nothing is ticked, Enter takes the row that is
 * highlighted.
 * @param ticked ids of those that are ticked from the start
 */
export async function chooseIncidents(
	incidents: readonly ShownIncident[],
	question: Question,
	shown: Shown,
	ticked: readonly string[] = [],
): Promise<readonly ShownIncident[]> {
	if (!anyOrTell(incidents, question)) return [];
	const pick = vscode.window.createQuickPick<IncidentItem>();
	pick.title = question.title;
	pick.placeholder = question.placeHolder;
	pick.canSelectMany = true;
	pick.matchOnDescription = true;
	pick.matchOnDetail = true;
	pick.items = items(incidents, shown);
	const suggested = pick.items.filter(({ incident }) => ticked.includes(incident.id));
	pick.selectedItems = suggested;
	return new Promise((resolve) => {
		const disposables = [
			pick,
			pick.onDidChangeValue(() => {
				// Whoever searches means another one, and would not see what is still ticked.
				if (sameItems(pick.selectedItems, suggested)) pick.selectedItems = [];
			}),
			pick.onDidAccept(() => {
				const chosen = pick.selectedItems.length > 0 ? pick.selectedItems : pick.activeItems;
				resolve(chosen.map(({ incident }) => incident));
				pick.hide();
			}),
			pick.onDidHide(() => {
				resolve([]);
				for (const disposable of disposables) disposable.dispose();
			}),
		];
		pick.show();
	});
}

function sameItems(some: readonly IncidentItem[], others: readonly IncidentItem[]): boolean {
	return some.length === others.length && some.every((item) => others.includes(item));
}

function anyOrTell(incidents: readonly ShownIncident[], { nothing }: Question): boolean {
	if (incidents.length > 0) return true;
	void vscode.window.showInformationMessage(nothing);
	return false;
}

function items(incidents: readonly ShownIncident[], { clock, priorities }: Shown): IncidentItem[] {
	const situation = situationNow(clock);
	return incidents.map((incident) => ({
		incident,
		// A quick pick shows two spaces as one.
		label: safeForLabel(incidentLabel(incident, situation.now, vscode.l10n)).replace('  ', '\u2003'),
		description: [incident.number === undefined ? undefined : `#${incident.number}`, resolvedAt(incident, situation)]
			.filter((part) => part !== undefined)
			.join(' · '),
		detail: safeForLabel(detail(incident)),
		iconPath: themeIcon(incidentIcon(incident, priorities)),
	}));
}

function resolvedAt({ status, resolved_at: at }: ShownIncident, { now, locale, l10n }: Situation): string | undefined {
	return status === 'resolved' && at ? l10n.t('resolved {0}', moment(new Date(at), now, locale)) : undefined;
}

function detail(incident: ShownIncident): string {
	const mine = incident.mine ? vscode.l10n.t('assigned to me') : undefined;
	return [incidentState(incident, vscode.l10n), incident.service, incident.assignees?.join(', '), mine]
		.filter((fact) => fact !== undefined && fact !== '')
		.join(' · ');
}
