import { abortable } from './abortable.ts';
import { eventsUrl, type Account } from './account.ts';
import type { Clock } from './clock.ts';
import { PagerDutyError } from './errors.ts';
import { networkError } from './network-error.ts';
import { mayChange, requestHeaders, requestUrl, type ReplyHeaders, type WireRequest } from './wire.ts';

/** A complete reply, of any status but a redirect. */
export interface Reply {
	readonly status: number;
	readonly headers: ReplyHeaders;
	readonly text: string;
}

interface FetchOptions {
	readonly method: string;
	readonly headers: Record<string, string>;
	readonly body: string | undefined;
	readonly signal: AbortSignal;
	readonly redirect: 'manual';
}

/** The part of a `Response` that is read. */
export interface Fetched {
	readonly status: number;
	readonly type?: string;
	readonly headers: ReplyHeaders;
	readonly body: FetchedBody | null;
}

interface FetchedBody {
	getReader(): {
		read(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>;
		cancel(): Promise<void>;
	};
	cancel(): Promise<void>;
}

/** The part of `fetch` that is used. */
export type Fetch = (url: URL, options: FetchOptions) => Promise<Fetched>;

export interface TransportOptions {
	readonly clock: Clock;
	readonly userAgent: string;
	/** Default: the global one at the time of the call, which VS Code patches. */
	readonly fetch?: Fetch;
}

/** Made once: an abort without a reason makes an exception with a stack for each request. */
const over = new Error('The request is over.');

const readTimeoutMs = 30_000;
const writeTimeoutMs = 60_000;
const largestReply = 20 * 1024 * 1024;

/** How long the caller waits. */
interface Wait {
	readonly signal: AbortSignal;
	/** What is left until the caller's deadline; a request alone has limits of its own. */
	readonly mostMs: number;
}

/** Sends single requests: no retries, no limits. */
export class Transport {
	readonly #options: TransportOptions;

	constructor(options: TransportOptions) {
		this.#options = options;
	}

	/**
	 * Sends one request and reads the whole reply.
	 * @throws {PagerDutyError} `network`, `timeout` or `reply`, or the signal's reason when aborted.
	 */
	async send(account: Account, request: WireRequest, { signal, mostMs }: Wait): Promise<Reply> {
		const origin = request.host === 'events' ? eventsUrl(account.apiUrl) : account.apiUrl;
		const url = requestUrl(origin, request.path, request.query, request.operationId);
		const init = {
			method: request.method,
			headers: requestHeaders(account, request, this.#options.userAgent),
			body: request.body === undefined ? undefined : JSON.stringify(request.body),
		};
		signal.throwIfAborted();
		// One controller for the caller's signal and the time limit: both end the request and free the connection.
		const ended = new AbortController();
		const end = () => ended.abort(over);
		signal.addEventListener('abort', end, { once: true });
		const limit = { passed: false };
		const timeoutMs = Math.min(mostMs, request.method === 'GET' ? readTimeoutMs : writeTimeoutMs);
		void this.#options.clock.sleep(timeoutMs, ended.signal).then(
			() => {
				limit.passed = true;
				end();
			},
			() => undefined,
		);
		try {
			return await abortable(
				this.#exchange(url, { ...init, signal: ended.signal, redirect: 'manual' }, request),
				ended.signal,
			);
		} catch (failure) {
			signal.throwIfAborted();
			if (limit.passed) throw timeout(request, timeoutMs);
			if (failure instanceof PagerDutyError) throw failure;
			throw networkError(failure, request, url.host, [account.token, ...(request.secrets ?? [])]);
		} finally {
			signal.removeEventListener('abort', end);
			end();
		}
	}

	async #exchange(url: URL, init: FetchOptions, request: WireRequest): Promise<Reply> {
		const fetch: Fetch = this.#options.fetch ?? globalThis.fetch;
		let response = await fetch(url, init);
		if (isRedirect(response)) {
			const next = redirection(response, url);
			await response.body?.cancel();
			// The token goes to no other place than the one it was given for.
			if (request.method !== 'GET' || next?.origin !== url.origin)
				throw redirected(request, response.status, url, next);
			response = await fetch(next, init);
			if (isRedirect(response)) throw redirected(request, response.status, url, redirection(response, url));
		}
		return { status: response.status, headers: response.headers, text: await readText(response, request) };
	}
}

function isRedirect(response: Fetched): boolean {
	return response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);
}

function redirection(response: Fetched, from: URL): URL | undefined {
	const location = response.headers.get('location');
	return location !== null && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
}

async function readText(response: Fetched, request: WireRequest): Promise<string> {
	if (response.body === null) return '';
	const decoder = new TextDecoder();
	const reader = response.body.getReader();
	let text = '';
	let size = 0;
	for (;;) {
		const next = await reader.read();
		if (next.done === true) return text + decoder.decode();
		const chunk = next.value;
		if (!(chunk instanceof Uint8Array)) continue;
		size += chunk.byteLength;
		if (size > largestReply) {
			await reader.cancel();
			throw badReply(request, 'PagerDuty sent a reply of more than 20 MB.', response.status);
		}
		text += decoder.decode(chunk, { stream: true });
	}
}

/** A success whose content is of no use. A change was made all the same, or may have been. */
export function badReply(request: WireRequest, message: string, status: number): PagerDutyError {
	const { operationId } = request;
	return new PagerDutyError({ kind: 'reply', message, operationId, status, unclear: mayChange(request) });
}

/** A redirect that the runtime hides has status 0. PagerDuty's API never sends anybody to another host. */
function redirected({ operationId }: WireRequest, status: number, from: URL, to: URL | undefined): PagerDutyError {
	const foreign = to !== undefined && to.origin !== from.origin;
	const message = foreign
		? `The request was redirected to ${to.host}, which must not get the token: a proxy or the login page of a network may be in between.`
		: 'The request was redirected to another address, and the redirect was not followed.';
	return new PagerDutyError({ kind: 'reply', message, operationId, status: status || undefined, foreign });
}

function timeout(request: WireRequest, ms: number): PagerDutyError {
	const { operationId } = request;
	const message = `PagerDuty did not answer within ${Math.round(ms / 1000)} seconds.`;
	return new PagerDutyError({ kind: 'timeout', message, operationId, unclear: mayChange(request) });
}
