import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/errors.ts';
import type { Incident } from '../../pagerduty/incident.ts';
import { getIncident } from '../../pagerduty/incidents.ts';
import { referenceTo, type ReferenceInput } from '../../pagerduty/reference.ts';
import { createResponderRequest } from '../../pagerduty/responders.ts';
import { freeText, reference, references } from '../arguments.ts';
import type { ToolContext } from '../context.ts';
import { ToolError } from '../failure.ts';
import { defineTool } from '../tool.ts';
import { responderView, toResponderView, type ResponderView } from '../views/responder.ts';
import { findIncident, incidentReference } from './find-incidents.ts';

export const responderTargets = {
	users: references('People to ask.', 20).optional(),
	escalation_policies: references('Names or ids.', 10).optional(),
};

interface Targets {
	readonly users?: readonly string[] | undefined;
	readonly escalation_policies?: readonly string[] | undefined;
}

/** operationId: createIncidentResponderRequest */
export const requestResponders = defineTool({
	name: 'request_responders',
	title: 'Page people for help',
	description: 'Pages people, or whoever is on call in escalation policies, and asks them to help with an incident.',
	example: 'Page the Identity policy for help on #4260.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: false },
	input: z.strictObject({
		incident: reference(incidentReference),
		...responderTargets,
		message: freeText(1000, 'Default: a request for help.').optional(),
	}),
	output: z.object({ incident: z.string(), requested: z.int(), responders: z.array(responderView) }),
	async run(input, context) {
		const [targets, requester] = await Promise.all([targetsFor(input, context), requesterFor(context)]);
		const incident = await findIncident(input.incident, context);
		const number = `#${incident.incident_number ?? incident.id}`;
		if (incident.status === 'resolved') {
			throw new ToolError({
				message: `${number} is resolved: nobody is asked to help with it.`,
				next: 'Reopen it first.',
			});
		}
		const message = input.message ?? `Please help with incident ${number}.`;
		const responders = await ask(incident, { requester_id: requester, message, targets }, context);
		return { incident: number, requested: targets.length, responders };
	},
});

/** Who is meant, as requests name them. @throws {ToolError} when nobody is. */
export async function targetsFor(input: Targets, context: ToolContext): Promise<ReferenceInput[]> {
	const [users = [], policies = []] = await Promise.all([
		context.directory.ids('user', input.users, context),
		context.directory.ids('escalation_policy', input.escalation_policies, context),
	]);
	if (users.length + policies.length === 0) throw new ToolError({ message: 'Give `users` or `escalation_policies`.' });
	return [...users.map((id) => referenceTo('user', id)), ...policies.map((id) => referenceTo('escalation_policy', id))];
}

/** PagerDuty wants to know who asks. @throws {ToolError} for account-level keys, which are nobody. */
export async function requesterFor(context: ToolContext): Promise<string> {
	const me = await context.directory.me(context);
	if (me) return me.id;
	throw new ToolError({
		message: 'Responders are asked by a person, and this is an account-level key.',
		next: 'Sign in with a personal API token.',
	});
}

/** Asks once; if no answer comes, looks whether all those people have just been asked. */
async function ask(
	incident: Incident,
	request: Parameters<typeof createResponderRequest>[2],
	context: ToolContext,
): Promise<ResponderView[]> {
	const started = context.clock.now().getTime();
	try {
		const made = await createResponderRequest(context.pagerduty, incident.id, request);
		return made.responder_request_targets.flatMap(({ incident_responders: asked }) => asked.map(toResponderView));
	} catch (error) {
		if (!(error instanceof PagerDutyError) || !error.unclear) throw error;
		const now = await getIncident(context.pagerduty, incident.id).catch(() => undefined);
		// Two minutes allow for clocks that differ.
		const asked = (now?.incidents_responders ?? []).filter(
			({ requested_at: at }) => at !== undefined && Date.parse(at) >= started - 120_000,
		);
		const people = request.targets.filter(({ type }) => type === 'user_reference');
		const all =
			people.length === request.targets.length && people.every(({ id }) => asked.some(({ user }) => user?.id === id));
		if (all) return asked.map(toResponderView);
		throw error;
	}
}
