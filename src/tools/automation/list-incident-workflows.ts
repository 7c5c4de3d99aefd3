import * as z from 'zod';
import * as incidentWorkflows from '../../pagerduty/api/incident-workflows.ts';
import type { IncidentWorkflow, IncidentWorkflowTrigger } from '../../pagerduty/api/incident-workflows.ts';
import { cursorPages } from '../../pagerduty/api/paging.ts';
import { freeText, keywords, reference, refuseTogether } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import {
	listArguments,
	listEnvelope,
	listResult,
	pageStart,
	wholeList,
	type Rows,
	presentListOrOne,
} from '../lists/list.ts';
import { readMatchingRows } from '../lists/matching-rows.ts';
import { joinNotes } from '../text/notes.ts';
import { partialAnswer } from '../lists/partial-answer.ts';
import { defineTool } from '../core/tool.ts';
import {
	incidentWorkflowShape,
	showIncidentWorkflow,
	type ShownIncidentWorkflow,
} from './shared/incident-workflow-shape.ts';

const name = 'list_incident_workflows';

const input = z.strictObject({
	workflow: reference('Show only this workflow, with its steps and triggers: name or id.').optional(),
	query: freeText(200, 'Part of the name.').optional(),
	service: reference('Show only workflows that a trigger starts for incidents of this service.').optional(),
	include: keywords(['triggers'], 'triggers: how each workflow is started.').optional(),
	...listArguments(incidentWorkflowShape),
});
type Input = z.output<typeof input>;

/** operationId: listIncidentWorkflows, getIncidentWorkflow, listIncidentWorkflowTriggers */
export const listIncidentWorkflows = defineTool({
	name,
	title: 'List incident workflows',
	description:
		'Lists incident workflows by name, or shows one with its steps. On request, it shows how they are started: by hand, on a condition or for a type of incident.',
	example: 'Which workflows can I start?',
	toolset: 'automation',
	access: 'read',
	operations: {
		always: ['listIncidentWorkflows'],
		sometimes: ['getIncidentWorkflow', 'listServices', 'listIncidentWorkflowTriggers'],
	},
	input,
	output: z.object({ incident_workflows: z.array(incidentWorkflowShape.schema), ...listEnvelope }),
	async run(input, context) {
		refuseTogether(input, 'workflow', ['query', 'service', 'cursor']);
		const rows =
			input.workflow === undefined ? await readMatching(input, context) : await readOne(input.workflow, context);
		const { items, envelope } = listResult(name, incidentWorkflowShape, input, rows);
		return { incident_workflows: items, ...envelope };
	},
	present: presentListOrOne(incidentWorkflowShape, 'workflow'),
});

async function readOne(workflow: string, context: ToolContext): Promise<Rows<ShownIncidentWorkflow>> {
	const { id } = await context.directory.resolve('incident_workflow', workflow, context);
	const parts = partialAnswer(['triggers'], context.signal);
	const [found, triggers] = await Promise.all([
		incidentWorkflows.getIncidentWorkflow(context.pagerduty, id),
		parts.read('triggers', () => readTriggers({ workflow_id: id }, context)),
	]);
	const shown = showIncidentWorkflow(found, triggers && (triggers.get(id) ?? []));
	return { ...wholeList([shown], { offset: 0 }, 1), note: parts.incomplete[0] };
}

async function readMatching(input: Input, context: ToolContext): Promise<Rows<ShownIncidentWorkflow>> {
	const start = pageStart(name, input);
	const { fields, service } = input;
	const asked = (field: string) => fields?.some((one) => one === 'all' || one === field) ?? false;
	const found = service === undefined ? undefined : await context.directory.resolve('service', service, context);
	const wanted = input.include !== undefined || asked('triggers');
	const parts = partialAnswer(wanted ? ['triggers'] : [], context.signal);
	// Without the triggers of a service nobody knows which workflows are its own.
	const triggers = found
		? await readTriggers({ service_id: found.id }, context)
		: await parts.read('triggers', () => readTriggers({}, context));
	const rows = await readMatchingRows({
		what: 'incident workflow',
		texts: ({ name: label, summary }: IncidentWorkflow) => [label ?? summary],
		query: input.query,
		start,
		limit: input.limit,
		read: (query) =>
			incidentWorkflows.listIncidentWorkflows(context.pagerduty, {
				...query,
				include: asked('steps') ? ['team', 'steps'] : ['team'],
			}),
		show: (workflow) => showIncidentWorkflow(workflow, triggers && (triggers.get(workflow.id) ?? [])),
		keep: found && (({ id }) => triggers?.get(id)?.some((trigger) => trigger.is_disabled !== true) ?? false),
	});
	return { ...rows, note: joinNotes(...parts.incomplete, rows.note) };
}

/** The triggers of each workflow that has any. */
async function readTriggers(
	query: { readonly workflow_id?: string; readonly service_id?: string },
	context: ToolContext,
): Promise<ReadonlyMap<string, readonly IncidentWorkflowTrigger[]>> {
	const triggers = new Map<string, IncidentWorkflowTrigger[]>();
	const read = (cursor?: string) =>
		incidentWorkflows.listIncidentWorkflowTriggers(context.pagerduty, {
			...query,
			limit: 100,
			...(cursor && { cursor }),
		});
	for await (const { items } of cursorPages(read)) {
		for (const trigger of items) {
			if (!trigger.workflow) continue;
			const { id } = trigger.workflow;
			triggers.set(id, [...(triggers.get(id) ?? []), trigger]);
		}
	}
	return triggers;
}
