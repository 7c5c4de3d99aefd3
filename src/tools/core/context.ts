import type { Clock } from '../../pagerduty/http/clock.ts';
import type { Log } from '../../pagerduty/http/log.ts';
import type { PagerDutyApi } from '../../pagerduty/http/request.ts';
import type { Deadline } from '../../pagerduty/http/limits/deadline.ts';
import type { Changes } from './changes.ts';
import type { Consent } from './consent.ts';
import type { AsksPerson } from './conversation.ts';
import type { Directory } from './directory.ts';
import type { Claims } from './claims.ts';
import type { ToolGuide } from './tool-guide.ts';

/** What a tool may use while it runs. Lives for one call. */
export interface ToolContext {
	/** PagerDuty's API, bound to this call's signal and priority and to the account signed in when it began. */
	readonly pagerduty: PagerDutyApi;
	/** The same for what must follow a step already taken: cancelling the call does not stop it. */
	readonly unstopped: PagerDutyApi;
	/** How long this call may still wait for PagerDuty, requests and pauses together. */
	readonly deadline: Deadline;
	readonly signal: AbortSignal;
	readonly log: Log;
	readonly clock: Clock;
	/** When the question was asked, from which relative and default times count. A list that goes on was asked with its first page. */
	readonly asked: Pick<Clock, 'now'>;
	/** Names, numbers and e-mail addresses to objects. */
	readonly directory: Directory;
	/** Where changes to PagerDuty are announced, so that every view shows them. */
	readonly changes: Changes;
	/** What this product has made lately. */
	readonly claims: Claims;
	/** What is known of the tools themselves. */
	readonly guide: ToolGuide;
	/** Tells whoever waits how far the call is; `fraction` from 0 to 1. */
	progress(message: string, fraction?: number): void;
	/** Undefined when the client has no way to ask. An answer of theirs begins the call anew, so that it acts on what is so by then. */
	readonly person: AsksPerson | undefined;
	/** The client that a note is to name; undefined for none. */
	readonly via: string | undefined;
	/** The person's consent to what the call is about to do. */
	readonly consent: Consent;
}
