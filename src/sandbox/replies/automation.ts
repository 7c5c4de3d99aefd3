import type { JsonObject } from '../json.ts';
import type {
	AutomationAction,
	Extension,
	IncidentWorkflow,
	Invocation,
	Webhook,
	WorkflowInstance,
	WorkflowStep,
	WorkflowTrigger,
} from '../model/automation.ts';
import { required } from '../model/store.ts';
import { formatTime, second } from '../time.ts';
import type { World } from '../model/world.ts';
import { actorReference, head, incidentReference, selfUrl, serviceReference, teamReference } from './references.ts';

export function workflowJson(world: World, workflow: IncidentWorkflow, parts: ReadonlySet<string>): JsonObject {
	const path = `incident_workflows/${workflow.id}`;
	return {
		...head(world, workflow.id, 'incident_workflow', workflow.name, path, `flex-workflows/workflows/${workflow.id}`),
		name: workflow.name,
		description: workflow.description,
		created_at: formatTime(workflow.createdAt),
		is_enabled: workflow.enabled,
		...(workflow.teamId === null
			? {}
			: {
					team: parts.has('team')
						? teamReference(world, workflow.teamId)
						: { id: workflow.teamId, type: 'team_reference' },
				}),
		...(parts.has('steps')
			? {
					steps: workflow.steps.map(stepJson),
				}
			: {}),
	};
}

function stepJson({ id, name, description, actionId, inputs, inner }: WorkflowStep): JsonObject {
	return {
		id,
		type: 'step',
		name,
		description,
		action_configuration: {
			action_id: actionId,
			description,
			inputs: inputs.map((input) => ({ ...input, parameter_type: 'text' })),
			...(inner && { inline_steps_inputs: [{ name: 'Actions', value: { steps: inner.map(stepJson) } }] }),
		},
	};
}

const triggerNames = {
	manual: 'Manual Trigger',
	conditional: 'Conditional Trigger',
	incident_type: 'Incident Type Trigger',
};

export function triggerJson(world: World, trigger: WorkflowTrigger): JsonObject {
	const { id, type, condition, incidentTypes, serviceIds, teamId } = trigger;
	const workflow = required(world.store.automation.workflows, trigger.workflowId);
	const path = `incident_workflows/triggers/${id}`;
	return {
		...head(world, id, 'workflow_trigger', triggerNames[type], path, null),
		trigger_type: type,
		trigger_type_name: triggerNames[type],
		...(condition !== null && { condition }),
		...(incidentTypes.length > 0 && { incident_types: incidentTypes }),
		workflow: {
			...head(world, workflow.id, 'workflow_reference', workflow.name, `incident_workflows/${workflow.id}`, null),
			name: workflow.name,
		},
		services: serviceIds.map((service) => ({ ...serviceReference(world, service), type: 'service' })),
		is_subscribed_to_all_services: serviceIds.length === 0,
		permissions: teamId === null ? { restricted: false } : { restricted: true, team_id: teamId },
		is_disabled: !workflow.enabled,
	};
}

export function instanceJson(world: World, instance: WorkflowInstance): JsonObject {
	const incident = world.store.incident(instance.incidentId);
	return {
		id: instance.id,
		type: 'incident_workflow_instance',
		...(incident && { incident: incidentReference(world, incident) }),
	};
}

const permissions = ['update', 'delete', 'invoke'];

/** `whole`: with what only the page of a single action shows. */
export function actionJson(world: World, action: AutomationAction, whole: boolean): JsonObject {
	return {
		...head(world, action.id, 'action', action.name, `automation_actions/actions/${action.id}`, null),
		name: action.name,
		description: action.description,
		action_type: action.type,
		action_classification: action.classification,
		action_data_reference: dataOf(action),
		runner: action.runnerId,
		runner_type: action.type === 'script' ? 'sidecar' : 'runbook',
		services: action.serviceIds.map((id) => serviceReference(world, id)),
		privileges: { permissions },
		creation_time: formatTime(action.createdAt),
		modify_time: formatTime(action.createdAt),
		...(action.lastRun && {
			last_run: formatTime(action.lastRun.at),
			last_run_by: actorReference(world, action.lastRun.by),
		}),
		only_invocable_on_unresolved_incidents: action.unresolvedOnly,
		allow_invocation_manually: true,
		allow_invocation_from_event_orchestration: true,
		map_to_all_services: action.serviceIds.length === 0,
		...(whole && { teams: action.teamIds.map((id) => teamReference(world, id)) }),
	};
}

function dataOf(action: AutomationAction): JsonObject {
	return action.type === 'script' ? { script: action.script } : { process_automation_job_id: action.jobId };
}

/** How far a run is: the states it has been through, with the times. */
function passed(invocation: Invocation, now: number): { state: string; at: number }[] {
	const { startedAt, outcome } = invocation;
	const course = [
		{ state: 'created', at: startedAt },
		{ state: 'sent', at: startedAt + 2 * second },
		{ state: 'running', at: startedAt + 5 * second },
		{ state: outcome.state, at: startedAt + (5 + outcome.seconds) * second },
	];
	return course.filter(({ at }) => at <= now);
}

export function invocationJson(world: World, invocation: Invocation): JsonObject {
	const action = required(world.store.automation.actions, invocation.actionId);
	const incident = world.store.incident(invocation.incidentId);
	const course = passed(invocation, world.clock.ms);
	const state = course.at(-1)?.state ?? 'prepared';
	const path = `automation_actions/invocations/${invocation.id}`;
	return {
		...head(world, invocation.id, 'invocation', action.name, path, null),
		action_id: action.id,
		action_snapshot: { name: action.name, action_type: action.type, action_data_reference: dataOf(action) },
		runner_id: action.runnerId,
		timing: course.map(({ state: reached, at }) => ({ state: reached, timestamp: formatTime(at) })),
		...(state === invocation.outcome.state && { duration: invocation.outcome.seconds }),
		state,
		metadata: {
			agent: actorReference(world, invocation.by),
			...(incident && { incident: incidentReference(world, incident) }),
		},
	};
}

export function extensionJson(world: World, extension: Extension): JsonObject {
	const { id, name, schemaId, serviceIds, url, temporarilyDisabled, config } = extension;
	const schema = required(world.store.accountWide.extensionSchemas, schemaId);
	return {
		...head(world, id, 'extension', name, `extensions/${id}`, null),
		name,
		endpoint_url: url,
		extension_objects: serviceIds.map((service) => serviceReference(world, service)),
		extension_schema: head(
			world,
			schemaId,
			'extension_schema_reference',
			schema.label,
			`extension_schemas/${schemaId}`,
			null,
		),
		temporarily_disabled: temporarilyDisabled,
		config,
	};
}

/** `secret` only in the reply to the creation. */
export function webhookJson(webhook: Webhook, secret: string | null = null): JsonObject {
	return {
		id: webhook.id,
		type: 'webhook_subscription',
		active: webhook.active,
		delivery_method: {
			id: webhook.deliveryId,
			secret,
			temporarily_disabled: webhook.temporarilyDisabled,
			type: 'http_delivery_method',
			url: webhook.url,
			custom_headers: webhook.headerNames.map((name) => ({ name, value: '-- redacted --' })),
		},
		description: webhook.description,
		events: webhook.events,
		filter: { ...(webhook.filter.id !== null && { id: webhook.filter.id }), type: webhook.filter.type },
		self: selfUrl(`webhook_subscriptions/${webhook.id}`),
	};
}
