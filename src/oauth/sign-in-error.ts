/** Why a sign-in, or its renewal, did not work. */
export type SignInErrorKind =
	/** The person said no in the browser. */
	| 'denied'
	/** Somebody called the sign-in off. */
	| 'cancelled'
	/** The browser did not come back in time. */
	| 'late'
	/** Another program listens at the port that the browser is sent to. */
	| 'portTaken'
	/** The port cannot be listened at for another reason, or is none. */
	| 'port'
	/** A pasted address is not the one that PagerDuty sent the browser to. */
	| 'address'
	/** The code is used, too old or of another sign-in. */
	| 'code'
	/** PagerDuty does not know the client id, its secret is wrong, or it needs one. */
	| 'client'
	/** PagerDuty granted nothing of what was asked for. */
	| 'scope'
	/** The ID token is missing, not PagerDuty's, or says nothing of use. */
	| 'identity'
	/** The computer's clock is too wrong to tell whether the ID token is valid. */
	| 'clock'
	/** PagerDuty refused for another reason. */
	| 'refused'
	/** PagerDuty failed, or takes no requests for now. */
	| 'server'
	/** No reply: no network, a proxy, a name that does not resolve. */
	| 'network'
	/** A reply that is not what OAuth says, e.g. a web page. */
	| 'reply'
	/** Nobody is signed in. */
	| 'signedOut'
	/** The session has ended and cannot be renewed. */
	| 'ended'
	/** The tokens cannot be read or kept. */
	| 'store';

export interface SignInErrorDetails {
	readonly kind: SignInErrorKind;
	/** One plain sentence without secrets. */
	readonly message: string;
	/** What the person can do, in one plain sentence. */
	readonly nextStep: string;
	readonly cause?: unknown;
}

/** A sign-in that did not work. Holds no secret, nor does its cause, so it may be shown and logged. */
export class SignInError extends Error {
	override readonly name = 'SignInError';
	readonly kind: SignInErrorKind;
	readonly nextStep: string;

	constructor({ kind, message, nextStep, cause }: SignInErrorDetails) {
		super(message, { cause });
		this.kind = kind;
		this.nextStep = nextStep;
	}
}

/** What came of it. */
export type Outcome<Value> =
	{ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: SignInError };

export function success<Value>(value: Value): Outcome<Value> {
	return { ok: true, value };
}

export function failure(details: SignInErrorDetails): { readonly ok: false; readonly error: SignInError } {
	return { ok: false, error: new SignInError(details) };
}
