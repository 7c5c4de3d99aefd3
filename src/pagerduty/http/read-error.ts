import { readEnvelope, type ErrorEnvelope } from './error-envelope.ts';
import { lacksScopes, PagerDutyError, type PagerDutyErrorKind } from './errors.ts';
import type { RequestPath } from './request.ts';
import { visibleLine } from './visible-line.ts';
import { retryAfterMs } from './limits/rate-headers.ts';
import { redact } from './redact.ts';
import { mayChange, type ReplyHeaders } from './wire.ts';

/** What an error needs to know of the request that failed. */
export interface FailedRequest {
	readonly operationId: string;
	readonly method: string;
	readonly reads?: boolean;
	readonly path: RequestPath;
}

/**
 * Makes the error of a reply that is not a success. Reads every shape of error body; keeps no secret.
 * @param secrets texts that must not appear in the error: the account's token
 */
export function readError(
	status: number,
	headers: ReplyHeaders,
	bodyText: string,
	request: FailedRequest,
	secrets: readonly string[] = [],
): PagerDutyError {
	const envelope = readEnvelope(bodyText, (text) => redact(text, secrets));
	const kind = kindOf(status, envelope, request.path);
	const waitMs = kind === 'rateLimited' ? retryAfterMs(headers) : undefined;
	return new PagerDutyError({
		kind,
		message: redact(sentence(kind, status, envelope, request), secrets),
		operationId: request.operationId,
		status,
		code: envelope.code,
		messages: [...new Set([...(envelope.message === undefined ? [] : [envelope.message]), ...envelope.errors])],
		requiredScopes: envelope.requiredScopes,
		tokenScopes: envelope.tokenScopes,
		retryAfterSeconds: waitMs === undefined ? undefined : Math.ceil(waitMs / 1000),
		// A gateway's 5xx says nothing about what happened behind it.
		unclear: mayChange(request) && (status === 408 || status >= 500),
	});
}

function kindOf(status: number, envelope: ErrorEnvelope, path: RequestPath): PagerDutyErrorKind {
	switch (status) {
		case 400:
			return isAboutSender(envelope) ? 'sender' : 'refused';
		case 401:
			return 'unauthorized';
		case 402:
			return 'plan';
		case 403:
			return 'forbidden';
		case 404:
			// There is always somebody or nobody: a key that cannot be one gets no further than to the web server.
			return path.join('/') === 'users/me' ? 'unauthorized' : 'notFound';
		case 429:
			return 'rateLimited';
		default:
			return status >= 500 ? 'server' : 'refused';
	}
}

/** No `From`, one that is no address, or one of nobody in the account. */
function isAboutSender({ code, message = '', errors }: ErrorEnvelope): boolean {
	const said = [message, ...errors].join(' ');
	return code === 1008 || code === 1028 || /"From" header|Requester User Not Found/i.test(said);
}

function sentence(kind: PagerDutyErrorKind, status: number, envelope: ErrorEnvelope, request: FailedRequest): string {
	const why = reason(envelope);
	switch (kind) {
		case 'unauthorized':
			return 'PagerDuty did not accept the token: it is wrong, revoked, or belongs to the other service region.';
		case 'plan':
			return `The PagerDuty account's plan does not include this${why}`;
		case 'forbidden':
			return envelope.requiredScopes === undefined
				? `PagerDuty does not allow this${why}`
				: lacksScopes(envelope.requiredScopes.split(/[\s,]+/));
		case 'notFound':
			return `PagerDuty did not find ${target(request.path)}.`;
		case 'rateLimited':
			return 'PagerDuty accepts no more requests for now: its rate limit has been reached.';
		case 'sender':
			return `PagerDuty does not know in whose name this change is made${why}`;
		case 'server':
			return `PagerDuty failed with status ${status}${why}`;
		default:
			return `PagerDuty refused the request${why === '.' ? ` with status ${status}.` : why}`;
	}
}

/** `: what PagerDuty says.`, the particular before the general, or just the full stop. */
function reason({ errors, message }: ErrorEnvelope): string {
	const said = errors.length > 0 ? errors.slice(0, 3).join('; ') : message;
	if (said === undefined) return '.';
	const text = visibleLine(said, 300);
	return `: ${text}${/[.!?…]$/.test(text) ? '' : '.'}`;
}

/** `alert A1 of incident Q1` for `['incidents', 'Q1', 'alerts', 'A1']`. */
function target(path: RequestPath): string {
	const [first, ...rest] = path;
	const segments = first === 'v3' ? rest : path;
	const named: string[] = [];
	for (let at = 0; at + 1 < segments.length; at += 2) {
		named.unshift(`${singular(segments[at] ?? '')} ${visibleLine(segments[at + 1] ?? '', 100)}`);
	}
	return named.join(' of ') || 'it';
}

function singular(collection: string): string {
	return collection.replaceAll('_', ' ').replace(/ies$/, 'y').replace(/s$/, '');
}
