import * as z from 'zod';
import { flag, list, maybe, maybeList, number, text } from './fields.ts';
import { cursorPage, single, whole, type CursorPage } from './paging.ts';
import type { PagerDutyApi } from '../http/request.ts';
import { reference } from './reference.ts';

/** A script or a job that can be run on an incident. The script itself is left out: it may hold credentials. */
const automationAction = reference.extend({
	name: text(),
	description: text(),
	action_type: text(),
	action_classification: text(),
	runner: text(),
	services: maybeList(reference),
	teams: maybeList(reference),
	privileges: maybe(z.object({ permissions: list(z.string()) })),
	creation_time: text(),
	modify_time: text(),
	last_run: text(),
	last_run_by: maybe(reference),
	only_invocable_on_unresolved_incidents: flag(),
	map_to_all_services: flag(),
});
export type AutomationAction = z.output<typeof automationAction>;

/** One run of an action. PagerDuty's examples name the time of a state in two ways. */
export const invocation = reference.extend({
	action_id: text(),
	action_snapshot: maybe(z.object({ name: text(), action_type: text() })),
	runner_id: text(),
	state: text(),
	/** Seconds. */
	duration: number(),
	timing: list(z.object({ state: text(), timestamp: text(), creation_timestamp: text() })),
	metadata: maybe(z.object({ agent: maybe(reference), incident: maybe(reference) })),
});
export type Invocation = z.output<typeof invocation>;

export interface ListAutomationActionsQuery {
	readonly limit?: number;
	readonly cursor?: string;
	/** Part of the name. */
	readonly name?: string;
	readonly classification?: 'diagnostic' | 'remediation';
	readonly action_type?: 'script' | 'process_automation';
	readonly team_id?: string;
	readonly service_id?: string;
}

/** One page of actions by name. operationId: getAllAutomationActions */
export function listAutomationActions(
	pd: PagerDutyApi,
	query: ListAutomationActionsQuery = {},
): Promise<CursorPage<AutomationAction>> {
	return pd.request({
		operationId: 'getAllAutomationActions',
		method: 'GET',
		path: ['automation_actions', 'actions'],
		query: { ...query },
		reply: cursorPage('actions', automationAction),
	});
}

/** operationId: getAutomationAction */
export function getAutomationAction(pd: PagerDutyApi, id: string): Promise<AutomationAction> {
	return pd.request({
		operationId: 'getAutomationAction',
		method: 'GET',
		path: ['automation_actions', 'actions', id],
		reply: single('action', automationAction),
	});
}

/** Runs an action on an incident, or on one of its alerts. Never sent twice. operationId: createAutomationActionInvocation */
export function createInvocation(
	pd: PagerDutyApi,
	actionId: string,
	metadata: { readonly incident_id: string; readonly alert_id?: string },
): Promise<Invocation> {
	return pd.request({
		operationId: 'createAutomationActionInvocation',
		method: 'POST',
		path: ['automation_actions', 'actions', actionId, 'invocations'],
		body: { invocation: { metadata } },
		reply: single('invocation', invocation),
	});
}

/** operationId: getAutomationActionsInvocation */
export function getInvocation(pd: PagerDutyApi, id: string): Promise<Invocation> {
	return pd.request({
		operationId: 'getAutomationActionsInvocation',
		method: 'GET',
		path: ['automation_actions', 'invocations', id],
		reply: single('invocation', invocation),
	});
}

/** The latest runs, as many as PagerDuty gives. operationId: listAutomationActionInvocations */
export function listInvocations(
	pd: PagerDutyApi,
	query: { readonly incident_id?: string; readonly action_id?: string } = {},
): Promise<Invocation[]> {
	return pd.request({
		operationId: 'listAutomationActionInvocations',
		method: 'GET',
		path: ['automation_actions', 'invocations'],
		query: { ...query },
		reply: whole('invocations', invocation),
	});
}
