import * as z from 'zod';
import type { Incident } from '../../../pagerduty/api/incident.ts';
import { nameOf } from '../../text/names.ts';
import { cleanLine } from '../../text/untrusted.ts';

/** What the tools show of somebody who was asked to help with an incident. */
export const responderShape = z.object({
	name: z.string(),
	/** `pending`, `joined`, `declined` or `cancelled`. */
	state: z.string(),
	message: z.string().optional(),
	requested_at: z.string().optional(),
});
export type ShownResponder = z.output<typeof responderShape>;

export function showResponder(responder: NonNullable<Incident['incidents_responders']>[number]): ShownResponder {
	return {
		name: responder.user ? nameOf(responder.user) : 'unknown',
		state: (responder.state ?? 'unknown').replace(/^user_/, ''),
		...(responder.message && { message: cleanLine(responder.message) }),
		...(responder.requested_at && { requested_at: responder.requested_at }),
	};
}
