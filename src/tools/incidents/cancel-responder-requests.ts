import * as z from 'zod';
import type { Incident } from '../../pagerduty/api/incident.ts';
import { getIncident } from '../../pagerduty/api/incidents.ts';
import type { ReferenceInput } from '../../pagerduty/api/reference.ts';
import * as responders from '../../pagerduty/api/responders.ts';
import type { CancelledTarget } from '../../pagerduty/api/responders.ts';
import { reference, references } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { sendOnce } from '../writes/send-once.ts';
import { findIncident, incidentReference } from '../names/find-incidents.ts';
import { requesterFor, responderTargets, targetsFor } from './request-responders.ts';
import { defineTool } from '../core/tool.ts';
import { cleanLine } from '../text/untrusted.ts';
import { numberOf, quoted } from '../text/names.ts';

const reasons: Readonly<Record<string, string>> = {
	joined: 'has already joined',
	declined: 'has already declined',
	not_found: 'was not asked',
};

/** operationId: cancelIncidentResponderRequest */
export const cancelResponderRequests = defineTool({
	name: 'cancel_responder_requests',
	title: 'Take back requests for help',
	description: 'Stops paging people who were asked to help with an incident and have not answered.',
	example: 'We do not need Identity on #4260 any more.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: true },
	operations: {
		always: ['getIncident', 'cancelIncidentResponderRequest'],
		sometimes: ['getCurrentUser', 'listUsers', 'listEscalationPolicies'],
	},
	input: z.strictObject({
		incident: reference(incidentReference),
		...responderTargets,
		users: references('Who was asked.', 20).optional(),
	}),
	output: z.object({
		incident: z.string(),
		cancelled: z.array(z.string()),
		unchanged: z.array(z.string()),
		note: z.string().optional(),
	}),
	async run(input, context) {
		const [targets, requester] = await Promise.all([targetsFor(input, context), requesterFor(context)]);
		const incident = await findIncident(input.incident, context);
		const results = await cancelOnce(incident, requester, targets, context);
		const named = await Promise.all(
			results.map(async ({ id, type, result }) => {
				const kind = type?.startsWith('escalation_policy') ? 'escalation_policy' : 'user';
				const entry = await context.directory.resolve(kind, id, context).catch(() => undefined);
				return { name: entry?.name ?? id, result: result ?? 'unknown' };
			}),
		);
		const cancelled = named.filter(({ result }) => result === 'cancelled').map(({ name }) => name);
		return {
			incident: numberOf(incident),
			cancelled,
			unchanged: named
				.filter(({ result }) => result !== 'cancelled')
				.map(({ name, result }) => `${quoted(name)} ${reasons[result] ?? result}`),
			...(cancelled.length === 0 && { note: 'Nothing changed.' }),
		};
	},
});
/** If no answer comes, the incident tells whether those who had not answered are still asked. */
async function cancelOnce(
	before: Incident,
	requester: string,
	targets: readonly ReferenceInput[],
	context: ToolContext,
): Promise<CancelledTarget[]> {
	const named = await Promise.all(
		targets.map(async ({ id, type }) => {
			const kind = type === 'escalation_policy_reference' ? 'escalation_policy' : 'user';
			const name = kind === 'user' ? undefined : (await context.directory.resolve(kind, id, context)).name;
			return { id, type, name };
		}),
	);
	const askedIn = ({ incidents_responders: all = [] }: Incident, { id, name }: (typeof named)[number]) =>
		all.filter(({ user, escalation_policy_requests: policies }) =>
			name === undefined ? user?.id === id : policies.some((policy) => cleanLine(policy) === name),
		);
	const isOpenIn = (incident: Incident, target: (typeof named)[number]) =>
		askedIn(incident, target).some(({ state }) => state === 'pending');
	const find = async () => {
		const now = await getIncident(context.pagerduty, before.id);
		const results = named.map((target) => {
			const asked = askedIn(before, target);
			const waiting = asked.filter(({ state }) => state === 'pending').map(({ user }) => user?.id);
			const answers = (all: typeof asked) => all.find(({ state }) => state === 'joined' || state === 'declined')?.state;
			// They may have answered before the request came.
			const meanwhile = answers(askedIn(now, target).filter(({ user }) => waiting.includes(user?.id)));
			const result = isOpenIn(now, target)
				? undefined
				: (meanwhile ?? (waiting.length > 0 ? 'cancelled' : (answers(asked) ?? 'not_found')));
			return { id: target.id, type: target.type, result };
		});
		return results.every(({ result }) => result !== undefined) ? results : undefined;
	};
	return sendOnce(
		{
			send: () => responders.cancelResponderRequests(context.pagerduty, before.id, requester, targets),
			// Where nobody was to answer, a lost request looks like one that was carried out.
			find: named.some((target) => isOpenIn(before, target)) ? find : undefined,
			missing: 'Not all of these requests are cancelled now.',
		},
		context,
	);
}
