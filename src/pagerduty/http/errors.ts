/** Why a call to PagerDuty did not work. */
export type PagerDutyErrorKind =
	/** Nobody is signed in. */
	| 'signedOut'
	/** 401: the token is wrong, revoked or of the other region. */
	| 'unauthorized'
	/** 402: the account's plan lacks the feature. */
	| 'plan'
	/** 403: the person's role, the token's scope or a read-only key. */
	| 'forbidden'
	/** 404 */
	| 'notFound'
	/** 429 for longer than a call may wait. */
	| 'rateLimited'
	/** Any other 4xx: PagerDuty refused the request. */
	| 'refused'
	/** 5xx: PagerDuty failed. */
	| 'server'
	/** No reply: no network, a name that does not resolve, a dropped connection. */
	| 'network'
	/** A proxy on the way does not let it through: nothing was sent, and nothing will be before somebody mends that. */
	| 'proxy'
	/** No reply in time. */
	| 'timeout'
	/** A reply that is not what the API documents. */
	| 'reply'
	/** 400: a change by an account-level key, and PagerDuty does not know in whose name. */
	| 'sender'
	/** The caller is kept to single teams or services, and this cannot be: nothing was sent. */
	| 'confined'
	/** Another account is used than the one that the call is for: nothing was sent there. */
	| 'otherAccount'
	/** No clear answer came, and a look afterwards showed that nothing was changed. */
	| 'notMade';

export interface PagerDutyErrorDetails {
	readonly kind: PagerDutyErrorKind;
	/** Short plain sentence without secrets, e.g. `PagerDuty did not find incident Q1.` */
	readonly message: string;
	readonly operationId?: string;
	/** HTTP status, when there was a reply. */
	readonly status?: number;
	/** PagerDuty's own error code, e.g. 2001. */
	readonly code?: number;
	/** PagerDuty's own messages (`error.message` and `error.errors[]`), each at most 1 kB. */
	readonly messages?: readonly string[];
	/** Scopes that an OAuth token lacks, separated by spaces. */
	readonly requiredScopes?: string;
	/** Those that it has, where that is known. */
	readonly tokenScopes?: string | undefined;
	/** Seconds until another try makes sense. */
	readonly retryAfterSeconds?: number;
	/** Whether PagerDuty may have carried the request out although no reply came. */
	readonly unclear?: boolean;
	/** Whether something else answered in PagerDuty's place: a proxy, a firewall, the login page of a network. */
	readonly foreign?: boolean;
	readonly cause?: unknown;
}

/** A failed call to PagerDuty. Holds no secret, so it may be shown and logged. */
export class PagerDutyError extends Error {
	override readonly name = 'PagerDutyError';
	readonly kind: PagerDutyErrorKind;
	readonly operationId: string | undefined;
	readonly status: number | undefined;
	readonly code: number | undefined;
	readonly messages: readonly string[];
	readonly requiredScopes: string | undefined;
	readonly tokenScopes: string | undefined;
	readonly retryAfterSeconds: number | undefined;
	readonly unclear: boolean;
	readonly foreign: boolean;

	constructor(details: PagerDutyErrorDetails) {
		super(details.message, { cause: details.cause });
		this.kind = details.kind;
		this.operationId = details.operationId;
		this.status = details.status;
		this.code = details.code;
		this.messages = details.messages ?? [];
		this.requiredScopes = details.requiredScopes;
		this.tokenScopes = details.tokenScopes;
		this.retryAfterSeconds = details.retryAfterSeconds;
		this.unclear = details.unclear ?? false;
		this.foreign = details.foreign ?? false;
	}

	/** The same error with other details. */
	with(changes: Partial<PagerDutyErrorDetails>): PagerDutyError {
		const { kind, message, operationId, status, code, messages, requiredScopes, retryAfterSeconds, cause } = this;
		const { tokenScopes, unclear, foreign } = this;
		const details = { kind, operationId, status, code, messages, requiredScopes, tokenScopes, retryAfterSeconds };
		return new PagerDutyError({ ...details, unclear, foreign, message, cause, ...changes });
	}
}

/** The sentence about a token that was not granted these scopes. */
export function lacksScopes(scopes: readonly string[]): string {
	return `The PagerDuty token lacks the scope${scopes.length > 1 ? 's' : ''} ${scopes.join(' and ')}.`;
}
