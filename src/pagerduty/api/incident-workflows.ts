import * as z from 'zod';
import { flag, id, list, maybe, maybeList, text } from './fields.ts';
import { cursorPage, page, single, type CursorPage, type Page, type PageQuery } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { reference, referenceTo } from './reference.ts';

const configuration = z.object({ description: text(), inputs: list(z.object({ name: text(), value: text() })) });

/** One thing that a workflow does. */
const step = z.object({ name: text(), description: text(), action_configuration: maybe(configuration) });
export type WorkflowStep = z.output<typeof step>;

/** Loops and branches hold steps of their own. */
const outerStep = step.extend({
	action_configuration: maybe(
		configuration.extend({ inline_steps_inputs: list(z.object({ value: maybe(z.object({ steps: list(step) })) })) }),
	),
});

const incidentWorkflow = reference.extend({
	name: text(),
	description: text(),
	created_at: text(),
	team: maybe(reference),
	is_enabled: flag(),
	steps: maybeList(outerStep),
});
export type IncidentWorkflow = z.output<typeof incidentWorkflow>;

const incidentWorkflowInstance = reference.extend({ incident: maybe(reference) });
export type IncidentWorkflowInstance = z.output<typeof incidentWorkflowInstance>;

export interface ListIncidentWorkflowsQuery extends PageQuery {
	/** Part of the name. */
	readonly query?: string;
	readonly include?: readonly ('steps' | 'team')[];
}

/** One page of incident workflows. operationId: listIncidentWorkflows */
export function listIncidentWorkflows(
	pd: PagerDutyApi,
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
export function getIncidentWorkflow(pd: PagerDutyApi, id: string): Promise<IncidentWorkflow> {
	return pd.request({
		operationId: 'getIncidentWorkflow',
		method: 'GET',
		path: ['incident_workflows', id],
		reply: single('incident_workflow', incidentWorkflow),
	});
}

/** How a workflow is started. */
const incidentWorkflowTrigger = z.object({
	/** `manual`, `conditional` or `incident_type`. */
	trigger_type: text(),
	/** In PagerDuty's condition language; none: always. */
	condition: text(),
	incident_types: list(z.string()),
	workflow: maybe(z.object({ id })),
	services: maybeList(reference),
	is_subscribed_to_all_services: flag(),
	/** Of manual ones: whether only the members of a team may start them. */
	permissions: maybe(z.object({ restricted: flag(), team_id: text() })),
	is_disabled: flag(),
});
export type IncidentWorkflowTrigger = z.output<typeof incidentWorkflowTrigger>;

export interface ListIncidentWorkflowTriggersQuery {
	readonly workflow_id?: string;
	readonly service_id?: string;
	readonly limit?: number;
	readonly cursor?: string;
}

/** One page of how workflows are started. operationId: listIncidentWorkflowTriggers */
export function listIncidentWorkflowTriggers(
	pd: PagerDutyApi,
	query: ListIncidentWorkflowTriggersQuery = {},
): Promise<CursorPage<IncidentWorkflowTrigger>> {
	return pd.request({
		operationId: 'listIncidentWorkflowTriggers',
		method: 'GET',
		path: ['incident_workflows', 'triggers'],
		query: { ...query },
		reply: cursorPage('triggers', incidentWorkflowTrigger),
	});
}

/** Starts the configured steps on an incident. Never sent twice. operationId: createIncidentWorkflowInstance */
export function createIncidentWorkflowInstance(
	pd: PagerDutyApi,
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
