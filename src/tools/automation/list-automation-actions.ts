import * as z from 'zod';
import * as automationActions from '../../pagerduty/api/automation-actions.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { freeText, reference, refuseTogether } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { readCursorRows } from '../lists/cursor-rows.ts';
import { refusal } from '../core/failure.ts';
import { said } from '../text/said.ts';
import { findIncident } from '../names/find-incidents.ts';
import { newestFirst } from '../lists/newest-first.ts';
import {
	listArguments,
	listEnvelope,
	listResult,
	pageStart,
	wholeList,
	type Rows,
	presentListOrOne,
} from '../lists/list.ts';
import { matches, nearestNames, nothingMatches } from '../lists/matching.ts';
import { nameOf } from '../text/names.ts';
import { joinNotes } from '../text/notes.ts';
import { partialAnswer } from '../lists/partial-answer.ts';
import { defineTool } from '../core/tool.ts';
import {
	automationActionShape,
	invocationSchema,
	showAutomationAction,
	showInvocation,
	type ShownAutomationAction,
	type ShownInvocation,
} from './shared/automation-action-shape.ts';

const name = 'list_automation_actions';

const input = z.strictObject({
	action: reference('Name or id of one action to show with its latest runs.').optional(),
	incident: reference('Show the actions for the service of this incident, and what has run on it.').optional(),
	invocation: reference('The id of a run, to see how it went.').optional(),
	query: freeText(200, 'Part of the name.').optional(),
	service: reference('Name or id.').optional(),
	team: reference('Name or id.').optional(),
	classification: z.enum(['diagnostic', 'remediation']).optional().describe('Default: both.'),
	action_type: z.enum(['script', 'process_automation']).optional().describe('Default: both.'),
	...listArguments(automationActionShape),
});
type Input = z.output<typeof input>;

/** Runs shown beside the actions. */
const latestRuns = 10;

interface Found {
	readonly rows: Rows<ShownAutomationAction>;
	readonly invocations?: readonly ShownInvocation[];
}

/** operationId: getAllAutomationActions, getAutomationAction, getAutomationActionsInvocation, listAutomationActionInvocations */
export const listAutomationActions = defineTool({
	name,
	title: 'List automation actions and their runs',
	description:
		'Lists automation actions (scripts and jobs for incidents), or shows how a run went. PagerDuty tells the state of a run, but not what it printed.',
	example: 'What diagnostics can I run for Checkout?',
	toolset: 'automation',
	access: 'read',
	operations: {
		always: [],
		sometimes: [
			'getAllAutomationActions',
			'listServices',
			'listTeams',
			'getIncident',
			'getAutomationAction',
			'listAutomationActionInvocations',
			'getAutomationActionsInvocation',
		],
	},
	input,
	output: z.object({
		automation_actions: z.array(automationActionShape.schema),
		/** Runs, newest first. */
		invocations: z.array(invocationSchema).optional(),
		...listEnvelope,
	}),
	async run(input, context) {
		const filters = ['query', 'service', 'team', 'classification', 'action_type', 'cursor'];
		refuseTogether(input, 'action', [...filters, 'invocation']);
		refuseTogether(input, 'invocation', [...filters, 'incident']);
		refuseTogether(input, 'incident', ['service']);
		const { rows, invocations } = await find(input, context);
		const { items, envelope } = listResult(name, automationActionShape, input, rows);
		return { automation_actions: items, ...(invocations && { invocations: [...invocations] }), ...envelope };
	},
	present: presentListOrOne(automationActionShape, 'action'),
});

async function find(input: Input, context: ToolContext): Promise<Found> {
	if (input.invocation !== undefined) return findRun(input.invocation, context);
	const incident = input.incident === undefined ? undefined : await findIncident(input.incident, context);
	const parts = partialAnswer(['invocations'], context.signal);
	const readLatest = (query: Parameters<typeof readRuns>[0]) =>
		parts.read('invocations', () => readRuns(query, context));
	if (input.action !== undefined) {
		const { id } = await context.directory.resolve('automation_action', input.action, context);
		const [action, invocations] = await Promise.all([
			automationActions.getAutomationAction(context.pagerduty, id),
			readLatest({ action_id: id, ...(incident && { incident_id: incident.id }) }),
		]);
		const rows = wholeList([showAutomationAction(action)], { offset: 0 }, 1);
		return { rows: { ...rows, note: parts.incomplete[0] }, ...(invocations && { invocations }) };
	}
	const [rows, invocations] = await Promise.all([
		incident && !incident.service ? nothingFits : readMatching(input, incident?.service?.id, context),
		incident && readLatest({ incident_id: incident.id }),
	]);
	return { rows: { ...rows, note: joinNotes(rows.note, ...parts.incomplete) }, ...(invocations && { invocations }) };
}

/** Without a service to filter by, all actions would come. */
const nothingFits = {
	rows: [],
	next: undefined,
	note: 'PagerDuty does not say which service this incident belongs to.',
};

/** The run, and of its action what the run itself tells. */
async function findRun(invocation: string, context: ToolContext): Promise<Found> {
	try {
		const raw = await automationActions.getInvocation(context.pagerduty, invocation);
		const run = showInvocation(raw);
		const action = { id: run.action_id ?? run.id, name: run.action, type: raw.action_snapshot?.action_type };
		return { rows: wholeList([action], { offset: 0 }, 1), invocations: [run] };
	} catch (error) {
		if (!(error instanceof PagerDutyError) || error.kind !== 'notFound') throw error;
		const next = 'List the runs with `incident` or `action`.';
		throw refusal(said`There is no run ${invocation}.`, { status: 404, next }, error);
	}
}

async function readRuns(
	query: { readonly incident_id?: string; readonly action_id?: string },
	context: ToolContext,
): Promise<ShownInvocation[]> {
	const runs = (await automationActions.listInvocations(context.pagerduty, query)).map(showInvocation);
	return newestFirst(runs, ({ started_at: at }) => at).slice(0, latestRuns);
}

async function readMatching(
	input: Input,
	serviceOfIncident: string | undefined,
	context: ToolContext,
): Promise<Rows<ShownAutomationAction>> {
	const [service, team] = await Promise.all([
		input.service === undefined ? undefined : context.directory.resolve('service', input.service, context),
		input.team === undefined ? undefined : context.directory.resolve('team', input.team, context),
	]);
	const serviceId = service?.id ?? serviceOfIncident;
	const query = input.query?.trim();
	const read = (at: { limit: number; cursor?: string; name?: string }) =>
		automationActions.listAutomationActions(context.pagerduty, {
			...at,
			...(serviceId && { service_id: serviceId }),
			...(team && { team_id: team.id }),
			...(input.classification && { classification: input.classification }),
			...(input.action_type && { action_type: input.action_type }),
		});
	const start = pageStart(name, input);
	const rows = await readCursorRows({
		start,
		limit: input.limit,
		read: (at) => read({ ...at, ...(query && { name: query }) }),
		show: showAutomationAction,
	});
	if (!query) return rows;
	const found = rows.rows.filter(({ item }) => matches(query, [item.name]));
	if (found.length > 0 || rows.next || start.token !== undefined) return { ...rows, rows: found };
	const near = await nearestNames(query, async (part) =>
		(await read({ limit: 100, ...(part !== undefined && { name: part }) })).items.map(nameOf),
	);
	return { ...rows, rows: found, note: nothingMatches('automation action', query, near) };
}
