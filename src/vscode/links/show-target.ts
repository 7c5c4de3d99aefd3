import * as vscode from 'vscode';
import { viewIds } from '../ids.ts';
import { incidentsBehind, type IncidentSources } from '../commands/shared/incidents-meant.ts';
import { offerIncident } from '../commands/shared/offer-incident.ts';
import { slowAction } from '../commands/shared/slow-action.ts';
import type { Sidebar } from '../sidebar/sidebar.ts';
import { safeForLabel } from '../words/markup-safe.ts';
import { situationNow } from '../words/situation.ts';
import { moment } from '../words/time.ts';
import type { LinkTarget } from './editor-link.ts';

export interface ShowTargetParts extends IncidentSources {
	readonly sidebar: Pick<Sidebar, 'show' | 'hasRow'>;
	/** Reads everything anew for the person. */
	readonly refresh: () => Promise<void>;
}

/** Shows what a link is about: a row of the sidebar, else a list of what there is to see. */
export async function showTarget(target: LinkTarget, parts: ShowTargetParts): Promise<void> {
	switch (target.kind) {
		case 'incident':
			return showIncident(target.incident, parts);
		case 'schedule':
			return showSchedule(target.schedule, parts);
		case 'oncall':
			await vscode.commands.executeCommand(`${viewIds.oncall}.focus`);
	}
}

async function showIncident(reference: string, parts: ShowTargetParts): Promise<void> {
	const { store, sidebar, clock, refresh } = parts;
	// The window may have opened with the link.
	if (!store.load.completeAt) await slowAction(clock, vscode.l10n.t('Reading incidents'), refresh);
	const [incident] = await incidentsBehind(parts, [reference]);
	if (!incident) return;
	if (sidebar.hasRow(incident.id)) await sidebar.show(incident.id);
	else await offerIncident(incident, clock, false);
}

/** As many turns as fit without scrolling. */
const turns = 12;

/** Who is on call now and next. */
async function showSchedule(id: string, { toolbox, clock }: ShowTargetParts): Promise<void> {
	const { schedule, shifts } = await slowAction(clock, vscode.l10n.t('Reading the schedule'), async (caller) => {
		const { getSchedule } = await import('../../tools/oncall/get-schedule.ts');
		return toolbox.run(getSchedule, { schedule: id, limit: turns }, caller);
	});
	const { now, locale } = situationNow(clock);
	const at = (iso: string | undefined) => moment(new Date(iso ?? ''), now, locale);
	const items = shifts.map(({ user, start, end, now: current }) => ({
		label: safeForLabel(user),
		description: current
			? vscode.l10n.t('now, until {0}', at(end))
			: vscode.l10n.t('{0} until {1}', at(start), at(end)),
		iconPath: new vscode.ThemeIcon('person'),
	}));
	const nobody = vscode.l10n.t('Nobody is on call in the next 14 days');
	const chosen = await vscode.window.showQuickPick(items, {
		title: safeForLabel(schedule.name),
		placeHolder: items.length > 0 ? vscode.l10n.t('Who is on call now and next') : nobody,
	});
	if (chosen) await vscode.commands.executeCommand(`${viewIds.oncall}.focus`);
}
