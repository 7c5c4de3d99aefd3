import * as z from 'zod';
import type { AutomationAction, Invocation } from '../../../pagerduty/api/automation-actions.ts';
import { compareInstants } from '../../lists/newest-first.ts';
import { nameOf, namesOf } from '../../text/names.ts';
import { cleanLine, cleanText } from '../../text/untrusted.ts';
import { defineShape, type Shaped } from '../../shapes/shape.ts';

/** What the tools show of an automation action. Its script is not among it: it may hold credentials. */
export const automationActionShape = defineShape({
	singular: 'automation_action',
	plural: 'automation_actions',
	fields: {
		id: z.string(),
		name: z.string(),
		description: z.string().optional(),
		/** `script` or `process_automation`. */
		type: z.string().optional(),
		/** `diagnostic` or `remediation`. */
		classification: z.string().optional(),
		/** Services it fits; none named: see `all_services`. */
		services: z.array(z.string()).optional(),
		/** Whether the person signed in may run it. */
		can_run: z.boolean().optional(),
		last_run: z.string().optional(),
		last_run_by: z.string().optional(),
		all_services: z.boolean().optional(),
		unresolved_only: z.boolean().optional(),
		teams: z.array(z.string()).optional(),
		runner_id: z.string().optional(),
		created_at: z.string().optional(),
		changed_at: z.string().optional(),
	},
	compact: ['id', 'name', 'description', 'type', 'classification', 'services', 'can_run', 'last_run'],
});

export type ShownAutomationAction = Shaped<typeof automationActionShape>;

export function showAutomationAction(action: AutomationAction): ShownAutomationAction {
	return {
		id: action.id,
		name: nameOf(action),
		description: action.description && cleanText(action.description, 500),
		type: action.action_type,
		classification: action.action_classification,
		services: namesOf(action.services),
		can_run: action.privileges?.permissions.includes('invoke'),
		last_run: action.last_run,
		last_run_by: action.last_run_by && nameOf(action.last_run_by),
		all_services: action.map_to_all_services,
		unresolved_only: action.only_invocable_on_unresolved_incidents,
		teams: namesOf(action.teams),
		runner_id: action.runner,
		created_at: action.creation_time,
		changed_at: action.modify_time,
	};
}

/** One run of an action. */
export const invocationSchema = z.object({
	id: z.string(),
	action: z.string(),
	action_id: z.string().optional(),
	/** `created`, `sent`, `queued`, `running`, then `completed`, `error` or `aborted`. */
	state: z.string(),
	finished: z.boolean(),
	started_at: z.string().optional(),
	state_since: z.string().optional(),
	seconds: z.number().optional(),
	by: z.string().optional(),
	incident: z.string().optional(),
});
export type ShownInvocation = z.output<typeof invocationSchema>;

const final = ['completed', 'error', 'aborted'];

export function showInvocation(invocation: Invocation): ShownInvocation {
	const times = invocation.timing
		.map(({ state, timestamp, creation_timestamp: created }) => ({ state, at: timestamp ?? created }))
		.sort((a, b) => compareInstants(a.at, b.at));
	const state = invocation.state ?? 'unknown';
	const { agent, incident } = invocation.metadata ?? {};
	return {
		id: invocation.id,
		action: cleanLine(invocation.action_snapshot?.name ?? invocation.summary ?? invocation.action_id ?? '(unknown)'),
		action_id: invocation.action_id,
		state,
		finished: final.includes(state),
		started_at: times[0]?.at,
		state_since: times.findLast((time) => time.state === state)?.at,
		seconds: invocation.duration,
		by: agent && nameOf(agent),
		incident: incident && nameOf(incident),
	};
}
