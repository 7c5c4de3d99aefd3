import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { createIncidentWorkflowInstance, getIncidentWorkflow } from '../../pagerduty/api/incident-workflows.ts';
import { reference } from '../core/arguments.ts';
import { ToolError } from '../core/failure.ts';
import { findIncident, incidentReference } from '../names/find-incidents.ts';
import { cleanLine } from '../text/untrusted.ts';
import { numberOf, quoted } from '../text/names.ts';
import { readIfPossible } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { inTurn, said } from '../text/said.ts';
import { stepNames } from './shared/incident-workflow-shape.ts';

/** operationId: createIncidentWorkflowInstance */
export const startIncidentWorkflow = defineTool({
	name: 'start_incident_workflow',
	title: 'Start a workflow on an incident',
	description:
		'Starts an incident workflow on an incident: all its configured steps run, which may page people and post messages. list_incident_workflows shows the steps. Only such a step can create a Jira ticket or post to Slack: the API cannot.',
	example: 'Start the major incident workflow on #4260.',
	toolset: 'automation',
	access: 'respond',
	operations: {
		always: ['getIncident', 'listIncidentWorkflows', 'createIncidentWorkflowInstance'],
		sometimes: ['getIncidentWorkflow'],
	},
	// The steps may do anything.
	effect: { destructive: true, idempotent: false },
	consent: ['automation'],
	input: z.strictObject({
		workflow: reference('Name or id.'),
		incident: reference(incidentReference),
	}),
	output: z.object({
		incident: z.string(),
		incident_workflow: z.string(),
		/** Id of this run. */
		instance: z.string(),
		note: z.string(),
	}),
	async run(input, context) {
		const [workflow, incident] = await Promise.all([
			context.directory.resolve('incident_workflow', input.workflow, context),
			findIncident(input.incident, context),
		]);
		const number = numberOf(incident);
		await context.consent.require(['automation'], async () => {
			const read = await readIfPossible(() => getIncidentWorkflow(context.pagerduty, workflow.id), context);
			const steps = stepNames(read);
			const does =
				steps.length > 0 ? said`Its steps: ${steps.join(', ')}.` : said`Its steps may page people and post messages.`;
			const title = quoted(cleanLine(incident.title ?? '', 100));
			return {
				question: inTurn([said`Start the workflow ${quoted(workflow.name)} on ${number} ${title} now?`, does], ' '),
				yes: said`Start it`,
				no: said`Start nothing`,
				ids: [workflow.id, incident.id],
			};
		});
		try {
			const instance = await createIncidentWorkflowInstance(context.pagerduty, workflow.id, incident.id);
			return {
				incident: number,
				incident_workflow: workflow.name,
				instance: instance.id,
				note: 'Started. The steps take their time; what they do shows up in the timeline of the incident.',
			};
		} catch (error) {
			if (!(error instanceof PagerDutyError) || !error.unclear) throw error;
			const read = await readIfPossible(() => getIncidentWorkflow(context.pagerduty, workflow.id), context);
			const steps = stepNames(read);
			throw new ToolError(
				{
					message: `No clear answer came: the workflow ${quoted(workflow.name)} may or may not have started on ${number}.`,
					said: said`No clear answer came: the workflow ${quoted(workflow.name)} may or may not have started on ${number}. Check before you start it again.`,
					...(error.status && { status: error.status }),
					next: `PagerDuty has no list of runs. Before starting it again, look at the timeline and notes of ${number}${steps.length > 0 ? ` for what its steps do: ${steps.join(', ')}` : ''}.`,
				},
				error,
			);
		}
	},
});
