import * as z from 'zod';
import type { IncidentWorkflow } from '../../pagerduty/incident-workflows.ts';
import { nameOf } from '../names.ts';
import { cleanLine, cleanText } from '../untrusted.ts';
import { defineView, type Viewed } from '../view.ts';

/** What the tools show of an incident workflow. */
export const incidentWorkflowView = defineView({
	singular: 'incident_workflow',
	plural: 'incident_workflows',
	fields: {
		id: z.string(),
		name: z.string(),
		description: z.string().optional(),
		enabled: z.boolean().optional(),
		team: z.string().optional(),
		/** What it does, in order, e.g. `Send a status update (Message: Major incident declared)`. */
		steps: z.array(z.string()),
		created_at: z.string().optional(),
		url: z.string().optional(),
	},
	compact: ['id', 'name', 'description', 'enabled', 'team', 'url'],
});

export type IncidentWorkflowView = Viewed<typeof incidentWorkflowView>;

export function toIncidentWorkflowView(workflow: IncidentWorkflow): IncidentWorkflowView {
	return {
		id: workflow.id,
		name: nameOf(workflow),
		description: workflow.description && cleanText(workflow.description, 500),
		enabled: workflow.is_enabled,
		team: workflow.team && nameOf(workflow.team),
		steps: workflow.steps.map(stepText),
		created_at: workflow.created_at,
		url: workflow.html_url,
	};
}

type Step = IncidentWorkflow['steps'][number];

function stepText({ name, description, action_configuration: configuration }: Step): string {
	const inputs = (configuration?.inputs ?? []).map(inputText).join('; ');
	return cleanLine(name ?? description ?? 'step', 100) + (inputs && ` (${inputs})`);
}

/** Steps may be configured with credentials: their values are not shown. */
function inputText({ name = 'input', value = '' }: { name?: string | undefined; value?: string | undefined }): string {
	const secret = /token|secret|passw|key|auth|credential|header|cookie/i.test(name);
	return `${cleanLine(name, 60)}: ${secret ? '(not shown)' : cleanLine(value, 120)}`;
}
