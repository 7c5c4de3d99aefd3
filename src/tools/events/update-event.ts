import * as z from 'zod';
import { enqueueEvent, longestDedupKey } from '../../pagerduty/events.ts';
import { freeText } from '../arguments.ts';
import { defineTool } from '../tool.ts';
import { project } from '../view.ts';
import { incidentView, type IncidentView } from '../views/incident.ts';
import { findTarget, targetArguments } from './event-arguments.ts';
import { byKeyOnly, incidentOf } from './look-up.ts';

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
	input: z.strictObject({
		...targetArguments,
		dedup_key: freeText(longestDedupKey, 'The key with which the event was sent.'),
		action: z.enum(['acknowledge', 'resolve']).describe('What to do with its alert.'),
	}),
	output: z.object({
		accepted: z.boolean(),
		incident: incidentView.schema.optional(),
		note: z.string().optional(),
	}),
	async run(input, context) {
		const target = await findTarget(input, context);
		await enqueueEvent(context.pagerduty, target.key, { event_action: input.action, dedup_key: input.dedup_key });
		const incident = await incidentOf(target, input.dedup_key, context);
		const notes = [noteOn(input.action, incident), incident && !target.service ? byKeyOnly : undefined];
		const note = notes.filter((text) => text !== undefined).join(' ');
		return { accepted: true, ...(incident && { incident }), ...(note && { note }) };
	},
	present: ({ incident, ...output }) => ({
		...output,
		...(incident && { incident: project(incidentView, incident) }),
	}),
});

/** A 202 says only that the event was read. */
function noteOn(action: 'acknowledge' | 'resolve', incident: IncidentView | undefined): string | undefined {
	if (!incident)
		return 'No incident was opened with this key. Unless an alert with it is paused or in another incident, nothing happened.';
	const done = incident.status === 'resolved' || (action === 'acknowledge' && incident.status === 'acknowledged');
	return done
		? undefined
		: 'The incident has not changed: PagerDuty may need a moment, or other alerts keep the incident open.';
}
