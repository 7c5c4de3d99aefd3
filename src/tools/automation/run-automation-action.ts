import * as z from 'zod';
import { createInvocation, listInvocations } from '../../pagerduty/api/automation-actions.ts';
import { reference } from '../core/arguments.ts';
import { findIncident, incidentReference } from '../names/find-incidents.ts';
import { cleanLine } from '../text/untrusted.ts';
import { numberOf, quoted } from '../text/names.ts';
import { createOnce } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { invocationSchema, showInvocation } from './shared/automation-action-shape.ts';
import { said } from '../text/said.ts';

/** operationId: createAutomationActionInvocation */
export const runAutomationAction = defineTool({
	name: 'run_automation_action',
	title: 'Run an automation action on an incident',
	description:
		'Runs a configured script or job on your systems, for an incident. It is sent only once. To see how it went, use list_automation_actions with `invocation`.',
	example: 'Run the heap dump on #4260.',
	toolset: 'automation',
	access: 'respond',
	effect: { destructive: true, idempotent: false },
	consent: ['automation'],
	operations: {
		always: ['getIncident', 'getAllAutomationActions', 'createAutomationActionInvocation'],
		sometimes: ['listAutomationActionInvocations'],
	},
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
		const number = numberOf(incident);
		const { pagerduty } = context;
		await context.consent.require(['automation'], () => ({
			question: said`Run the automation action ${quoted(action.name)} for ${number} ${quoted(cleanLine(incident.title ?? '', 100))} on your systems now?`,
			yes: said`Run it`,
			no: said`Run nothing`,
			ids: [action.id, incident.id],
		}));
		const made = await createOnce(
			{
				alike: () => listInvocations(pagerduty, { incident_id: incident.id, action_id: action.id }),
				isOurs: async ({ metadata }) => {
					const me = await context.directory.me(context);
					return !me || metadata?.agent?.id === me.id;
				},
				send: () => createInvocation(pagerduty, action.id, target),
				missing: `PagerDuty shows no new run of ${quoted(action.name)} on ${number} now.`,
			},
			context,
		);
		const invocation = showInvocation(made);
		return {
			incident: number,
			invocation: { ...invocation, action: action.name },
			note: invocation.finished
				? 'It has ended.'
				: `Started. To see how it goes, use list_automation_actions with invocation ${invocation.id}.`,
		};
	},
});
