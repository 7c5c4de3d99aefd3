import * as z from 'zod';
import { flag, list, maybe, text } from './fields.ts';
import { page, single, type Page, type PageQuery } from './paging.ts';
import type { PagerDuty } from './pagerduty.ts';
import { reference, referenceTo } from './reference.ts';

/** One thing that a workflow does. */
const step = z.object({
	name: text(),
	description: text(),
	action_configuration: maybe(
		z.object({ description: text(), inputs: list(z.object({ name: text(), value: text() })) }),
	),
});

export const incidentWorkflow = reference.extend({
	name: text(),
	description: text(),
	created_at: text(),
	team: maybe(reference),
	is_enabled: flag(),
	steps: list(step),
});
export type IncidentWorkflow = z.output<typeof incidentWorkflow>;

export const incidentWorkflowInstance = reference.extend({ incident: maybe(reference) });
export type IncidentWorkflowInstance = z.output<typeof incidentWorkflowInstance>;

export interface ListIncidentWorkflowsQuery extends PageQuery {
	/** Part of the name. */
	readonly query?: string;
	readonly include?: readonly ('steps' | 'team')[];
}

/** One page of incident workflows. operationId: listIncidentWorkflows */
export function listIncidentWorkflows(
	pd: PagerDuty,
	query: ListIncidentWorkflowsQuery = {},
): Promise<Page<IncidentWorkflow>> {
	return pd.request({
		operationId: 'listIncidentWorkflows',
		method: 'GET',
		path: ['incident_workflows'],
		query: { ...query },
		reply: page('incident_workflows', incidentWorkflow),
	});
}

/** One workflow with its steps. operationId: getIncidentWorkflow */
export function getIncidentWorkflow(pd: PagerDuty, id: string): Promise<IncidentWorkflow> {
	return pd.request({
		operationId: 'getIncidentWorkflow',
		method: 'GET',
		path: ['incident_workflows', id],
		reply: single('incident_workflow', incidentWorkflow),
	});
}

/** Starts the configured steps on an incident. Never sent twice. operationId: createIncidentWorkflowInstance */
export function createIncidentWorkflowInstance(
	pd: PagerDuty,
	workflowId: string,
	incidentId: string,
): Promise<IncidentWorkflowInstance> {
	return pd.request({
		operationId: 'createIncidentWorkflowInstance',
		method: 'POST',
		path: ['incident_workflows', workflowId, 'instances'],
		body: { incident_workflow_instance: { incident: referenceTo('incident', incidentId) } },
		reply: single('incident_workflow_instance', incidentWorkflowInstance),
	});
}
