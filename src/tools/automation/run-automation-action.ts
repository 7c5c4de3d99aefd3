import * as z from 'zod';
import { createInvocation, listInvocations, type Invocation } from '../../pagerduty/automation-actions.ts';
import { PagerDutyError } from '../../pagerduty/errors.ts';
import { reference } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { findIncident, incidentReference } from '../incidents/find-incidents.ts';
import { defineTool } from '../tool.ts';
import { invocationSchema, toInvocationView } from '../views/automation-action.ts';

/** operationId: createAutomationActionInvocation */
export const runAutomationAction = defineTool({
	name: 'run_automation_action',
	title: 'Run an automation action on an incident',
	description:
		'Runs a configured script or job on your systems, for an incident. It is sent once; ask list_automation_actions with `invocation` how it went.',
	example: 'Run the heap dump on #4260.',
	toolset: 'automation',
	access: 'respond',
	effect: { destructive: true, idempotent: false },
	input: z.strictObject({
		action: reference('Name or id.'),
		incident: reference(incidentReference),
		alert: reference('Id of the alert of the incident that the action is about.').optional(),
	}),
	output: z.object({ incident: z.string(), invocation: invocationSchema, note: z.string() }),
	async run(input, context) {
		const [action, incident] = await Promise.all([
			context.directory.resolve('automation_action', input.action, context),
			findIncident(input.incident, context),
		]);
		const target = { incident_id: incident.id, ...(input.alert && { alert_id: input.alert }) };
		const invocation = toInvocationView(await runOnce(action.id, target, context));
		return {
			incident: `#${incident.incident_number ?? incident.id}`,
			invocation: { ...invocation, action: action.name },
			note: invocation.finished
				? 'It has ended.'
				: `Started. How it goes: list_automation_actions with invocation ${invocation.id}.`,
		};
	},
});

/** Sends the run; if no answer comes, looks whether it has started before saying anything. */
async function runOnce(
	actionId: string,
	target: { readonly incident_id: string; readonly alert_id?: string },
	context: ToolContext,
): Promise<Invocation> {
	const started = context.clock.now().getTime();
	try {
		return await createInvocation(context.pagerduty, actionId, target);
	} catch (error) {
		if (!(error instanceof PagerDutyError) || !error.unclear) throw error;
		const query = { incident_id: target.incident_id, action_id: actionId };
		const me = await context.directory.me(context).catch(() => undefined);
		const runs = await listInvocations(context.pagerduty, query).catch(() => []);
		const mine = runs.find((run) => isRecent(run, started) && (!me || run.metadata?.agent?.id === me.id));
		if (mine) return mine;
		throw error;
	}
}

/** Started since the call began; two minutes allow for clocks that differ. */
function isRecent(run: Invocation, started: number): boolean {
	const { started_at: at } = toInvocationView(run);
	return at !== undefined && Date.parse(at) >= started - 120_000;
}
