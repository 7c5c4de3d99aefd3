import type { Recipient } from '../commands/shared/recipients.ts';

/** What `create_incident` takes, in characters. */
export const longestTitle = 1024;
export const longestBody = 20_000;

/** A service as it was chosen. */
export interface ChosenService {
	readonly id: string;
	readonly name: string;
}

/** Who gets an incident: a person, those of a policy, or whom the policy of the service names. */
export type Who = Recipient | { readonly kind: 'service' };

/** An incident that somebody describes. */
export interface Draft {
	readonly service: ChosenService | undefined;
	readonly title: string;
	/** Undefined: as the service decides. */
	readonly urgency: 'high' | 'low' | undefined;
	/** By name. */
	readonly priority: string | undefined;
	readonly who: Who;
	readonly body: string | undefined;
}

/** A draft that can be sent. */
export type Complete = Draft & { readonly service: ChosenService };

export function isComplete(draft: Draft): draft is Complete {
	return draft.service !== undefined && draft.title !== '';
}

/** As `create_incident` takes it. */
export function inputOf({ service, title, urgency, priority, who, body }: Complete) {
	return {
		service: service.id,
		title,
		...(urgency && { urgency }),
		...(priority !== undefined && { priority }),
		...(who.kind === 'user' && { assignee: who.id }),
		...(who.kind === 'policy' && { escalation_policy: who.id }),
		...(body !== undefined && { body }),
	};
}
