import * as vscode from 'vscode';
import type { Clock } from '../../../pagerduty/http/clock.ts';
import type { ShownIncident } from '../../../tools/shapes/incident.ts';
import type { Caller } from '../../../tools/tool-runs.ts';
import type { RunsTools } from '../../lazy-toolbox.ts';
import type { IncidentStore } from '../../incidents/store.ts';
import { sortedByNeed } from '../../incidents/order.ts';
import { IncidentNode, type IncidentsTreeNode } from '../../sidebar/incidents-tree.ts';
import { chooseIncident, chooseIncidents, type Question } from './choose-incidents.ts';
import { refuseLostRow } from './lost-row.ts';
import { isOfSelection } from './of-selection.ts';
import { slowAction } from './slow-action.ts';

/** Where a command looks for incidents to choose from. */
export interface IncidentSources {
	readonly toolbox: RunsTools;
	readonly store: IncidentStore;
	readonly clock: Clock;
	/** The rows that are selected in the sidebar: keys mean them. */
	readonly selected: () => Promise<readonly IncidentsTreeNode[]>;
}

/** Asks about these incidents only, and has them ticked. */
export interface Among {
	readonly among: readonly string[];
}

/** The incidents among which a command is asked to let the person choose. */
export function incidentsAmong(clicked: unknown): readonly string[] | undefined {
	const among: unknown =
		typeof clicked === 'object' && clicked !== null && 'among' in clicked ? clicked.among : undefined;
	return Array.isArray(among) ? among.filter((id) => typeof id === 'string') : undefined;
}

/**
 * The incidents that a menu, a link or a caller named, or undefined if none: then the command asks.
 * A selection counts only if the row that was clicked belongs to it, which is how the editor passes it.
 */
export async function namedIncidents(
	clicked: unknown,
	selected: unknown,
	sources: Pick<IncidentSources, 'selected'>,
): Promise<readonly string[] | undefined> {
	refuseLostRow(clicked);
	const given: readonly unknown[] = isOfSelection(clicked)
		? await sources.selected()
		: Array.isArray(selected)
			? selected
			: Array.isArray(clicked)
				? clicked
				: [clicked];
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
	const [id] = (await namedIncidents(clicked, undefined, sources)) ?? [];
	if (id === undefined) {
		const nothing = vscode.l10n.t('There are no open incidents.');
		return chooseIncident(await openIncidents(sources), { title, placeHolder, nothing }, shownOf(sources));
	}
	return (await incidentsBehind(sources, [id]))[0];
}

/** The incidents that have these ids: as the views know them, else as PagerDuty says. */
export async function incidentsBehind(
	{ store, toolbox, clock }: IncidentSources,
	ids: readonly string[],
): Promise<readonly ShownIncident[]> {
	const unknown = ids.filter((id) => !store.get(id));
	if (unknown.length === 0) return ids.flatMap((id) => store.get(id) ?? []);
	const reading = unknown.length === 1 ? vscode.l10n.t('Reading the incident') : vscode.l10n.t('Reading incidents');
	return slowAction(clock, reading, async (caller) => {
		const { getIncident } = await import('../../../tools/incidents/get-incident.ts');
		const find = async (id: string) =>
			store.get(id) ?? (await toolbox.run(getIncident, { incident: id }, caller)).incident;
		return Promise.all(ids.map(find));
	});
}

/**
 * Asks which of the open incidents are meant, out of those that are `wanted`. The person's own that needs somebody most is
 * ticked; or all of those `among` which to choose.
 */
export async function chooseOpenIncidents(
	sources: IncidentSources,
	question: Question,
	wanted: (incident: ShownIncident) => boolean = () => true,
	among?: readonly string[],
): Promise<readonly ShownIncident[]> {
	const some = (await openIncidents(sources)).filter(
		(incident) => wanted(incident) && (among?.includes(incident.id) ?? true),
	);
	const [first] = some;
	return chooseIncidents(some, question, shownOf(sources), among ?? (first?.mine ? [first.id] : []));
}

/** The incidents that were clicked, selected or named, or those of the open ones that the person chooses. */
export async function openIncidentsMeant(
	sources: IncidentSources,
	clicked: unknown,
	selected: unknown,
	title: string,
): Promise<readonly string[]> {
	const named = await namedIncidents(clicked, selected, sources);
	if (named) return named;
	const question = {
		title,
		placeHolder: vscode.l10n.t('Choose the incidents'),
		nothing: vscode.l10n.t('There are no open incidents.'),
	};
	const chosen = await chooseOpenIncidents(sources, question, () => true, incidentsAmong(clicked));
	return chosen.map(({ id }) => id);
}

/** Asks which of the resolved incidents are meant, the last ones first. */
export async function chooseResolvedIncidents(
	sources: IncidentSources,
	question: Question,
): Promise<readonly ShownIncident[]> {
	const resolved = await readIncidents(sources, { statuses: ['resolved'], sort_by: 'resolved_at:desc' });
	return chooseIncidents(resolved, question, shownOf(sources));
}

function shownOf({ clock, store }: IncidentSources) {
	return { clock, priorities: store.priorities ?? [] };
}

/** What the views already know, else what PagerDuty says: mine first, then what needs somebody most. */
export async function openIncidents(sources: IncidentSources): Promise<readonly ShownIncident[]> {
	const { store } = sources;
	if (store.load.completeAt) return store.openByNeed;
	const open = await readIncidents(sources, { statuses: ['triggered', 'acknowledged'] });
	return sortedByNeed(open, store.priorities ?? []);
}

function readIncidents(
	{ toolbox, clock }: IncidentSources,
	query: { statuses: ('triggered' | 'acknowledged' | 'resolved')[]; sort_by?: 'resolved_at:desc' },
): Promise<readonly ShownIncident[]> {
	const list = async (caller: Caller) => {
		const { listIncidents } = await import('../../../tools/incidents/list-incidents.ts');
		return (await toolbox.run(listIncidents, { scope: 'account', limit: 100, ...query }, caller)).incidents;
	};
	return slowAction(clock, vscode.l10n.t('Reading incidents'), list);
}
