import { PagerDutyError } from '../pagerduty/http/errors.ts';
import { foreignReply, isForeign } from '../pagerduty/http/foreign-reply.ts';
import { networkError } from '../pagerduty/http/network-error.ts';
import type { Fetched } from '../pagerduty/http/transport.ts';
import type { Subject } from './subject.ts';

/** What became of a request without a token. */
export type Reach =
	| {
			readonly reached: true;
			readonly host: string;
			readonly secure: boolean;
			readonly ms: number;
			/** How far this computer's clock is ahead of PagerDuty's, give or take a second. */
			readonly aheadMs: number | undefined;
	  }
	| {
			readonly reached: false;
			readonly host: string;
			readonly secure: boolean;
			readonly error: PagerDutyError;
			/** Codes of the failure and of those behind it, such as `SELF_SIGNED_CERT_IN_CHAIN`. */
			readonly codes: readonly string[];
	  };

const request = { operationId: 'getCurrentUser', method: 'GET', path: ['users', 'me'] } as const;
/** A page for people shows itself at once. */
const enough = 4096;

/** Asks PagerDuty something without a token, once: any answer of its own tells that the way there is open. */
export async function tryToReach(
	{ fetch = globalThis.fetch, clock, userAgent }: Pick<Subject, 'fetch' | 'clock' | 'userAgent'>,
	apiUrl: string,
	signal: AbortSignal,
): Promise<Reach> {
	const url = new URL(`${apiUrl}/${request.path.join('/')}`);
	const { host, protocol } = url;
	const about = { host, secure: protocol === 'https:' };
	const before = clock.now().getTime();
	try {
		const headers = { Accept: 'application/vnd.pagerduty+json;version=2', 'User-Agent': userAgent };
		// One of its own: the client behind a proxy does not take one that any number may listen to.
		const own = AbortSignal.any([signal]);
		const response = await fetch(url, { method: 'GET', headers, body: undefined, signal: own, redirect: 'manual' });
		const after = clock.now().getTime();
		const { status } = response;
		const text = await startOf(response);
		// PagerDuty's API sends nobody elsewhere: the login page of a network does.
		const redirected = response.type === 'opaqueredirect' || (status >= 300 && status < 400);
		if (redirected || isForeign(status, response.headers, text))
			return { reached: false, ...about, error: foreignReply(request, status), codes: [] };
		// Dates of headers are whole seconds: half of one is the best guess.
		const theirs = Date.parse(response.headers.get('date') ?? '') + 500;
		const aheadMs = Number.isNaN(theirs) ? undefined : Math.round((before + after) / 2 - theirs);
		return { reached: true, ...about, ms: after - before, aheadMs };
	} catch (failure) {
		signal.throwIfAborted();
		const error = failure instanceof PagerDutyError ? failure : networkError(failure, request, host, []);
		return { reached: false, ...about, error, codes: [...new Set(codesOf(failure))] };
	}
}

async function startOf({ body }: Fetched): Promise<string> {
	if (body === null) return '';
	const reader = body.getReader();
	const decoder = new TextDecoder();
	let text = '';
	while (text.length < enough) {
		const { done = false, value } = await reader.read();
		if (done) return text;
		if (value instanceof Uint8Array) text += decoder.decode(value, { stream: true });
	}
	await reader.cancel();
	return text;
}

/** Chromium tells its codes in the message. */
function codesOf(failure: unknown, depth = 0): string[] {
	if (!(failure instanceof Error) || depth > 4) return [];
	const code = 'code' in failure && typeof failure.code === 'string' ? [failure.code] : [];
	const told = failure.message.match(/\b(?:net::)?ERR_[A-Z_]+\b/g) ?? [];
	const several: readonly unknown[] = failure instanceof AggregateError ? failure.errors : [];
	const behind = [failure.cause, ...several].flatMap((each) => codesOf(each, depth + 1));
	return [...code, ...told.map((one) => one.replace('net::', '')), ...behind];
}
