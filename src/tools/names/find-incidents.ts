import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import type { Incident } from '../../pagerduty/api/incident.ts';
import {
	getIncident,
	listIncidents,
	type GetIncidentQuery,
	type ListIncidentsQuery,
} from '../../pagerduty/api/incidents.ts';
import { pages } from '../../pagerduty/api/paging.ts';
import type { ToolContext } from '../core/context.ts';
import { refusal, ToolError } from '../core/failure.ts';
import { said } from '../text/said.ts';
import { numberOf, quoted } from '../text/names.ts';

/** How incidents are given: id, number with or without `#`, or the address of the incident's page. */
export const incidentReference = 'Id or number.';

/** More than this many are looked for among all open incidents instead of one by one. */
const oneByOne = 10;

/**
 * The incident that `reference` names. operationId: getIncident
 * @throws {ToolError} when there is none.
 */
export async function findIncident(
	reference: string,
	context: ToolContext,
	query: GetIncidentQuery = {},
): Promise<Incident> {
	const key = incidentKey(reference);
	try {
		const incident = await getIncident(context.pagerduty, key, query);
		context.directory.incidents.remember(incident);
		return incident;
	} catch (error) {
		if (!(error instanceof PagerDutyError) || error.kind !== 'notFound') throw error;
		throw refusal(
			said`There is no incident ${quoted(reference)}.`,
			{
				...(error.status && { status: error.status }),
				...(error.code && { code: error.code }),
				next: 'Look it up with list_incidents; older and resolved ones need `statuses` and `date_range: all`.',
			},
			error,
		);
	}
}

/** Id and number of an incident whose state does not matter: no request where it was read before. operationId: getIncident */
export async function findIncidentName(
	reference: string,
	context: ToolContext,
): Promise<{ id: string; number: string }> {
	const known = context.directory.incidents.find(incidentKey(reference));
	if (known) return { id: known.id, number: `#${known.number}` };
	const found = await findIncident(reference, context);
	return { id: found.id, number: numberOf(found) };
}

/** The incidents that `references` name, each once, in that order. One unknown name refuses them all. */
export async function findIncidents(
	references: readonly string[],
	context: ToolContext,
	query: Pick<ListIncidentsQuery, 'include'> = {},
): Promise<Incident[]> {
	const keys = [...new Set(references.map(incidentKey))];
	const open = keys.length > oneByOne ? await findOpen(new Set(keys), context, query) : new Map<string, Incident>();
	const found = await Promise.all(keys.map(async (key) => open.get(key) ?? findIncident(key, context, query)));
	return [...new Map(found.map((incident) => [incident.id, incident])).values()];
}

/** The open incidents among `keys`, by id and by number. operationId: listIncidents */
async function findOpen(
	keys: ReadonlySet<string>,
	context: ToolContext,
	wanted: Pick<ListIncidentsQuery, 'include'>,
): Promise<Map<string, Incident>> {
	const found = new Map<string, Incident>();
	const query = { ...wanted, statuses: ['triggered', 'acknowledged'], date_range: 'all' } as const;
	for await (const page of pages((at) => listIncidents(context.pagerduty, { ...query, ...at }))) {
		for (const incident of page.items) {
			context.directory.incidents.remember(incident);
			for (const key of [incident.id, String(incident.incident_number)]) if (keys.has(key)) found.set(key, incident);
		}
		if (found.size >= keys.size) break;
	}
	return found;
}

function incidentKey(reference: string): string {
	const text = reference.trim().replace(/^[[(<](.*)[\])>]$/, '$1');
	const address = /^(?:https?:\/\/)?[\w.-]+\/incidents\/([A-Za-z0-9]+)/.exec(text);
	// People and chats write #4256 as INC-4256, #INC-4256, "# 4256", "Incident no. 4256" …
	const key =
		address?.[1] ??
		/^(?:#|\s|incident|inc|number|no\.?|nr\.?|(?<=[a-z])[-_:])*(\d+)$/i.exec(text)?.[1] ??
		text.replace(/^(?:incident)?[\s#:]*/i, '');
	if (/^[A-Za-z0-9_-]{1,40}$/.test(key)) return key;
	throw new ToolError({
		message: `${quoted(reference.slice(0, 60))} is not an incident.`,
		next: 'Give its number, such as #123, its id or the address of its page.',
	});
}
