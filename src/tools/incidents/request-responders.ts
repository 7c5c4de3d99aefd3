import * as z from 'zod';
import type { Incident } from '../../pagerduty/api/incident.ts';
import { getIncident } from '../../pagerduty/api/incidents.ts';
import { referenceTo, type ReferenceInput } from '../../pagerduty/api/reference.ts';
import { createResponderRequest, type ResponderRequest } from '../../pagerduty/api/responders.ts';
import { freeText, reference, references } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { refusal, ToolError } from '../core/failure.ts';
import { createOnce } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { responderShape, showResponder, type ShownResponder } from './shared/responder-shape.ts';
import { pagedPeople, pagedThrough, type Paged } from '../schedules/who-is-paged.ts';
import { incidentText } from './shared/incident-consent.ts';
import { findIncident, incidentReference } from '../names/find-incidents.ts';
import { enumerated, said } from '../text/said.ts';
import { numberOf } from '../text/names.ts';

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
	consent: ['pages'],
	operations: {
		always: ['getIncident', 'createIncidentResponderRequest'],
		sometimes: ['getCurrentUser', 'listUsers', 'listEscalationPolicies', 'listOnCalls'],
	},
	input: z.strictObject({
		incident: reference(incidentReference),
		...responderTargets,
		message: freeText(1000, 'Default: a request for help.').optional(),
	}),
	output: z.object({ incident: z.string(), requested: z.int(), responders: z.array(responderShape) }),
	async run(input, context) {
		const [targets, requester] = await Promise.all([targetsFor(input, context), requesterFor(context)]);
		const incident = await findIncident(input.incident, context);
		const number = numberOf(incident);
		if (incident.status === 'resolved') {
			throw refusal(said`${number} is resolved, so nobody was asked to help with it.`, { next: 'Reopen it first.' });
		}
		const message = input.message ?? `Please help with incident ${number}.`;
		await context.consent.require(['pages'], async () => {
			const paged = await pagedTargets(targets, context);
			return {
				question: said`Page ${paged.who} now and ask for help with ${incidentText(incident)}?`,
				yes: said`Page them`,
				no: said`Page nobody`,
				ids: [incident.id, ...paged.ids],
			};
		});
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

/** Whom a request for help pages: people, and whoever is on call in policies. */
async function pagedTargets(targets: readonly ReferenceInput[], context: ToolContext): Promise<Paged> {
	const ids = (type: string) => targets.filter((one) => one.type === type).map(({ id }) => id);
	const [users, policies] = [ids('user_reference'), ids('escalation_policy_reference')];
	const parts = [
		...(users.length > 0 ? [await pagedPeople(users, context)] : []),
		...(policies.length > 0
			? [
					await pagedThrough(
						policies.map((policy) => ({ policy })),
						context,
					),
				]
			: []),
	];
	return { who: enumerated(parts.map(({ who }) => who)), ids: parts.flatMap((part) => part.ids) };
}

/** PagerDuty wants to know who asks. @throws {ToolError} for account-level keys, which are nobody. */
export async function requesterFor(context: ToolContext): Promise<string> {
	const me = await context.directory.me(context);
	if (me) return me.id;
	throw refusal(said`Only a person can ask responders for help, and this is an account-level key.`, {
		next: 'Sign in with a personal API token.',
	});
}
/** Asks once; if no answer comes, the incident tells whether it has one more request of this kind. */
async function ask(
	incident: Incident,
	request: Parameters<typeof createResponderRequest>[2],
	context: ToolContext,
): Promise<ShownResponder[]> {
	const { pagerduty } = context;
	const alike = (one: Incident) => requestsOf(one).filter(({ targets }) => targets === idsOf(request.targets));
	const made = await createOnce(
		{
			before: incident.responder_requests && alike(incident),
			alike: async () => alike(await getIncident(pagerduty, incident.id)),
			send: async () => {
				const sent = await createResponderRequest(pagerduty, incident.id, request);
				return { id: sent.id ?? '', sent };
			},
			missing: `${numberOf(incident)} shows no new request to them now.`,
		},
		context,
	);
	return made.sent.responder_request_targets.flatMap(({ incident_responders: asked }) => asked.map(showResponder));
}

interface SentRequest {
	readonly id: string;
	readonly targets: string;
	readonly sent: ResponderRequest;
}

/** The requests of an incident with ids: PagerDuty does not always send one. @throws when it shows none at all. */
function requestsOf({ id: incidentId, responder_requests: requests }: Incident): SentRequest[] {
	if (!requests) throw new Error('PagerDuty does not show whom it has asked.');
	const seen = new Map<string, number>();
	return requests.map((sent) => {
		const targets = idsOf(sent.responder_request_targets);
		const key = sent.id ?? `${incidentId} ${sent.requested_at ?? ''} ${targets}`;
		const count = seen.get(key) ?? 0;
		seen.set(key, count + 1);
		return { id: count === 0 ? key : `${key} ${count}`, targets, sent };
	});
}

function idsOf(targets: readonly { readonly id: string }[]): string {
	return targets
		.map(({ id }) => id)
		.sort()
		.join(' ');
}
