import * as z from 'zod';
import {
	listChangeEvents as readAccount,
	listIncidentRelatedChangeEvents,
	listServiceChangeEvents,
	type ChangeEvent,
} from '../../pagerduty/change-events.ts';
import { listServices } from '../../pagerduty/services.ts';
import { moment, reference, references } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import {
	listArguments,
	listEnvelope,
	listResult,
	pageStart,
	presentList,
	readRows,
	wholeList,
	type Rows,
} from '../list.ts';
import { joinNotes } from '../parts.ts';
import { periodNote, readPeriod, within } from '../time/period.ts';
import { rangeOf } from '../time/range.ts';
import { defineTool } from '../tool.ts';
import { changeEventView, toChangeEventView, type ChangeEventView } from '../views/change-event.ts';
import { findIncident, incidentReference } from './find-incidents.ts';

const name = 'list_change_events';

/** PagerDuty keeps changes for so long. */
const keptDays = 90;

const input = z.strictObject({
	service: reference('Name or id.').optional(),
	incident: reference(`Instead of other filters. ${incidentReference}`).optional(),
	teams: references('Names, ids or me.').optional(),
	since: moment(`ISO 8601, or e.g. -24h; kept for ${keptDays} days.`).optional(),
	until: moment('Or now.').optional(),
	...listArguments(changeEventView),
});
type Input = z.output<typeof input>;

/** operationId: listChangeEvents, listServiceChangeEvents or listIncidentRelatedChangeEvents */
export const listChangeEvents = defineTool({
	name,
	title: 'List deployments and other changes',
	description:
		'Lists deployments and other changes of the account or a service, newest first, or those related to an incident.',
	example: 'What was deployed to Checkout in the last two hours?',
	toolset: 'incidents',
	access: 'read',
	input,
	output: z.object({ change_events: z.array(changeEventView.schema), ...listEnvelope }),
	async run(wanted, context) {
		const rows = wanted.incident
			? await ofIncident(wanted, wanted.incident, context)
			: await ofAccount(wanted, context);
		const names = await serviceNames(
			rows.rows.map(({ item }) => item),
			context,
		);
		const viewed: Rows<ChangeEventView> = {
			...rows,
			rows: rows.rows.map(({ item, after }) => ({ item: toChangeEventView(item, names), after })),
		};
		const { items, envelope } = listResult(name, changeEventView, wanted, viewed);
		return { change_events: items, ...envelope };
	},
	present: presentList(changeEventView),
});

async function ofAccount(wanted: Input, context: ToolContext): Promise<Rows<ChangeEvent>> {
	const period = await readPeriod(wanted, { days: keptDays, maxDays: keptDays }, context);
	const [service, teams] = await Promise.all([
		wanted.service ? context.directory.resolve('service', wanted.service, context) : undefined,
		context.directory.ids('team', wanted.teams, context),
	]);
	const query = { ...rangeOf(period), ...(teams && { team_ids: teams }) };
	const rows = await readRows({
		start: pageStart(name, wanted),
		limit: wanted.limit,
		read: (at) =>
			service
				? listServiceChangeEvents(context.pagerduty, service.id, { ...query, ...at })
				: readAccount(context.pagerduty, { ...query, ...at }),
		view: (event) => event,
	});
	const inside = within(rows, period, ({ timestamp }) => timestamp);
	return { ...inside, note: joinNotes(inside.note, periodNote(wanted, period)) };
}

async function ofIncident(wanted: Input, incident: string, context: ToolContext): Promise<Rows<ChangeEvent>> {
	if (wanted.service ?? wanted.teams ?? wanted.since ?? wanted.until) {
		throw new ToolError({ message: '`incident` stands alone: PagerDuty relates changes to it without other filters.' });
	}
	const { id } = await findIncident(incident, context);
	const events = await listIncidentRelatedChangeEvents(context.pagerduty, id, { limit: 100 });
	return wholeList(events, pageStart(name, wanted), wanted.limit);
}

/** Changes carry only the ids of services: one request names those of the first hundred services. operationId: listServices */
async function serviceNames(events: readonly ChangeEvent[], context: ToolContext): Promise<Map<string, string>> {
	if (events.every(({ services }) => (services ?? []).every(({ summary }) => summary !== undefined))) return new Map();
	const page = await listServices(context.pagerduty, { limit: 100 }).catch(() => undefined);
	return new Map(
		(page?.items ?? []).flatMap(({ id, name: label }) => (label === undefined ? [] : [[id, label] as const])),
	);
}
