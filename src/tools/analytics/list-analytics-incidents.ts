import * as z from 'zod';
import {
	readAnalyticsIncident,
	readAnalyticsIncidents,
	readIncidentResponses,
	readResponderIncidents,
} from '../../pagerduty/api/analytics-incidents.ts';
import { keywords, moment, reference, refuseTogether } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { readCursorRows } from '../lists/cursor-rows.ts';
import { ToolError } from '../core/failure.ts';
import { findIncident } from '../names/find-incidents.ts';
import { listEnvelope, listResult, pageStart, presentList, wholeList, type Rows } from '../lists/list.ts';
import { partialAnswer } from '../lists/partial-answer.ts';
import { isoOf } from '../time/iso.ts';
import { parseMoment } from '../time/parse-moment.ts';
import { withinPeriod } from '../time/period.ts';
import { defineTool } from '../core/tool.ts';
import {
	analyticsIncidentShape,
	incidentFields,
	personFields,
	showAnalyticsIncident,
	showResponderIncident,
	showResponse,
	type ShownAnalyticsIncident,
} from './shared/analytics-incident-shape.ts';
import { figureArguments } from './shared/figure-arguments.ts';
import { requireKnownFields } from '../lists/known-fields.ts';
import { incidentArguments, noteOf, questionOf, type AnalyticsQuestion } from './shared/question.ts';

const name = 'list_analytics_incidents';

const filters = {
	...incidentArguments,
	major: z.boolean().optional().describe('true: only major incidents. false: only others.'),
	updated_after: moment('Only incidents whose figures changed after this time.').optional(),
	order_by: z.enum(['created_at', 'seconds_to_resolve']).optional().describe('Figure to sort by. Default: created_at.'),
	order: z.enum(['asc', 'desc']).optional().describe('Order of the sort. Default: desc.'),
};

const input = z.strictObject({
	incident: reference('Show only this incident.').optional(),
	include: keywords(['responses'], 'responses: who was asked and when they answered. It needs `incident`.').optional(),
	user: reference('Show what this person had to do with each incident: name, id or me.').optional(),
	...filters,
	...figureArguments(analyticsIncidentShape, 'engaged_seconds'),
});
type Input = z.output<typeof input>;

/** operationId: getAnalyticsIncidents, getAnalyticsResponderIncidents, or getAnalyticsIncidentsById and getAnalyticsIncidentResponsesById */
export const listAnalyticsIncidents = defineTool({
	name,
	title: 'List incidents with their figures',
	description:
		'Lists the incidents opened in a period, each with its figures: seconds to acknowledge and resolve, escalations, interruptions, who joined. With `user`, it shows the share of that person in each.',
	example: 'Which incidents last month took longest to acknowledge?',
	toolset: 'analytics',
	access: 'read',
	operations: {
		always: [],
		sometimes: [
			'listIncidentTypes',
			'listTeams',
			'listServices',
			'listPriorities',
			'getAnalyticsIncidents',
			'getCurrentUser',
			'getAnalyticsResponderIncidents',
			'getIncident',
			'getAnalyticsIncidentsById',
			'getAnalyticsIncidentResponsesById',
		],
	},
	input,
	output: z.object({ incidents: z.array(analyticsIncidentShape.schema), ...listEnvelope }),
	async run(input, context) {
		requireFields(input);
		const rows =
			input.incident === undefined ? await readPage(input, context) : await readOne(input.incident, input, context);
		const { items, envelope } = listResult(name, analyticsIncidentShape, input, rows);
		return { incidents: items, ...envelope };
	},
	present: presentList(analyticsIncidentShape),
});

/** @throws {ToolError} for fields that these incidents do not have. */
function requireFields({ fields, user, include }: Input): void {
	if (user !== undefined) requireKnownFields('fields', fields, personFields, 'incidents of one `user`');
	else if (include) requireKnownFields('fields', fields, [...incidentFields, ...include], 'incidents without `user`');
	else requireKnownFields('fields', fields, incidentFields, 'incidents without `user` or `include: responses`');
}

async function readOne(incident: string, input: Input, context: ToolContext): Promise<Rows<ShownAnalyticsIncident>> {
	const given = { ...input, scope: input.scope === 'account' ? undefined : input.scope };
	refuseTogether(given, 'incident', ['user', 'cursor', ...Object.keys(filters)]);
	const { id } = await findIncident(incident, context);
	const parts = partialAnswer(input.include, context.signal);
	const [figures, responses] = await Promise.all([
		readAnalyticsIncident(context.pagerduty, id),
		parts.read('responses', () => readIncidentResponses(context.pagerduty, id)),
	]);
	const item = { ...showAnalyticsIncident(figures, 'UTC'), responses: responses?.map(showResponse) };
	const rows = wholeList([item], { offset: 0 }, 1);
	return { ...rows, note: parts.incomplete[0] };
}

async function readPage(input: Input, context: ToolContext): Promise<Rows<ShownAnalyticsIncident>> {
	if (input.include) throw new ToolError({ message: '`include` needs an `incident`.' });
	refuseTogether(input, 'user', ['updated_after', 'order_by']);
	const start = pageStart(name, input);
	const { pagerduty, directory } = context;
	const [question, user] = await Promise.all([
		questionOf(input, context, input.user !== undefined),
		input.user === undefined ? undefined : directory.resolve('user', input.user, context),
	]);
	const asked = ({ limit, cursor }: { limit: number; cursor?: string }) => ({
		time_zone: question.zone,
		limit,
		order: input.order ?? 'desc',
		...(cursor && { starting_after: cursor }),
	});
	if (question.nothing !== undefined) return { rows: [], next: undefined, note: noteOf(question) };
	const { filters, zone } = question;
	const at = { start, limit: input.limit };
	const rows = user
		? readCursorRows({
				...at,
				read: (page) => readResponderIncidents(pagerduty, user.id, { filters, ...asked(page) }),
				show: (incident) => showResponderIncident(incident, zone),
			})
		: readCursorRows({
				...at,
				read: (page) =>
					readAnalyticsIncidents(pagerduty, {
						filters: { ...filters, ...updatedAfter(input, context, question) },
						...asked(page),
						order_by: input.order_by ?? 'created_at',
					}),
				show: (incident) => showAnalyticsIncident(incident, zone),
			});
	const inside = withinPeriod(await rows, question.period, ({ created_at: opened }) => opened);
	return { ...inside, note: noteOf(question, inside.note) };
}

function updatedAfter({ updated_after: after }: Input, { asked }: ToolContext, { local }: AnalyticsQuestion) {
	return after && { updated_after: isoOf(parseMoment('updated_after', after, { asked, local, toward: 'back' })) };
}
