import * as vscode from 'vscode';
import { ToolError } from '../../tools/core/failure.ts';
import type { ShownIncident } from '../../tools/shapes/incident.ts';
import type { Caller } from '../../tools/tool-runs.ts';
import { incidentDescription, incidentIcon, incidentLabel, incidentState } from '../incidents/present.ts';
import { safeForLabel } from '../words/markup-safe.ts';
import { situationNow } from '../words/situation.ts';
import type { Handlers } from './register.ts';
import { chooseNamed, type Found, type Named } from './shared/choose-named.ts';
import type { PageCommandsParts } from './page.ts';
import type { IncidentSources } from './shared/incidents-meant.ts';

export interface FindCommandsParts
	extends Pick<IncidentSources, 'toolbox' | 'store' | 'clock'>, Pick<PageCommandsParts, 'openPage'> {}

/** Rows of one kind: of the open ones that are known, of those with the title, of those of the service. */
const listed = 25;
/** Fewer letters are in too many titles. */
const shortestSearch = 3;

/** The command that finds an incident, whether or not the sidebar shows it, and opens its page. */
export function findCommands(parts: FindCommandsParts): Pick<Handlers, 'findIncident'> {
	const { store, openPage, clock } = parts;
	const named = (incidents: readonly ShownIncident[]) => incidents.map((incident) => itemOf(incident, parts));
	const known = (text: string) => knownIncidents(text, store.openByNeed);
	return {
		findIncident: async () => {
			const chosen = await chooseNamed<ShownIncident>(
				{
					title: vscode.l10n.t('Find incident'),
					placeHolder: vscode.l10n.t('Type a number, or part of a title or a service'),
					known: (text) => named(known(text)),
					search: async (text, signal): Promise<Found<ShownIncident>> => {
						const found = await search(text, { signal, priority: 'person' }, parts);
						return { items: named(distinct([...known(text), ...found])), more: true };
					},
				},
				clock,
			);
			if (chosen) await openPage('incident', { incident: chosen.id });
		},
	};
}

/** The open ones that are loaded: those with the text in their number, title or service. */
function knownIncidents(text: string, open: readonly ShownIncident[]): readonly ShownIncident[] {
	const wanted = text.replace(/^#/, '').toLowerCase();
	const has = (value: string | number | undefined) =>
		String(value ?? '')
			.toLowerCase()
			.includes(wanted);
	return open.filter(({ number, title, service }) => has(number) || has(title) || has(service)).slice(0, listed);
}

/** What PagerDuty knows, resolved ones of the last 30 days too. */
async function search(text: string, caller: Caller, parts: FindCommandsParts): Promise<readonly ShownIncident[]> {
	const number = /^#?(\d{1,12})$/.exec(text)?.[1];
	if (number !== undefined) return withNumber(number, caller, parts);
	if (text.length < shortestSearch) return [];
	return (await Promise.all([withTitle(text, caller, parts), ofServices(text, caller, parts)])).flat();
}

async function withNumber(
	number: string,
	caller: Caller,
	{ toolbox }: FindCommandsParts,
): Promise<readonly ShownIncident[]> {
	const { getIncident } = await import('../../tools/incidents/get-incident.ts');
	try {
		return [(await toolbox.run(getIncident, { incident: number }, caller)).incident];
	} catch (error) {
		if (error instanceof ToolError && error.failure.status === 404) return [];
		throw error;
	}
}

async function withTitle(title: string, caller: Caller, { toolbox }: FindCommandsParts) {
	const { listIncidents } = await import('../../tools/incidents/list-incidents.ts');
	return (await toolbox.run(listIncidents, { title, statuses: [...anyStatus], limit: listed }, caller)).incidents;
}

async function ofServices(
	query: string,
	caller: Caller,
	{ toolbox }: FindCommandsParts,
): Promise<readonly ShownIncident[]> {
	const [{ listServices }, { listIncidents }] = await Promise.all([
		import('../../tools/services/list-services.ts'),
		import('../../tools/incidents/list-incidents.ts'),
	]);
	const { services } = await toolbox.run(listServices, { query, limit: listed }, caller);
	const ids = services.map(({ id }) => id);
	if (ids.length === 0) return [];
	return (await toolbox.run(listIncidents, { services: ids, statuses: [...anyStatus], limit: listed }, caller))
		.incidents;
}

const anyStatus = ['triggered', 'acknowledged', 'resolved'] as const;

function distinct(incidents: readonly ShownIncident[]): readonly ShownIncident[] {
	// The first one counts: what is known is shown as the sidebar shows it.
	return [...new Map(incidents.toReversed().map((incident) => [incident.id, incident])).values()].reverse();
}

/** `P1 · 9m  #4256 Disk full` with its state, its service and whose it is. */
function itemOf(incident: ShownIncident, { store, clock }: FindCommandsParts): Named<ShownIncident> {
	const { now } = situationNow(clock);
	const numbered = {
		...incident,
		title: incident.number === undefined ? incident.title : `#${incident.number} ${incident.title}`,
	};
	const about = incidentDescription(incident, 'alone');
	return {
		value: incident,
		icon: incidentIcon(incident, store.priorities ?? []).id,
		label: safeForLabel(incidentLabel(numbered, now, vscode.l10n)),
		description: safeForLabel([incidentState(incident, vscode.l10n), about].filter(Boolean).join(' · ')),
	};
}
