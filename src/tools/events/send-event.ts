import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { enqueueEvent, longestDedupKey, longestSummary, severities } from '../../pagerduty/api/events.ts';
import { freeText, moment } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { failureOf } from '../core/failure-text.ts';
import { lookAgain, readIfPossible } from '../writes/send-once.ts';
import { cleanLine } from '../text/untrusted.ts';
import { pagedBy } from '../schedules/who-is-paged.ts';
import { defineTool } from '../core/tool.ts';
import { project } from '../shapes/shape.ts';
import { incidentShape, type ShownIncident } from '../shapes/incident.ts';
import {
	checkSize,
	detailsArgument,
	detailsOf,
	findTarget,
	linksArgument,
	linksOf,
	targetArguments,
	timestampOf,
	type RoutingTarget,
} from './shared/event-arguments.ts';
import { byKeyOnly, findIncidentOfEvent, findNewestWithKey, readSilence } from './shared/incident-of-event.ts';
import { quoted } from '../text/names.ts';
import { said } from '../text/said.ts';

const word = z.string().max(255).optional();
const open = ['triggered', 'acknowledged'] as const;

/** operationId: createV2Event (Events API), with getService for the key and listIncidents for what became of it */
export const sendEvent = defineTool({
	name: 'send_event',
	title: 'Send an event that may page people',
	description:
		'Sends a trigger event as a monitoring tool does: it opens an alert and usually an incident, which pages whoever is on call. The same `dedup_key` again adds to the open alert.',
	example: 'Send a test alert to Gift Cards.',
	toolset: 'events',
	access: 'respond',
	effect: { destructive: false, idempotent: false },
	consent: ['pages'],
	operations: {
		always: ['createV2Event'],
		sometimes: ['listServices', 'getService', 'getCurrentUser', 'listIncidents', 'listOnCalls'],
	},
	input: z.strictObject({
		...targetArguments,
		summary: freeText(longestSummary, 'What is wrong; becomes the title.'),
		severity: z.enum(severities).default('error').describe('How bad it is. Default: error.'),
		source: freeText(longestSummary, 'The affected host or system.'),
		dedup_key: freeText(longestDedupKey, 'Identifies the problem. A new key is made if it is left out.').optional(),
		component: word.describe('Part of the source that is affected.'),
		group: word.describe('Group of components that it belongs to.'),
		class: word.describe('Kind of event.'),
		details: detailsArgument,
		links: linksArgument,
		at: moment('Default: now.').optional(),
	}),
	output: z.object({
		accepted: z.boolean(),
		dedup_key: z.string(),
		service: z.string().optional(),
		integration: z.string().optional(),
		incident: incidentShape.schema.optional(),
		at: z.string().optional(),
		note: z.string().optional(),
	}),
	async run(input, context) {
		const at = await timestampOf(input.at, context);
		const dedupKey = input.dedup_key ?? randomUUID();
		const event = {
			event_action: 'trigger',
			dedup_key: dedupKey,
			payload: {
				summary: input.summary,
				source: input.source,
				severity: input.severity,
				...(input.component && { component: input.component }),
				...(input.group && { group: input.group }),
				...(input.class && { class: input.class }),
				...at.sent,
				...detailsOf(input.details),
			},
			...linksOf(input.links),
		} as const;
		checkSize(event);
		const target = await findTarget(input, context);
		// Only a key that was given can be of an incident that is open already.
		const before =
			input.dedup_key === undefined
				? undefined
				: await readIfPossible(() => findNewestWithKey(target, dedupKey, context, open), context);
		await context.consent.require(['pages'], async () => {
			const { service } = target;
			const paged = service ? await pagedBy({ service: service.id }, context) : undefined;
			const [event, who] = [quoted(cleanLine(input.summary, 200)), paged?.who ?? said`whoever is on call`];
			return {
				question: service
					? said`Send the event ${event} to the service ${quoted(service.name)} and page ${who}?`
					: said`Send the event ${event} and page ${who}?`,
				yes: said`Send the event`,
				no: said`Send nothing`,
				ids: [service?.id ?? target.key, ...(paged?.ids ?? [])],
			};
		});
		try {
			await enqueueEvent(context.pagerduty, target.key, event);
		} catch (error) {
			if (!(error instanceof PagerDutyError) || !error.unclear) throw error;
			// What was open before, or opens under a key that others may use at the same time, says nothing of this event.
			const ours = input.dedup_key === undefined ? () => findNewestWithKey(target, dedupKey, context) : undefined;
			const seen = ours && (await lookAgain(ours, context));
			if (!seen || seen === 'unreadable') throw sendAgain(error, dedupKey);
		}
		// A resolved one is from an earlier event: events reopen nothing.
		const incident = await findIncidentOfEvent(target, dedupKey, context, open);
		return {
			accepted: true,
			dedup_key: dedupKey,
			...at.shown,
			...(target.service && { service: target.service.name, integration: target.integration }),
			...(incident && { incident }),
			...(await noteOn(incident, { target, before: before?.id, unique: input.dedup_key === undefined }, context)),
		};
	},
	present: ({ incident, ...output }) => ({
		...output,
		...(incident && { incident: project(incidentShape, incident) }),
	}),
});

interface Sent {
	readonly target: RoutingTarget;
	/** Id of the incident that was open with the key before. */
	readonly before: string | undefined;
	/** No other event has the key. */
	readonly unique: boolean;
}

async function noteOn(
	incident: ShownIncident | undefined,
	{ target, before, unique }: Sent,
	context: ToolContext,
): Promise<{ note?: string }> {
	if (!incident) {
		const why = await readSilence(target.service, context);
		return {
			note: `PagerDuty accepted the event, but no incident has appeared yet. ${why ?? 'Event rules or alert grouping may keep it from opening one.'}`,
		};
	}
	if (unique) return {};
	const notes = [
		...(incident.id === before ? ['Existing incident, opened before this event.'] : []),
		...(target.service ? [] : [byKeyOnly]),
	];
	return notes.length > 0 ? { note: notes.join(' ') } : {};
}

/** The same key makes it the same event, however often it arrives. */
function sendAgain(error: PagerDutyError, dedupKey: string): ToolError {
	return new ToolError(
		{
			...failureOf(error, ''),
			next: `It may or may not have arrived. Sending it again with dedup_key ${quoted(dedupKey)} is safe, because PagerDuty takes it for the same event.`,
		},
		error,
	);
}
