import * as z from 'zod';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { enqueueEvent, longestDedupKey } from '../../pagerduty/api/events.ts';
import { freeText } from '../core/arguments.ts';
import type { ToolContext } from '../core/context.ts';
import { ToolError } from '../core/failure.ts';
import { failureOf } from '../core/failure-text.ts';
import { lookAgain } from '../writes/send-once.ts';
import { defineTool } from '../core/tool.ts';
import { project } from '../shapes/shape.ts';
import { incidentShape, type ShownIncident } from '../shapes/incident.ts';
import { findTarget, targetArguments, type RoutingTarget } from './shared/event-arguments.ts';
import { byKeyOnly, findIncidentOfEvent, findNewestWithKey } from './shared/incident-of-event.ts';

/** operationId: createV2Event (Events API), with getService for the key and listIncidents for what became of it */
export const updateEvent = defineTool({
	name: 'update_event',
	title: 'Acknowledge or resolve an event',
	description:
		'Acknowledges or resolves the alert of an earlier event by its `dedup_key`, as a monitoring tool does. PagerDuty silently drops it if no open alert has that key; the answer says how the incident is now.',
	example: 'Resolve the test alert I sent.',
	toolset: 'events',
	access: 'respond',
	effect: { destructive: false, idempotent: true },
	operations: { always: ['createV2Event'], sometimes: ['listServices', 'getService', 'listIncidents'] },
	input: z.strictObject({
		...targetArguments,
		dedup_key: freeText(longestDedupKey, 'The key with which the event was sent.'),
		action: z.enum(['acknowledge', 'resolve']).describe('What to do with its alert.'),
	}),
	output: z.object({
		/** Missing if no answer came: then the incident is as asked, whoever did it. */
		accepted: z.boolean().optional(),
		incident: incidentShape.schema.optional(),
		note: z.string().optional(),
	}),
	async run(input, context) {
		const target = await findTarget(input, context);
		const accepted = await send(target, input, context);
		const incident = await findIncidentOfEvent(target, input.dedup_key, context);
		const notes = [
			accepted ? undefined : lost,
			noteOn(input.action, incident),
			incident && !target.service ? byKeyOnly : undefined,
		];
		const note = notes.filter((text) => text !== undefined).join(' ');
		return { ...(accepted && { accepted }), ...(incident && { incident }), ...(note && { note }) };
	},
	present: ({ incident, ...output }) => ({
		...output,
		...(incident && { incident: project(incidentShape, incident) }),
	}),
});

/** A 202 says only that the event was read. */
function noteOn(action: 'acknowledge' | 'resolve', incident: ShownIncident | undefined): string | undefined {
	if (!incident)
		return 'No incident was opened with this key. Unless an alert with it is paused or in another incident, nothing happened.';
	return isDone(action, incident.status)
		? undefined
		: 'The incident has not changed: PagerDuty may need a moment, or other alerts keep the incident open.';
}

function isDone(action: 'acknowledge' | 'resolve', status: string | undefined): boolean {
	return status === 'resolved' || (action === 'acknowledge' && status === 'acknowledged');
}

const lost = "PagerDuty's answer was lost, but the incident is as asked.";

interface Update {
	readonly action: 'acknowledge' | 'resolve';
	readonly dedup_key: string;
}

/** Whether it was accepted; no clear answer is enough where the incident is as asked. */
async function send(target: RoutingTarget, { action, dedup_key: key }: Update, context: ToolContext): Promise<boolean> {
	try {
		await enqueueEvent(context.pagerduty, target.key, { event_action: action, dedup_key: key });
		return true;
	} catch (error) {
		if (!(error instanceof PagerDutyError) || !error.unclear) throw error;
		const find = async () => {
			const incident = await findNewestWithKey(target, key, context);
			return incident && isDone(action, incident.status) ? incident : undefined;
		};
		// A routing key does not tell its service: an incident with the same key may be of another one.
		const seen = target.service && (await lookAgain(find, context));
		if (seen && seen !== 'unreadable') return false;
		const next = 'It may or may not have arrived. Sending it again is safe: it is then the same event.';
		throw new ToolError({ ...failureOf(error, ''), next }, error);
	}
}
