import * as z from 'zod';
import type { Incident } from '../../pagerduty/incident.ts';
import { listIncidents as readIncidents, type ListIncidentsQuery } from '../../pagerduty/incidents.ts';
import { freeText, keywords, moment, reference, references } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { listArguments, listEnvelope, listResult, pageStart, presentList, readRows, type Rows } from '../list.ts';
import { parseRange } from '../time.ts';
import { defineTool } from '../tool.ts';
import { cleanLine } from '../untrusted.ts';
import { incidentView, toIncidentView, type IncidentView } from '../views/incident.ts';

const name = 'list_incidents';

const input = z.strictObject({
	scope: z.enum(['account', 'mine', 'my_teams']).default('account').describe('mine: assigned to the person signed in.'),
	statuses: keywords(['triggered', 'acknowledged', 'resolved'], 'Default: triggered and acknowledged.').optional(),
	urgencies: keywords(['high', 'low']).optional(),
	services: references('Names or ids.').optional(),
	teams: references('Names or ids.').optional(),
	users: references('Assignees: name, e-mail, id or me. Matches open incidents only.').optional(),
	priorities: references('Names such as P1.').optional(),
	title: freeText(200, 'Part of the title.').optional(),
	incident_key: reference('Deduplication key.').optional(),
	since: moment('Opened since: ISO 8601, or e.g. -24h.').optional(),
	until: moment('Opened before.').optional(),
	date_range: z.enum(['all']).optional().describe('all: since ever.'),
	sort_by: z.enum(['created_at:desc', 'created_at:asc', 'urgency:desc', 'resolved_at:desc']).default('created_at:desc'),
	...listArguments(incidentView),
});
type Input = z.output<typeof input>;

/** operationId: listIncidents */
export const listIncidents = defineTool({
	name,
	title: 'List incidents',
	description:
		'Lists incidents, newest first; open ones of any age unless `statuses` or a time is given. Resolved ones go back 30 days without `since` (at most 6 months) or `date_range: all`.',
	toolset: 'incidents',
	access: 'read',
	input,
	output: z.object({ incidents: z.array(incidentView.schema), ...listEnvelope }),
	async run(input, context) {
		const me = await context.directory.me(context);
		const query = await queryFor(input, me, context);
		const now = context.clock.now();
		const rows: Rows<IncidentView> =
			typeof query === 'string'
				? { rows: [], next: undefined, note: query }
				: await readRows({
						start: pageStart(name, input),
						limit: input.limit,
						read: (at) => readIncidents(context.pagerduty, { ...query, ...at }),
						keep: await filterFor(input, context),
						view: (incident) => toIncidentView(incident, now, me?.id),
					});
		const { items, envelope } = listResult(name, incidentView, input, rows);
		return { incidents: items, ...envelope };
	},
	present: presentList(incidentView),
});

/** PagerDuty's query, or the reason why nothing can match: an empty id list would filter nothing. */
async function queryFor(
	input: Input,
	me: { readonly id: string; readonly teams: readonly { readonly id: string }[] } | undefined,
	context: ToolContext,
): Promise<ListIncidentsQuery | string> {
	const { directory } = context;
	const range = rangeFor(input, context);
	const [services, teams, users] = await Promise.all([
		directory.ids('service', input.services, context),
		directory.ids('team', input.teams, context),
		directory.ids('user', input.users, context),
	]);
	if (input.scope !== 'account' && !me) {
		throw new ToolError({
			message: `\`scope: ${input.scope}\` needs a person, and this is an account-level key.`,
			next: 'Use `users` or `teams` instead, or sign in with a personal API token.',
		});
	}
	if (input.scope === 'mine' && users)
		throw new ToolError({ message: 'Give either `scope: mine` or `users`, not both.' });
	if (input.scope === 'my_teams' && teams)
		throw new ToolError({ message: 'Give either `scope: my_teams` or `teams`, not both.' });
	const userIds = input.scope === 'mine' && me ? [me.id] : users;
	const teamIds = input.scope === 'my_teams' ? me?.teams.map(({ id }) => id) : teams;
	if (teamIds?.length === 0) return 'The person signed in is in no team, so no incident is of their teams.';
	return {
		statuses: input.statuses ?? ['triggered', 'acknowledged'],
		sort_by: input.sort_by,
		...range,
		...(input.urgencies && { urgencies: input.urgencies }),
		...(services && { service_ids: services }),
		...(teamIds && { team_ids: teamIds }),
		...(userIds && { user_ids: userIds }),
		...(input.incident_key && { incident_key: input.incident_key }),
	};
}

/** PagerDuty looks back a month unless told otherwise; for open incidents, age is no reason to hide them. */
function rangeFor(input: Input, context: ToolContext): Pick<ListIncidentsQuery, 'since' | 'until' | 'date_range'> {
	const range = parseRange(input, context.clock, 184);
	if (input.date_range && (range.since ?? range.until)) {
		throw new ToolError({ message: 'Give either `date_range: all` or `since` and `until`, not both.' });
	}
	const openOnly = !input.statuses?.includes('resolved');
	return input.date_range || (openOnly && !range.since && !range.until) ? { date_range: 'all' } : range;
}

/** What PagerDuty cannot filter by itself. */
async function filterFor(input: Input, context: ToolContext): Promise<((incident: Incident) => boolean) | undefined> {
	const priorities = await context.directory.ids('priority', input.priorities, context);
	const title = input.title?.trim().toLowerCase();
	if (!priorities && !title) return undefined;
	return (incident) =>
		(!priorities || (incident.priority !== undefined && priorities.includes(incident.priority.id))) &&
		(!title ||
			cleanLine(incident.title ?? incident.summary ?? '')
				.toLowerCase()
				.includes(title));
}
