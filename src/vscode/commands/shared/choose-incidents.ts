import * as vscode from 'vscode';
import type { Clock } from '../../../pagerduty/http/clock.ts';
import type { ShownIncident } from '../../../tools/shapes/incident.ts';
import { themeIcon } from '../../icon.ts';
import { incidentIcon, incidentState, incidentTitle } from '../../incidents/present.ts';
import { safeForLabel } from '../../words/markup-safe.ts';
import { age } from '../../words/time.ts';

interface IncidentItem extends vscode.QuickPickItem {
	readonly incident: ShownIncident;
}

export interface Question {
	readonly title: string;
	readonly placeHolder: string;
	/** What to say when there is nothing to choose from. */
	readonly nothing: string;
}

/** Asks for one incident; undefined when the person thinks better of it. */
export async function chooseIncident(
	incidents: Promise<readonly ShownIncident[]>,
	question: Question,
	clock: Clock,
): Promise<ShownIncident | undefined> {
	if (!(await anyOrTell(incidents, question))) return undefined;
	const chosen = await vscode.window.showQuickPick(items(incidents, clock), options(question));
	return chosen?.incident;
}

/** Asks for any number of incidents; none when the person thinks better of it. */
export async function chooseIncidents(
	incidents: Promise<readonly ShownIncident[]>,
	question: Question,
	clock: Clock,
): Promise<readonly ShownIncident[]> {
	if (!(await anyOrTell(incidents, question))) return [];
	const chosen = await vscode.window.showQuickPick(items(incidents, clock), {
		...options(question),
		canPickMany: true,
	});
	return chosen?.map(({ incident }) => incident) ?? [];
}

async function anyOrTell(incidents: Promise<readonly ShownIncident[]>, { nothing }: Question): Promise<boolean> {
	if ((await incidents).length > 0) return true;
	void vscode.window.showInformationMessage(nothing);
	return false;
}

function options({ title, placeHolder }: Question): vscode.QuickPickOptions {
	return { title, placeHolder, matchOnDescription: true, matchOnDetail: true };
}

/** Mine first; then as they came. */
async function items(incidents: Promise<readonly ShownIncident[]>, clock: Clock): Promise<IncidentItem[]> {
	const now = clock.now();
	return [...(await incidents)]
		.sort((a, b) => Number(b.mine ?? false) - Number(a.mine ?? false))
		.map((incident) => {
			const mine = incident.mine ? vscode.l10n.t('assigned to me') : undefined;
			const facts = [incidentState(incident, vscode.l10n), incident.service, incident.assignees?.join(', '), mine];
			return {
				incident,
				label: safeForLabel(incidentTitle(incident)),
				description: age(incident.created_at, now, vscode.l10n) ?? '',
				detail: safeForLabel(facts.filter((fact) => fact !== undefined && fact !== '').join(' · ')),
				iconPath: themeIcon(incidentIcon(incident)),
			};
		});
}
