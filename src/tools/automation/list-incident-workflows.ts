import * as z from 'zod';
import { getIncidentWorkflow, listIncidentWorkflows as readWorkflows } from '../../pagerduty/incident-workflows.ts';
import { freeText, reference } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { listArguments, listEnvelope, listResult, pageStart, readRows, wholeList, type Rows } from '../list.ts';
import { presentListOrOne, refuseBeside } from '../one-of-list.ts';
import { defineTool } from '../tool.ts';
import { incidentWorkflowView, toIncidentWorkflowView, type IncidentWorkflowView } from '../views/incident-workflow.ts';

const name = 'list_incident_workflows';

const input = z.strictObject({
	workflow: reference('Only this one, with its steps: name or id.').optional(),
	query: freeText(200, 'Part of the name.').optional(),
	...listArguments(incidentWorkflowView),
});
type Input = z.output<typeof input>;

/** operationId: listIncidentWorkflows, getIncidentWorkflow */
export const listIncidentWorkflows = defineTool({
	name,
	title: 'List incident workflows',
	description: 'Lists incident workflows by name, or one of them with the steps that it takes.',
	example: 'Which workflows can I start?',
	toolset: 'automation',
	access: 'read',
	input,
	output: z.object({ incident_workflows: z.array(incidentWorkflowView.schema), ...listEnvelope }),
	async run(input, context) {
		refuseBeside(input, 'workflow', ['query', 'cursor']);
		const rows = input.workflow === undefined ? await readAll(input, context) : await readOne(input.workflow, context);
		const { items, envelope } = listResult(name, incidentWorkflowView, input, rows);
		return { incident_workflows: items, ...envelope };
	},
	present: presentListOrOne(incidentWorkflowView, 'workflow'),
});

async function readOne(workflow: string, context: ToolContext): Promise<Rows<IncidentWorkflowView>> {
	const { id } = await context.directory.resolve('incident_workflow', workflow, context);
	return wholeList([toIncidentWorkflowView(await getIncidentWorkflow(context.pagerduty, id))], { offset: 0 }, 1);
}

function readAll(input: Input, context: ToolContext): Promise<Rows<IncidentWorkflowView>> {
	const steps = input.fields?.some((field) => field === 'all' || field === 'steps');
	return readRows({
		start: pageStart(name, input),
		limit: input.limit,
		read: (at) =>
			readWorkflows(context.pagerduty, {
				...at,
				...(input.query && { query: input.query.trim() }),
				include: steps ? ['team', 'steps'] : ['team'],
			}),
		view: toIncidentWorkflowView,
	});
}
