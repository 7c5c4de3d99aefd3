import * as z from 'zod';
import * as changeEvents from '../../pagerduty/api/change-events.ts';
import type { ChangeEvent } from '../../pagerduty/api/change-events.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { getService, listServices } from '../../pagerduty/api/services.ts';
import { moment, reference, references, refuseTogether } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { refusal, ToolError } from '../core/failure.ts';
import { said } from '../text/said.ts';
import {
	listArguments,
	listEnvelope,
	listResult,
	pageStart,
	readRows,
	wholeList,
	type Rows,
	presentListOrOne,
} from '../lists/list.ts';
import { nameOf, quoted, sameName } from '../text/names.ts';
import { joinNotes } from '../text/notes.ts';
import { periodNote, parsePeriod, withinPeriod } from '../time/period.ts';
import { rangeOf } from '../time/range.ts';
import { defineTool } from '../core/tool.ts';
import { changeEventShape, showChangeEvent, type ShownChangeEvent } from './shared/change-event-shape.ts';
import { findIncidentName } from '../names/find-incidents.ts';

const name = 'list_change_events';

/** PagerDuty keeps changes for so long. */
const keptDays = 90;

const input = z.strictObject({
	change_event: reference('Id of one to show.').optional(),
	service: reference('Name or id.').optional(),
	integrations: references('Ids, or names with `service`.').optional(),
	incident: reference('Show changes related to this incident instead.').optional(),
	teams: references('Names or me.').optional(),
	since: moment(`Start, at most ${keptDays} days ago.`).optional(),
	until: moment('Default: now.').optional(),
	...listArguments(changeEventShape),
});
type Input = z.output<typeof input>;

/** operationId: listChangeEvents, listServiceChangeEvents, listIncidentRelatedChangeEvents or getChangeEvent */
export const listChangeEvents = defineTool({
	name,
	title: 'List deployments and other changes',
	description:
		'Lists deployments and other changes, newest first: of the account, a service, or related to an incident.',
	example: 'What was deployed to Checkout in the last two hours?',
	toolset: 'incidents',
	access: 'read',
	operations: {
		always: [],
		sometimes: [
			'listTeams',
			'listChangeEvents',
			'listServiceChangeEvents',
			'getChangeEvent',
			'getIncident',
			'listIncidentRelatedChangeEvents',
			'listServices',
		],
	},
	input,
	output: z.object({ change_events: z.array(changeEventShape.schema), ...listEnvelope }),
	async run(wanted, context) {
		const rows = await read(wanted, context);
		const unnamed = wanted.fields?.every((field) => field !== 'all' && field !== 'services') ?? false;
		const names = await serviceNames(unnamed ? [] : rows.rows.map(({ item }) => item), context);
		const viewed: Rows<ShownChangeEvent> = {
			...rows,
			rows: rows.rows.map(({ item, after }) => ({ item: showChangeEvent(item, names), after })),
		};
		const { items, envelope } = listResult(name, changeEventShape, wanted, viewed);
		return { change_events: items, ...envelope };
	},
	present: presentListOrOne(changeEventShape, 'change_event'),
});

async function read(wanted: Input, context: ToolContext): Promise<Rows<ChangeEvent>> {
	const others = ['service', 'integrations', 'incident', 'teams', 'since', 'until', 'cursor'];
	refuseTogether(wanted, 'change_event', others);
	if (wanted.change_event !== undefined) return ofId(wanted.change_event, context);
	return wanted.incident ? ofIncident(wanted, wanted.incident, context) : ofAccount(wanted, context);
}

async function ofId(id: string, context: ToolContext): Promise<Rows<ChangeEvent>> {
	try {
		return wholeList([await changeEvents.getChangeEvent(context.pagerduty, id)], { offset: 0 }, 1);
	} catch (error) {
		if (!(error instanceof PagerDutyError) || error.kind !== 'notFound') throw error;
		const next = `Look it up without \`change_event\`; PagerDuty keeps changes for ${keptDays} days.`;
		throw refusal(said`There is no change event ${id}.`, { status: 404, next }, error);
	}
}

/** Integrations by id, and those of a service by name too. @throws {ToolError} */
async function integrationIds(
	references: readonly string[] | undefined,
	serviceId: string | undefined,
	context: ToolContext,
): Promise<string[] | undefined> {
	if (!references) return undefined;
	const known = serviceId === undefined ? [] : ((await getService(context.pagerduty, serviceId)).integrations ?? []);
	return references.map((reference) => {
		const found = known.filter(({ id, summary }) => id === reference || sameName(summary, reference));
		if (found[0] && found.length === 1) return found[0].id;
		if (found.length === 0 && /^[A-Z0-9]{6,26}$/.test(reference)) return reference;
		throw new ToolError({
			message: `integrations: ${found.length > 1 ? `several are called ${quoted(reference)}` : `there is no integration ${quoted(reference)}`}.`,
			candidates: (found.length > 0 ? found : known).map((one) => ({ id: one.id, name: nameOf(one) })),
			next:
				serviceId === undefined
					? 'Give ids, or the `service` that they belong to.'
					: 'Use the id of one of the candidates.',
		});
	});
}

async function ofAccount(wanted: Input, context: ToolContext): Promise<Rows<ChangeEvent>> {
	const period = await parsePeriod(wanted, { days: keptDays, maxDays: keptDays }, context);
	const [service, teams] = await Promise.all([
		wanted.service ? context.directory.resolve('service', wanted.service, context) : undefined,
		context.directory.ids('team', wanted.teams, context),
	]);
	const integrations = await integrationIds(wanted.integrations, service?.id, context);
	const query = {
		...rangeOf(period),
		...(teams && { team_ids: teams }),
		...(integrations && { integration_ids: integrations }),
	};
	const rows = await readRows({
		start: pageStart(name, wanted),
		limit: wanted.limit,
		read: (at) =>
			service
				? changeEvents.listServiceChangeEvents(context.pagerduty, service.id, { ...query, ...at })
				: changeEvents.listChangeEvents(context.pagerduty, { ...query, ...at }),
		show: (event) => event,
	});
	const inside = withinPeriod(rows, period, ({ timestamp }) => timestamp);
	return { ...inside, note: joinNotes(inside.note, periodNote(wanted, period)) };
}

async function ofIncident(wanted: Input, incident: string, context: ToolContext): Promise<Rows<ChangeEvent>> {
	if (wanted.service ?? wanted.integrations ?? wanted.teams ?? wanted.since ?? wanted.until) {
		throw new ToolError({ message: '`incident` cannot be combined with other filters.' });
	}
	const { id } = await findIncidentName(incident, context);
	const events = await changeEvents.listIncidentRelatedChangeEvents(context.pagerduty, id, { limit: 100 });
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
