import * as z from 'zod';
import type {
	IncidentWorkflow,
	IncidentWorkflowTrigger,
	WorkflowStep,
} from '../../../pagerduty/api/incident-workflows.ts';
import { cleanName, nameOf, namesOf, quoted } from '../../text/names.ts';
import { cleanLine, cleanText } from '../../text/untrusted.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';

/** How a workflow is started. */
const triggerShape = z.object({
	/** `manual`, `conditional` or `incident_type`. */
	type: z.string().optional(),
	condition: z.string().optional(),
	incident_types: z.array(z.string()).optional(),
	/** Of whose incidents. */
	services: z.union([z.literal('all'), z.array(z.string())]).optional(),
	/** Whose members alone may start it. */
	only_team_id: z.string().optional(),
	disabled: z.literal(true).optional(),
});

/** What the tools show of an incident workflow. */
export const incidentWorkflowShape = defineShape({
	singular: 'incident_workflow',
	plural: 'incident_workflows',
	fields: {
		id: z.string(),
		name: z.string(),
		description: z.string().optional(),
		enabled: z.boolean().optional(),
		team: z.string().optional(),
		/** What it does, in order, e.g. `Send a status update (Message: Major incident declared)`. */
		steps: z.array(z.string()).optional(),
		triggers: z.array(triggerShape).optional(),
		created_at: z.string().optional(),
		url: z.string().optional(),
	},
	compact: ['id', 'name', 'description', 'enabled', 'team', 'url', 'triggers'],
});

export type ShownIncidentWorkflow = Shaped<typeof incidentWorkflowShape>;

/** @param triggers undefined when they have not been read. */
export function showIncidentWorkflow(
	workflow: IncidentWorkflow,
	triggers?: readonly IncidentWorkflowTrigger[],
): ShownIncidentWorkflow {
	return {
		id: workflow.id,
		name: nameOf(workflow),
		description: workflow.description && cleanText(workflow.description, 500),
		enabled: workflow.is_enabled,
		team: workflow.team && nameOf(workflow.team),
		steps: workflow.steps?.map(wholeStep),
		triggers: triggers?.map(showTrigger),
		created_at: workflow.created_at,
		url: workflow.html_url,
	};
}

function showTrigger(trigger: IncidentWorkflowTrigger): z.output<typeof triggerShape> {
	const { trigger_type: type, condition, incident_types: types, permissions } = trigger;
	return {
		type,
		...(condition && { condition: cleanLine(condition, 1000) }),
		...(condition === '' &&
			type === 'conditional' && { condition: 'none: starts for every new incident of its services' }),
		...(types.length > 0 && { incident_types: types.map((name) => cleanName(name)) }),
		services: trigger.is_subscribed_to_all_services === true ? 'all' : namesOf(trigger.services),
		...(permissions?.restricted && { only_team_id: permissions.team_id }),
		...(trigger.is_disabled && { disabled: true as const }),
	};
}

/** What a workflow does, by the names of all its steps, for the person who must agree to it. */
export function stepNames(workflow: IncidentWorkflow | undefined): string[] {
	return (workflow?.steps ?? [])
		.flatMap((step) => [step, ...innerSteps(step)])
		.flatMap(({ name }) => (name === undefined ? [] : [quoted(name)]));
}

function wholeStep(step: OuterStep): string {
	const inner = innerSteps(step).map(stepText).join('; ');
	return stepText(step) + (inner && `, which runs: ${inner}`);
}

type OuterStep = NonNullable<IncidentWorkflow['steps']>[number];

/** Those that a step repeats, or runs on a condition. */
function innerSteps({ action_configuration: configuration }: OuterStep): WorkflowStep[] {
	return (configuration?.inline_steps_inputs ?? []).flatMap(({ value }) => value?.steps ?? []);
}

function stepText({ name, description, action_configuration: configuration }: WorkflowStep): string {
	const inputs = (configuration?.inputs ?? []).map(inputText).join('; ');
	return cleanName(name ?? description ?? 'step') + (inputs && ` (${inputs})`);
}

/** Steps may be configured with credentials: their values are not shown. */
function inputText({ name = 'input', value = '' }: { name?: string | undefined; value?: string | undefined }): string {
	const secret = /token|secret|passw|key|auth|credential|header|cookie/i.test(name);
	return `${cleanName(name)}: ${secret ? '(not shown)' : cleanLine(value, 120)}`;
}
