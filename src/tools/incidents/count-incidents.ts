import * as z from 'zod';
import type { Incident } from '../../pagerduty/api/incident.ts';
import { listIncidents, type ListIncidentsQuery } from '../../pagerduty/api/incidents.ts';
import { maximumRows, pages } from '../../pagerduty/api/paging.ts';
import type { ToolContext } from '../core/context.ts';
import { nameOf, namesOf } from '../text/names.ts';
import { joinNotes } from '../text/notes.ts';
import { periodNote } from '../time/period.ts';
import { defineTool } from '../core/tool.ts';
import { incidentFilters, incidentNote, incidentPeriod, incidentQuery, incidentTest } from './shared/incident-query.ts';

const groups = ['status', 'urgency', 'service', 'priority', 'team', 'assignee'] as const;
type Group = (typeof groups)[number];

const input = z.strictObject({
	by: z.enum(groups).default('status').describe('Default: status.'),
	...incidentFilters,
});

const counted = z.object({
	/** Exact, unless `note` says otherwise. */
	total: z.int(),
	counts: z.array(z.object({ value: z.string(), count: z.int() })),
	note: z.string().optional(),
});
type Counted = z.output<typeof counted>;

/** operationId: listIncidents; PagerDuty has no operation that counts, but a list can tell its length. */
export const countIncidents = defineTool({
	name: 'count_incidents',
	title: 'Count incidents',
	description:
		'Counts incidents, in all and by group. One of two teams or people counts for both. list_incidents takes the same filters.',
	example: 'How many incidents are open per service?',
	toolset: 'incidents',
	access: 'read',
	operations: {
		always: ['listIncidents'],
		sometimes: ['getCurrentUser', 'listServices', 'listTeams', 'listPriorities'],
	},
	input,
	output: counted,
	async run(wanted, context) {
		const query = await incidentQuery(wanted, context);
		if (typeof query === 'string') return { total: 0, counts: [], note: query };
		const keep = await incidentTest(wanted, context);
		const told = keep ? undefined : await ask(query, wanted.by, context);
		const result = told ?? (await walk(query, wanted.by, keep, context));
		const period = await incidentPeriod(wanted, context);
		const note = joinNotes(result.note, incidentNote(wanted), periodNote(wanted, period));
		return { ...result, ...(note && { note }) };
	},
});

/** One request for each status or urgency; undefined when that does not answer it. */
async function ask(query: ListIncidentsQuery, by: Group, context: ToolContext): Promise<Counted | undefined> {
	const counts = await Promise.all(
		parts(query, by).map(async ({ value, ...part }) => {
			const page = await listIncidents(context.pagerduty, { ...query, ...part, limit: 1, total: true });
			return { value, count: page.total };
		}),
	);
	const known = counts.flatMap(({ value, count }) => (count === undefined ? [] : [{ value, count }]));
	if (counts.length === 0 || known.length < counts.length) return undefined;
	return { total: known.reduce((sum, { count }) => sum + count, 0), counts: known };
}

/** The values that PagerDuty itself can filter by, each with its filter. */
function parts(query: ListIncidentsQuery, by: Group) {
	if (by === 'status') return (query.statuses ?? []).map((value) => ({ value, statuses: [value] }));
	if (by !== 'urgency') return [];
	return (query.urgencies ?? (['high', 'low'] as const)).map((value) => ({ value, urgencies: [value] }));
}

/** Reads the incidents and counts them here, as many as PagerDuty lists. */
async function walk(
	query: ListIncidentsQuery,
	by: Group,
	keep: ((incident: Incident) => boolean) | undefined,
	context: ToolContext,
): Promise<Counted> {
	const counts = new Map<string, number>();
	let total = 0;
	let read = 0;
	let more = false;
	for await (const page of pages((at) => listIncidents(context.pagerduty, { ...query, ...at }))) {
		for (const incident of page.items) {
			if (keep && !keep(incident)) continue;
			total++;
			for (const value of valuesOf(incident, by)) counts.set(value, (counts.get(value) ?? 0) + 1);
		}
		read += page.received;
		more = page.more;
		context.progress(`Counted ${read} incidents`);
	}
	return {
		total,
		counts: [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count),
		...(more && {
			note: `There are more: PagerDuty lists only the first ${maximumRows.toLocaleString('en')}. Narrow the time or the filters.`,
		}),
	};
}

function valuesOf(incident: Incident, by: Group): string[] {
	switch (by) {
		case 'status':
			return [incident.status ?? 'unknown'];
		case 'urgency':
			return [incident.urgency ?? 'unknown'];
		case 'service':
			return [incident.service ? nameOf(incident.service) : 'none'];
		case 'priority':
			return [incident.priority ? nameOf(incident.priority) : 'none'];
		case 'team':
			return orNone(namesOf(incident.teams));
		case 'assignee':
			return orNone(namesOf(incident.assignments?.map(({ assignee }) => assignee)));
	}
}

/** Not told is another thing than none. */
function orNone(names: string[] | undefined): string[] {
	return names?.length === 0 ? ['none'] : (names ?? ['unknown']);
}
