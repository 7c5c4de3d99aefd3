import * as z from 'zod';
import type { Incident } from '../../pagerduty/api/incident.ts';
import { referenceTo } from '../../pagerduty/api/reference.ts';
import { reference, references } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { defineTool } from '../core/tool.ts';
import {
	changedIncidents,
	changeIncidents,
	incidentsArgument,
	presentChange,
	type IncidentChange,
} from './shared/change-incidents.ts';
import { pagedPeople, pagedThrough } from '../schedules/who-is-paged.ts';
import { quoted } from '../text/names.ts';
import { findIncidents } from '../names/find-incidents.ts';
import { said } from '../text/said.ts';

const input = z.strictObject({
	incidents: incidentsArgument,
	users: references('Names, e-mails, ids or me.', 20).optional(),
	escalation_policy: reference('Policy to start at its first level, instead of `users`.').optional(),
});

/** operationId: updateIncidents */
export const reassignIncidents = defineTool({
	name: 'reassign_incidents',
	title: 'Reassign incidents',
	description: 'Gives open incidents to people, or to whoever an escalation policy reaches first, and pages them.',
	example: 'Hand #4260 over to Diego.',
	toolset: 'incidents',
	access: 'respond',
	effect: { destructive: false, idempotent: false },
	consent: ['pages', 'many'],
	operations: {
		always: ['getIncident', 'updateIncidents'],
		sometimes: ['listEscalationPolicies', 'getCurrentUser', 'getUser', 'listOnCalls'],
	},
	input,
	output: changedIncidents,
	async run(wanted, context) {
		const change = await changeFor(wanted, context);
		return changeIncidents(await findIncidents(wanted.incidents, context), change, context);
	},
	present: (output) => presentChange(output),
});

async function changeFor(wanted: z.output<typeof input>, context: ToolContext): Promise<IncidentChange> {
	if (Boolean(wanted.users) === Boolean(wanted.escalation_policy)) {
		throw new ToolError({ message: 'Give either `users` or `escalation_policy`.' });
	}
	if (wanted.escalation_policy) {
		const { id, name } = await context.directory.resolve('escalation_policy', wanted.escalation_policy, context);
		return {
			act: {
				verb: said`Reassign`,
				question: (incidents, paged) =>
					paged === undefined
						? said`Reassign ${incidents} to the escalation policy ${quoted(name)}?`
						: said`Reassign ${incidents} to the escalation policy ${quoted(name)} and page ${paged} now?`,
				pages: () => pagedThrough([{ policy: id }], context),
			},
			update: { escalation_policy: referenceTo('escalation_policy', id) },
			settled: resolvedOnes,
			made: (now, before) => now.escalation_policy?.id === id && assignmentOf(now) !== assignmentOf(before),
		};
	}
	const users = (await context.directory.ids('user', wanted.users, context)) ?? [];
	const theirs = (incident: Incident) =>
		incident.assignments?.length === users.length &&
		incident.assignments.every(({ assignee }) => users.includes(assignee.id));
	return {
		act: {
			verb: said`Reassign`,
			question: (incidents, paged) =>
				paged === undefined ? said`Reassign ${incidents}?` : said`Reassign ${incidents} and page ${paged} now?`,
			pages: () => pagedPeople(users, context),
		},
		update: { assignments: users.map((id) => ({ assignee: referenceTo('user', id) })) },
		settled: (incident) =>
			resolvedOnes(incident) ?? (theirs(incident) ? 'already assigned to exactly them' : undefined),
		made: theirs,
	};
}

/** A resolved incident belongs to nobody; PagerDuty refuses to hand it on. */
export function resolvedOnes({ status }: Incident): string | undefined {
	return status === 'resolved' ? 'resolved: reopen it first' : undefined;
}

/** Who has an incident since when. */
export function assignmentOf({ assignments }: Incident): string {
	return (assignments ?? [])
		.map(({ assignee, at }) => `${assignee.id} ${at ?? ''}`)
		.sort()
		.join();
}
