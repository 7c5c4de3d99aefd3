import {
	JWT_TIMESTAMP_CHECK,
	OperationProcessingError,
	ResponseBodyError,
	UnsupportedOperationError,
	WWWAuthenticateChallengeError,
} from 'oauth4webapi';
import { PagerDutyError } from '../pagerduty/http/errors.ts';
import { redact } from '../pagerduty/http/redact.ts';
import { visibleLine } from '../pagerduty/http/visible-line.ts';
import { SignInError, type SignInErrorDetails } from './sign-in-error.ts';

/** What was being done when something failed. */
export interface Attempted {
	readonly step: 'code' | 'identity' | 'refresh';
	/** Texts that must not appear in an error. */
	readonly secrets: readonly string[];
	/** Whether the app showed a secret. */
	readonly hasSecret: boolean;
}

const again = 'Sign in again.';

/** The error of a request to the identity server, or of its reply, as people need it. */
export function signInErrorOf(problem: unknown, attempted: Attempted): SignInError {
	if (problem instanceof SignInError) return problem;
	if (problem instanceof PagerDutyError) return new SignInError(ofPagerDuty(problem, attempted));
	return new SignInError({ ...ofLibrary(problem, attempted), cause: withoutSecrets(problem, attempted) });
}

function ofPagerDuty(error: PagerDutyError, { step }: Attempted): SignInErrorDetails {
	const then = step === 'refresh' ? 'try again' : 'sign in again';
	const where = error.kind === 'proxy' || error.foreign ? 'your proxy settings' : 'your network connection';
	const kind = error.kind === 'reply' ? 'reply' : 'network';
	return { kind, message: error.message, nextStep: `Check ${where}, then ${then}.`, cause: error };
}

function ofLibrary(problem: unknown, attempted: Attempted): SignInErrorDetails {
	if (problem instanceof ResponseBodyError) return ofReply(problem, attempted);
	if (problem instanceof WWWAuthenticateChallengeError) return wrongClient(attempted);
	const status = statusOf(problem);
	if (status === 429 || (status !== undefined && status >= 500)) return busy(status);
	if (status === 401) return wrongClient(attempted);
	if (isAboutTime(problem)) {
		return {
			kind: 'clock',
			message: "The ID token from PagerDuty is not valid at this computer's time.",
			nextStep: "Set this computer's clock right, then sign in again.",
		};
	}
	if (attempted.step === 'identity') {
		return {
			kind: 'identity',
			message: 'PagerDuty did not send a valid ID token, so it is not clear who signed in.',
			nextStep: `${again} If that does not help, sign in with an API token.`,
		};
	}
	return {
		kind: 'reply',
		message: "PagerDuty's reply to the sign-in is not what its documentation says.",
		nextStep: `${again} If that does not help, sign in with an API token.`,
	};
}

function ofReply({ error, error_description, status }: ResponseBodyError, attempted: Attempted): SignInErrorDetails {
	if (status === 429 || status >= 500) return busy(status);
	switch (error) {
		case 'invalid_grant':
			return attempted.step === 'refresh' ? ended : oldCode;
		case 'invalid_client':
		case 'unauthorized_client':
			return wrongClient(attempted);
		default: {
			const said = visibleLine(redact(error_description ?? error, attempted.secrets), 200);
			return {
				kind: 'refused',
				message: `PagerDuty refused the sign-in: ${said.replace(/[.!?]*$/, '.')}`,
				nextStep: "Compare the app's client ID, redirect URL and scopes with its registration in PagerDuty.",
			};
		}
	}
}

const oldCode: SignInErrorDetails = {
	kind: 'code',
	message: "PagerDuty did not accept the browser's code, which works once and for 30 seconds only.",
	nextStep: again,
};

/** The session cannot be renewed any more. */
export const ended: SignInErrorDetails = {
	kind: 'ended',
	message: 'Your PagerDuty session has ended.',
	nextStep: again,
};

function wrongClient({ hasSecret }: Attempted): SignInErrorDetails {
	return {
		kind: 'client',
		message: hasSecret
			? 'PagerDuty does not accept the client ID and the client secret.'
			: 'PagerDuty does not accept the client ID without a client secret.',
		nextStep: hasSecret
			? "Copy both again from the app's registration in PagerDuty."
			: "Check the client ID, or add the client secret from the app's registration in PagerDuty.",
	};
}

function busy(status: number): SignInErrorDetails {
	const message =
		status === 429
			? 'PagerDuty accepts no more sign-in requests for now.'
			: `PagerDuty's sign-in failed with status ${status}.`;
	return { kind: 'server', message, nextStep: 'Try again in a minute.' };
}

/** The status of a reply that the library could make nothing of. */
function statusOf(problem: unknown): number | undefined {
	return problem instanceof OperationProcessingError && problem.cause instanceof Response
		? problem.cause.status
		: undefined;
}

function isAboutTime(problem: unknown): boolean {
	return problem instanceof OperationProcessingError && problem.code === JWT_TIMESTAMP_CHECK;
}

/** A copy for the log: the library's own errors hold whole replies, tokens included. */
function withoutSecrets(problem: unknown, { secrets }: Attempted): Error {
	const known = problem instanceof OperationProcessingError || problem instanceof UnsupportedOperationError;
	const code = known && problem.code !== undefined ? `${problem.code}: ` : '';
	const message = problem instanceof Error ? problem.message : 'unknown';
	return new Error(visibleLine(redact(`${code}${message}`, secrets), 300));
}
