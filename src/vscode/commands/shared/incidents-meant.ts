import * as vscode from 'vscode';
import type { Clock } from '../../../pagerduty/http/clock.ts';
import type { ShownIncident } from '../../../tools/shapes/incident.ts';
import type { Caller, Toolbox } from '../../../tools/toolbox.ts';
import type { IncidentStore } from '../../incidents/store.ts';
import { IncidentNode } from '../../sidebar/incidents-tree.ts';
import { chooseIncident, chooseIncidents, type Question } from './choose-incidents.ts';
import { slowAction } from './slow-action.ts';

/** Where a command looks for incidents to choose from. */
export interface IncidentSources {
	readonly toolbox: Toolbox;
	readonly store: IncidentStore;
	readonly clock: Clock;
}

/**
 * The incidents that a menu, a link or a caller named, or undefined if none: then the command asks.
 * A selection counts only if the row that was clicked belongs to it, which is how the editor passes it.
 */
export function namedIncidents(clicked: unknown, selected: unknown): readonly string[] | undefined {
	const given: readonly unknown[] = Array.isArray(selected) ? selected : Array.isArray(clicked) ? clicked : [clicked];
	const ids = given.flatMap((target) => {
		if (target instanceof IncidentNode) return [target.incident.id];
		return typeof target === 'string' && /^[A-Za-z0-9]{1,40}$/.test(target) ? [target] : [];
	});
	return ids.length > 0 ? [...new Set(ids)] : undefined;
}

/** The incident that was clicked or named, or the one the person chooses. */
export async function incidentMeant(
	sources: IncidentSources,
	clicked: unknown,
	title: string,
	placeHolder: string,
): Promise<ShownIncident | undefined> {
	const [id] = namedIncidents(clicked, undefined) ?? [];
	if (id === undefined) {
		const nothing = vscode.l10n.t('There are no open incidents.');
		return chooseIncident(
			incidentsToChooseFrom(sources, ['triggered', 'acknowledged']),
			{ title, placeHolder, nothing },
			sources.clock,
		);
	}
	const known = sources.store.get(id);
	if (known) return known;
	const get = async (caller: Caller) => {
		const { getIncident } = await import('../../../tools/incidents/get-incident.ts');
		return (await sources.toolbox.run(getIncident, { incident: id }, caller)).incident;
	};
	return slowAction(sources.clock, vscode.l10n.t('Reading the incident'), get);
}

/** Asks which of the open incidents are meant, out of those that are `wanted`. */
export async function chooseOpenIncidents(
	sources: IncidentSources,
	question: Question,
	wanted: (incident: ShownIncident) => boolean = () => true,
): Promise<readonly ShownIncident[]> {
	const open = incidentsToChooseFrom(sources, ['triggered', 'acknowledged']);
	const some = open.then((incidents) => incidents.filter(wanted));
	return chooseIncidents(some, question, sources.clock);
}

/** Asks which of the resolved incidents are meant, the last ones first. */
export async function chooseResolvedIncidents(
	sources: IncidentSources,
	question: Question,
): Promise<readonly ShownIncident[]> {
	return chooseIncidents(incidentsToChooseFrom(sources, ['resolved']), question, sources.clock);
}

/** What the views already know, else what PagerDuty says. */
async function incidentsToChooseFrom(
	{ toolbox, store, clock }: IncidentSources,
	statuses: ('triggered' | 'acknowledged' | 'resolved')[],
): Promise<readonly ShownIncident[]> {
	if (store.load.completeAt && !statuses.includes('resolved')) return store.open;
	const list = async (caller: Caller) => {
		const { listIncidents } = await import('../../../tools/incidents/list-incidents.ts');
		const sorted = statuses.includes('resolved') && { sort_by: 'resolved_at:desc' as const };
		return (await toolbox.run(listIncidents, { scope: 'account', statuses, limit: 100, ...sorted }, caller)).incidents;
	};
	return slowAction(clock, vscode.l10n.t('Reading incidents'), list);
}
