import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { listIncidentAlerts } from '../../pagerduty/api/alerts.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import type { Incident } from '../../pagerduty/api/incident.ts';
import * as incidents from '../../pagerduty/api/incidents.ts';
import type { NewIncident } from '../../pagerduty/api/incidents.ts';
import { referenceTo } from '../../pagerduty/api/reference.ts';
import { freeText, reference } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { refusal, ToolError } from '../core/failure.ts';
import { numberOf, quoted } from '../text/names.ts';
import { createOnce, readIfPossible } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { cleanLine } from '../text/untrusted.ts';
import { project } from '../shapes/shape.ts';
import { incidentShape } from '../shapes/incident.ts';
import { announceIncidents } from './shared/change-incidents.ts';
import { conferenceArguments, conferenceBridge } from './shared/conference.ts';
import { nameOfId } from '../names/name-of-id.ts';
import { pagedBy, pagedPeople } from '../schedules/who-is-paged.ts';
import { incidentTypeName } from '../names/incident-types.ts';
import { said } from '../text/said.ts';

const input = z.strictObject({
	title: freeText(1024, 'One-line title.'),
	service: reference('Name or id.'),
	urgency: z.enum(['high', 'low']).optional().describe("Default: the service's."),
	priority: reference('Such as P1.').optional(),
	assignee: reference('Person who gets it, instead of a policy.').optional(),
	escalation_policy: reference("Policy to use instead of the service's.").optional(),
	body: freeText(20_000, 'Details of the incident.').optional(),
	incident_key: reference('If an open incident has the same key, none is created.').optional(),
	incident_type: reference('Such as major_incident.').optional(),
	...conferenceArguments,
});
type Input = z.output<typeof input>;

/** operationId: createIncident */
export const createIncident = defineTool({
	name: 'create_incident',
	title: 'Create an incident',
	description: 'Opens an incident and pages whoever is on call, or the assignee.',
	example: 'Open a P2 on Checkout: card payments time out in Germany.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: false },
	consent: ['pages'],
	operations: {
		always: ['listServices', 'createIncident'],
		sometimes: [
			'listIncidentTypes',
			'listPriorities',
			'listIncidents',
			'listEscalationPolicies',
			'getCurrentUser',
			'getService',
			'getUser',
			'listOnCalls',
		],
	},
	input,
	output: z.object({ incident: incidentShape.schema }),
	async run(wanted, context) {
		const request = await requestFor(wanted, context);
		await context.consent.require(['pages'], () => pageAct(request, context));
		const incident = await open(request, wanted.incident_key === undefined, context);
		const [shown] = await announceIncidents([incident], context);
		return { incident: shown ?? incidentShape.schema.parse(incident) };
	},
	present: ({ incident }) => ({ incident: project(incidentShape, incident) }),
});

async function requestFor(wanted: Input, context: ToolContext): Promise<NewIncident> {
	if (wanted.assignee && wanted.escalation_policy) {
		throw new ToolError({ message: 'Give either `assignee` or `escalation_policy`, not both.' });
	}
	const bridge = conferenceBridge(wanted);
	const { directory } = context;
	const [service, priority, assignee, policy, type] = await Promise.all([
		directory.resolve('service', wanted.service, context),
		wanted.priority ? directory.resolve('priority', wanted.priority, context) : undefined,
		wanted.assignee ? directory.resolve('user', wanted.assignee, context) : undefined,
		wanted.escalation_policy ? directory.resolve('escalation_policy', wanted.escalation_policy, context) : undefined,
		wanted.incident_type ? incidentTypeName(wanted.incident_type, context) : undefined,
	]);
	return {
		title: wanted.title.replace(/\s+/g, ' ').trim(),
		service: referenceTo('service', service.id),
		// A key of our own makes it safe to send again when no answer comes.
		incident_key: wanted.incident_key ?? randomUUID().replaceAll('-', ''),
		...(wanted.urgency && { urgency: wanted.urgency }),
		...(priority && { priority: referenceTo('priority', priority.id) }),
		...(assignee && { assignments: [{ assignee: referenceTo('user', assignee.id) }] }),
		...(policy && { escalation_policy: referenceTo('escalation_policy', policy.id) }),
		...(wanted.body && { body: { type: 'incident_body', details: wanted.body } }),
		...(type && { incident_type: { name: type } }),
		...(Object.keys(bridge).length > 0 && { conference_bridge: bridge }),
	};
}

/** What the person agrees to: the title, the service and whom it pages. operationId: getService, listOnCalls */
async function pageAct({ title, service, assignments, escalation_policy: given }: NewIncident, context: ToolContext) {
	const name = await nameOfId('service', service.id, context);
	const people = assignments?.map(({ assignee }) => assignee.id);
	const paged = people
		? await pagedPeople(people, context)
		: await pagedBy({ service: service.id, policy: given?.id }, context);
	return {
		question: said`Open the incident ${quoted(cleanLine(title, 200))} on ${quoted(name ?? service.id)} and page ${paged.who} now?`,
		yes: said`Open the incident`,
		no: said`Open none`,
		ids: [service.id, ...paged.ids],
	};
}

/** @param ownKey the key is ours alone, so an incident that has it is the one we asked for. */
async function open(request: NewIncident, ownKey: boolean, context: ToolContext): Promise<Incident> {
	const alike = () => withKey(request, context);
	const send = () => incidents.createIncident(context.pagerduty, request);
	const missing = 'No open incident has this key now.';
	try {
		return await createOnce({ alike, send, missing, ...(ownKey && { before: [] }) }, context);
	} catch (error) {
		if (!(error instanceof PagerDutyError) || !isDuplicate(error)) throw error;
		const [existing] = (await readIfPossible(alike, context)) ?? [];
		if (!existing) throw error;
		const name = `${numberOf(existing)} ${cleanLine(existing.title ?? '')}`;
		throw refusal(
			said`Nothing was created: ${quoted(name)} is already open with this key.`,
			{
				...(error.status && { status: error.status }),
				...(error.code && { code: error.code }),
				candidates: [{ id: existing.id, name }],
				next: 'Go on with that incident, or use another `incident_key`.',
			},
			error,
		);
	}
}

/** PagerDuty's answer when an open incident of the service has the key. */
function isDuplicate(error: PagerDutyError): boolean {
	return error.messages.some((text) => /matching dedup key|already exists/i.test(text));
}

/** The open incidents of the service with the key. Once one has alerts, the key is theirs and its own is empty. operationId: listIncidents */
async function withKey({ incident_key: key, service }: NewIncident, context: ToolContext): Promise<Incident[]> {
	if (key === undefined) return [];
	const page = await incidents.listIncidents(context.pagerduty, {
		incident_key: key,
		service_ids: [service.id],
		statuses: ['triggered', 'acknowledged'],
		date_range: 'all',
	});
	const found: Incident[] = [];
	for (const incident of page.items) {
		if (incident.incident_key === key) found.push(incident);
		if (incident.incident_key !== undefined) continue;
		const alerts = await listIncidentAlerts(context.pagerduty, incident.id, { alert_key: key, limit: 1 });
		if (alerts.items.some((alert) => alert.alert_key === key)) found.push(incident);
	}
	return found;
}
