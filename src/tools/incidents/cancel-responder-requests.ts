import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/errors.ts';
import { getIncident } from '../../pagerduty/incidents.ts';
import type { ReferenceInput } from '../../pagerduty/reference.ts';
import { cancelResponderRequests as cancel, type CancelledTarget } from '../../pagerduty/responders.ts';
import { reference } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { findIncident, incidentReference } from './find-incidents.ts';
import { requesterFor, responderTargets, targetsFor } from './request-responders.ts';
import { defineTool } from '../tool.ts';

const reasons: Readonly<Record<string, string>> = {
	joined: 'has joined already',
	declined: 'has declined already',
	not_found: 'was not asked',
};

/** operationId: cancelIncidentResponderRequest */
export const cancelResponderRequests = defineTool({
	name: 'cancel_responder_requests',
	title: 'Take back requests for help',
	description: 'Stops paging people who were asked to help with an incident and have not answered yet.',
	example: 'We do not need Identity on #4260 any more.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: true },
	input: z.strictObject({ incident: reference(incidentReference), ...responderTargets }),
	output: z.object({
		incident: z.string(),
		cancelled: z.array(z.string()),
		unchanged: z.array(z.string()),
		note: z.string().optional(),
	}),
	async run(input, context) {
		const [targets, requester] = await Promise.all([targetsFor(input, context), requesterFor(context)]);
		const incident = await findIncident(input.incident, context);
		const results = await cancelOnce(incident.id, requester, targets, context);
		const named = await Promise.all(
			results.map(async ({ id, type, result }) => {
				const kind = type?.startsWith('escalation_policy') ? 'escalation_policy' : 'user';
				const entry = await context.directory.resolve(kind, id, context).catch(() => undefined);
				return { name: entry?.name ?? id, result: result ?? 'unknown' };
			}),
		);
		const cancelled = named.filter(({ result }) => result === 'cancelled').map(({ name }) => name);
		return {
			incident: `#${incident.incident_number ?? incident.id}`,
			cancelled,
			unchanged: named
				.filter(({ result }) => result !== 'cancelled')
				.map(({ name, result }) => `${name} ${reasons[result] ?? result}`),
			...(cancelled.length === 0 && { note: 'Nothing changed.' }),
		};
	},
});

/** If no answer comes, the incident tells whether the people are still asked. */
async function cancelOnce(
	incidentId: string,
	requester: string,
	targets: readonly ReferenceInput[],
	context: ToolContext,
): Promise<CancelledTarget[]> {
	try {
		return await cancel(context.pagerduty, incidentId, requester, targets);
	} catch (error) {
		if (!(error instanceof PagerDutyError) || !error.unclear) throw error;
		const now = await getIncident(context.pagerduty, incidentId).catch(() => undefined);
		const states = new Map(now?.incidents_responders?.map(({ user, state }) => [user?.id, state]));
		if (!targets.every(({ id }) => states.get(id) === 'user_cancelled')) throw error;
		return targets.map(({ id, type }) => ({ id, type, result: 'cancelled' }));
	}
}
