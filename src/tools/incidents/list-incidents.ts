import * as z from 'zod';
import * as incidents from '../../pagerduty/api/incidents.ts';
import { freeText, reference } from '../core/arguments.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, readRows, type Rows } from '../lists/list.ts';
import { fitted } from '../text/fitted.ts';
import { joinNotes } from '../text/notes.ts';
import { periodNote, withinPeriod } from '../time/period.ts';
import { defineTool } from '../core/tool.ts';
import { incidentShape, showIncident, type ShownIncident } from '../shapes/incident.ts';
import { incidentFilters, incidentNote, incidentPeriod, incidentQuery, incidentTest } from './shared/incident-query.ts';

const name = 'list_incidents';
const { scope, statuses, urgencies, services, teams, users, priorities, since, until, date_range } = incidentFilters;

/** Tokens of each row, on average. */
const rowTokens = 110;

/** Fewer rows than these may be longer. */
const usualRows = 25;

/** What is left of each row when all have long titles and many assignees. */
const shorterRows = [
	{ characters: Infinity, names: Infinity, rows: Infinity },
	...[200, 150, 100, 75, 50, 30].map((characters) => ({ characters, names: 2, rows: Infinity })),
];

const cutNote = 'Long titles or lists of assignees are cut: get_incident shows them whole.';

/** operationId: listIncidents */
export const listIncidents = defineTool({
	name,
	title: 'List incidents',
	description:
		'Lists incidents, newest first: open ones of any age unless `statuses` or a time is given. Resolved ones go back 30 days without `since` or `date_range: all`.',
	example: 'What is open on Checkout right now?',
	toolset: 'incidents',
	access: 'read',
	operations: {
		always: ['listIncidents'],
		sometimes: ['listServices', 'listTeams', 'listPriorities', 'getCurrentUser'],
	},
	input: z.strictObject({
		scope,
		statuses,
		urgencies,
		services,
		teams,
		users,
		priorities,
		title: freeText(200, 'Part of the title.').optional(),
		incident_key: reference('Deduplication key.').optional(),
		since,
		until,
		date_range,
		sort_by: z
			.enum(['created_at:desc', 'created_at:asc', 'urgency:desc', 'resolved_at:desc'])
			.default('created_at:desc')
			.describe('Default: newest first.'),
		...listArguments(incidentShape),
	}),
	output: z.object({ incidents: z.array(incidentShape.schema), ...listEnvelope }),
	async run(input, context) {
		// Asked for beside the list: nobody waits for one after the other.
		let me: string | undefined;
		const knowing = context.directory.myId(context).then((id) => (me = id));
		knowing.catch(() => undefined);
		const query = await incidentQuery(input, context);
		const now = context.clock.now();
		const rows: Rows<ShownIncident> =
			typeof query === 'string'
				? { rows: [], next: undefined, note: query }
				: await readRows({
						start: pageStart(name, input),
						limit: input.limit,
						read: async (at) => {
							const page = incidents.listIncidents(context.pagerduty, { ...query, sort_by: input.sort_by, ...at });
							return (await Promise.all([page, knowing]))[0];
						},
						keep: await incidentTest(input, context),
						show: (incident) => {
							context.directory.incidents.remember(incident);
							return showIncident(incident, now, me);
						},
					});
		const period = await incidentPeriod(input, context);
		const inside = withinPeriod(rows, period, ({ created_at: at }) => at);
		const note = joinNotes(inside.note, incidentNote(input), periodNote(input, period));
		const { items, envelope } = listResult(name, incidentShape, input, { ...inside, note });
		return { incidents: items, ...envelope };
	},
	present(output, input) {
		const list = presentList(incidentShape)(output, input);
		if (input.fields) return list;
		const { answer, cut } = fitted(
			{ incidents: list['incidents'] },
			rowTokens * Math.max(output.returned, usualRows),
			shorterRows,
		);
		const notes = [...(output.note ? [output.note] : []), ...(cut.length > 0 ? [cutNote] : [])];
		return { ...list, ...answer, ...(notes.length > 0 && { note: notes.join(' ') }) };
	},
});
