import type { JsonObject } from '../json.ts';
import type { Actor } from './model.ts';

/*
 * What runs by itself or at the push of a button: incident workflows, automation actions, webhooks.
 */

export interface WorkflowStep {
	id: string;
	name: string;
	description: string;
	actionId: string;
	inputs: { name: string; value: string }[];
	/** Of loops and branches. */
	inner?: WorkflowStep[];
}

export interface IncidentWorkflow {
	id: string;
	name: string;
	description: string;
	teamId: string | null;
	enabled: boolean;
	createdAt: number;
	steps: WorkflowStep[];
}

/** How a workflow is started. */
export interface WorkflowTrigger {
	id: string;
	workflowId: string;
	type: 'manual' | 'conditional' | 'incident_type';
	condition: string | null;
	incidentTypes: string[];
	/** None: all services. */
	serviceIds: string[];
	/** Whose members alone may start it by hand. */
	teamId: string | null;
}

export interface WorkflowInstance {
	id: string;
	workflowId: string;
	incidentId: string;
	startedAt: number;
}

export interface AutomationAction {
	id: string;
	name: string;
	description: string;
	type: 'script' | 'process_automation';
	classification: 'diagnostic' | 'remediation' | null;
	/** Of scripts. */
	script: string;
	/** Of process automation. */
	jobId: string;
	runnerId: string;
	/** None: it fits every service. */
	serviceIds: string[];
	teamIds: string[];
	unresolvedOnly: boolean;
	createdAt: number;
	lastRun: { at: number; by: Actor } | null;
	/** How long a run takes, and how it ends. */
	outcome: { seconds: number; state: 'completed' | 'error' };
}

export interface Invocation {
	id: string;
	actionId: string;
	incidentId: string;
	startedAt: number;
	by: Actor;
	outcome: AutomationAction['outcome'];
}

export interface Webhook {
	id: string;
	deliveryId: string;
	url: string;
	description: string;
	active: boolean;
	temporarilyDisabled: boolean;
	events: string[];
	filter: { type: 'account_reference' | 'service_reference' | 'team_reference'; id: string | null };
	headerNames: string[];
	/** Test events delivered. */
	pings: number;
}

/** What ties services to another system. */
export interface Extension {
	id: string;
	name: string;
	schemaId: string;
	serviceIds: string[];
	url: string;
	temporarilyDisabled: boolean;
	config: JsonObject;
}

/** The account's automation. */
export class Automation {
	readonly workflows = new Map<string, IncidentWorkflow>();
	readonly triggers: WorkflowTrigger[] = [];
	readonly instances: WorkflowInstance[] = [];
	readonly actions = new Map<string, AutomationAction>();
	/** Oldest first. */
	readonly invocations = new Map<string, Invocation>();
	readonly webhooks = new Map<string, Webhook>();
	readonly extensions: Extension[] = [];
}
