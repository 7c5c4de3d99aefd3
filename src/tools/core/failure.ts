import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import { inEnglish, said, type Said } from '../text/said.ts';

/** Something that a wrong name or value may have meant. */
export interface Candidate {
	readonly id?: string;
	readonly name: string;
}

/** Why a tool did not do what was asked, for a person and for an agent. Holds no secret. */
export interface Failure {
	/** One plain sentence. */
	readonly message: string;
	/** What a person is told instead, as facts: without the names of arguments, and with what they can do. Where people can meet it. */
	readonly said?: Said;
	/** What to do next. */
	readonly next?: string;
	/** HTTP status of PagerDuty's reply. */
	readonly status?: number;
	/** PagerDuty's error code. */
	readonly code?: number;
	/** PagerDuty's own messages. */
	readonly details?: readonly string[];
	/** Whether the same call may work later although nothing is changed. */
	readonly retryable?: boolean;
	/** Seconds until another try makes sense. */
	readonly retryAfterSeconds?: number;
	readonly candidates?: readonly Candidate[];
}

/** A tool's own refusal: wrong input, an unknown or ambiguous name, a state that does not allow the change. */
export class ToolError extends Error {
	override readonly name = 'ToolError';
	readonly failure: Failure;

	constructor(failure: Failure, cause?: unknown) {
		super(failure.message, { cause });
		this.failure = failure;
	}
}

/** Why an account-level key cannot do what only a person does. */
export const belongsToNobody = said`You are signed in with an account-level key, which belongs to no person.`;

/** A refusal that agents and people are told in the same words. */
export function refusal(said: Said, more: Omit<Failure, 'message' | 'said'> = {}, cause?: unknown): ToolError {
	return new ToolError({ ...more, message: inEnglish(said), said }, cause);
}

/**
 * Whether an error of a call that may have changed something leaves open what: it is unclear itself, or came after another step,
 * of which it says nothing.
 */
export function leavesOpen(error: unknown): boolean {
	if (error instanceof ToolError) return error.cause instanceof PagerDutyError && error.cause.unclear;
	return !(error instanceof PagerDutyError) || !['notMade', 'confined'].includes(error.kind);
}
