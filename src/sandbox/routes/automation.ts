import * as z from 'zod';
import type { Call, Reply } from '../server/call.ts';
import { cursorPage } from '../server/cursor-paging.ts';
import { badArguments, invalidInput, notFound } from '../server/errors.ts';
import { addNote } from '../incidents/notes.ts';
import type { Invocation, WorkflowInstance } from '../model/automation.ts';
import { page } from '../server/paging.ts';
import type { Route } from '../server/router.ts';
import { actionJson, instanceJson, invocationJson, triggerJson, workflowJson } from '../replies/automation.ts';
import { byName, find, matches } from './find.ts';

const read = 'incident_workflows.read';

/** Incident workflows and automation actions. */
export const automationRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/incident_workflows',
		operationId: 'listIncidentWorkflows',
		scope: read,
		handle: listWorkflows,
	},
	{
		method: 'GET',
		path: '/incident_workflows/triggers',
		operationId: 'listIncidentWorkflowTriggers',
		scope: read,
		handle: listTriggers,
	},
	{
		method: 'GET',
		path: '/incident_workflows/{id}',
		operationId: 'getIncidentWorkflow',
		scope: read,
		handle: getWorkflow,
	},
	{
		method: 'POST',
		path: '/incident_workflows/{id}/instances',
		operationId: 'createIncidentWorkflowInstance',
		scope: 'incident_workflows:instances.write',
		handle: startWorkflow,
	},
	{
		method: 'GET',
		path: '/automation_actions/actions',
		operationId: 'getAllAutomationActions',
		handle: listActions,
	},
	{
		method: 'GET',
		path: '/automation_actions/actions/{id}',
		operationId: 'getAutomationAction',
		handle: getAction,
	},
	{
		method: 'POST',
		path: '/automation_actions/actions/{id}/invocations',
		operationId: 'createAutomationActionInvocation',
		handle: invoke,
	},
	{
		method: 'GET',
		path: '/automation_actions/invocations',
		operationId: 'listAutomationActionInvocations',
		handle: listInvocations,
	},
	{
		method: 'GET',
		path: '/automation_actions/invocations/{id}',
		operationId: 'getAutomationActionsInvocation',
		handle: getInvocation,
	},
];

function listWorkflows(call: Call): Reply {
	const { query, world } = call;
	const workflows = byName(world.store.automation.workflows.values(), undefined).filter(({ name }) =>
		matches(query.text('query'), name),
	);
	return {
		status: 200,
		body: page(query, 'incident_workflows', workflows, (workflow) => workflowJson(world, workflow, query.include)),
	};
}

function listTriggers(call: Call): Reply {
	const { query, world } = call;
	const { store } = world;
	const [service, incident] = [query.text('service_id'), query.text('incident_id')];
	if (service !== undefined && incident !== undefined)
		throw invalidInput('Only one of service_id and incident_id may be given');
	if (service !== undefined) find(store.services, service);
	const of = service ?? (incident === undefined ? undefined : (store.incident(incident)?.serviceId ?? ''));
	const [workflow, type] = [query.text('workflow_id'), query.text('trigger_type')];
	const triggers = store.automation.triggers
		.filter(({ workflowId }) => workflow === undefined || workflowId === workflow)
		.filter(({ serviceIds }) => of === undefined || serviceIds.length === 0 || serviceIds.includes(of))
		.filter((trigger) => type === undefined || trigger.type === type);
	return { status: 200, body: cursorPage(query, 'triggers', triggers, (trigger) => triggerJson(world, trigger)) };
}

/** 201, as the document has it. */
function getWorkflow(call: Call): Reply {
	const workflow = find(call.world.store.automation.workflows, call.param('id'));
	const json = workflowJson(call.world, workflow, new Set(['steps', 'team']));
	return { status: 201, body: { incident_workflow: json } };
}

const instanceSchema = z.object({
	incident_workflow_instance: z.object({ incident: z.object({ id: z.string() }) }),
});

/** Of the steps, notes are really written; the others happen outside the account. */
function startWorkflow(call: Call): Reply {
	const { world } = call;
	const workflow = find(world.store.automation.workflows, call.param('id'));
	const wanted = call.body(instanceSchema).incident_workflow_instance.incident.id;
	const incident = world.store.incident(wanted);
	if (!incident) throw notFound();
	if (!workflow.enabled) throw invalidInput('Incident Workflow is disabled');
	const instance: WorkflowInstance = {
		id: world.ids.short(),
		workflowId: workflow.id,
		incidentId: incident.id,
		startedAt: world.clock.ms,
	};
	world.store.automation.instances.push(instance);
	for (const { actionId, inputs } of workflow.steps.flatMap((step) => [step, ...(step.inner ?? [])])) {
		const text = inputs.find(({ name }) => name === 'Note')?.value;
		if (actionId.includes(':add-note:') && text !== undefined) addNote(world, incident, call.user, text);
	}
	return { status: 201, body: { incident_workflow_instance: instanceJson(world, instance) } };
}

function listActions(call: Call): Reply {
	const { query, world } = call;
	const [service, team] = [query.text('service_id'), query.text('team_id')];
	const classification = query.text('classification');
	const type = query.text('action_type');
	const actions = byName(world.store.automation.actions.values(), undefined)
		.filter(({ name }) => matches(query.text('name'), name))
		.filter(({ serviceIds }) => service === undefined || serviceIds.length === 0 || serviceIds.includes(service))
		.filter(({ teamIds }) => team === undefined || teamIds.includes(team))
		.filter((action) => classification === undefined || action.classification === classification)
		.filter((action) => type === undefined || action.type === type);
	const body = cursorPage(query, 'actions', actions, (action) => actionJson(world, action, false));
	return { status: 200, body: { ...body, privileges: { permissions: ['create'] } } };
}

function getAction(call: Call): Reply {
	const action = find(call.world.store.automation.actions, call.param('id'));
	return { status: 200, body: { action: actionJson(call.world, action, true) } };
}

const invocationSchema = z.object({
	invocation: z.object({ metadata: z.object({ incident_id: z.string(), alert_id: z.string().optional() }) }),
});

function invoke(call: Call): Reply {
	const { world } = call;
	const action = find(world.store.automation.actions, call.param('id'));
	const { metadata } = call.body(invocationSchema).invocation;
	const incident = world.store.incident(metadata.incident_id);
	if (!incident) throw notFound();
	if (metadata.alert_id !== undefined && world.store.alertById.get(metadata.alert_id)?.incidentId !== incident.id)
		throw badArguments('Alert does not belong to the incident');
	if (action.unresolvedOnly && incident.status === 'resolved')
		throw badArguments('Action can be invoked on unresolved incidents only');
	if (action.serviceIds.length > 0 && !action.serviceIds.includes(incident.serviceId))
		throw badArguments('Action is not associated with the service of the incident');
	const invocation: Invocation = {
		id: world.ids.long(),
		actionId: action.id,
		incidentId: incident.id,
		startedAt: world.clock.ms,
		by: call.actor,
		outcome: action.outcome,
	};
	world.store.automation.invocations.set(invocation.id, invocation);
	action.lastRun = { at: world.clock.ms, by: invocation.by };
	return { status: 201, body: { invocation: invocationJson(world, invocation) } };
}

/** Newest first, not paginated. */
function listInvocations(call: Call): Reply {
	const { query, world } = call;
	const [incident, action] = [query.text('incident_id'), query.text('action_id')];
	const invocations = [...world.store.automation.invocations.values()]
		.filter(({ incidentId }) => incident === undefined || incidentId === incident)
		.filter(({ actionId }) => action === undefined || actionId === action)
		.toReversed();
	return { status: 200, body: { invocations: invocations.map((invocation) => invocationJson(world, invocation)) } };
}

function getInvocation(call: Call): Reply {
	const invocation = find(call.world.store.automation.invocations, call.param('id'));
	return { status: 200, body: { invocation: invocationJson(call.world, invocation) } };
}
