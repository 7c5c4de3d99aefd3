import { PagerDutyError } from '../../pagerduty/http/errors.ts';

/** Something that a wrong name or value may have meant. */
export interface Candidate {
	readonly id?: string;
	readonly name: string;
}

/** What a custom field takes. */
export type FieldWants = 'boolean' | 'integer' | 'number';

/** What people meet most, as data, for whoever words it in their language. */
export type Refusal =
	| { readonly kind: 'noIncident'; readonly incident: string }
	| { readonly kind: 'mergeIntoResolved' | 'helpWithResolved'; readonly incident: string }
	| { readonly kind: 'notMergeable'; readonly incidents: readonly string[] }
	| { readonly kind: 'helpByNobody' | 'overridesRefused' | 'swapRefused' | 'timeIsOver' }
	| { readonly kind: 'noEvents'; readonly service: string }
	| { readonly kind: 'notOnCall' | 'noShift'; readonly person: string; readonly schedule: string }
	| { readonly kind: 'halfSwapped' | 'overrideOver'; readonly schedule: string }
	| { readonly kind: 'wrongFieldValue'; readonly field: string; readonly wants: FieldWants; readonly value: string }
	| { readonly kind: 'noFieldOption'; readonly field: string; readonly option: string }
	| { readonly kind: 'noPageWord' | 'severalPageWords'; readonly word: string }
	| { readonly kind: 'oldHarmPublished' }
	| { readonly kind: 'workflowUnclear'; readonly workflow: string; readonly incident: string };

/** Why a tool did not do what was asked, for a person and for an agent. Holds no secret. */
export interface Failure {
	/** One plain sentence. */
	readonly message: string;
	/** The same as data, where people meet it often. */
	readonly refusal?: Refusal;
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

/**
 * Whether an error of a call that may have changed something leaves open what: it is unclear itself, or came after another step,
 * of which it says nothing.
 */
export function leavesOpen(error: unknown): boolean {
	if (error instanceof ToolError) return error.cause instanceof PagerDutyError && error.cause.unclear;
	return !(error instanceof PagerDutyError) || !['notMade', 'confined'].includes(error.kind);
}
