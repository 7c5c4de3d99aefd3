import { customFetch, allowInsecureRequests, type CustomFetchOptions } from 'oauth4webapi';
import { abortable } from '../pagerduty/http/abortable.ts';
import type { Clock } from '../pagerduty/http/clock.ts';
import { PagerDutyError } from '../pagerduty/http/errors.ts';
import { foreignReply, isForeign } from '../pagerduty/http/foreign-reply.ts';
import { networkError } from '../pagerduty/http/network-error.ts';
import type { Fetch, Fetched } from '../pagerduty/http/transport.ts';
import { isLoopback, type IdentityServer } from './identity-server.ts';

/** What requests to the identity server need. */
export interface Wire {
	readonly clock: Clock;
	/** Value of `User-Agent`. */
	readonly userAgent: string;
	/** Default: the global `fetch`, which VS Code patches for proxies and system certificates. */
	readonly fetch?: Fetch;
	/** Ends the requests. */
	readonly signal?: AbortSignal;
}

const timeoutMs = 30_000;
const largestReply = 1024 * 1024;
const operation = { operationId: 'oauth', method: 'POST', path: ['oauth', 'token'] } as const;

/** The options with which the library sends its requests: by our `fetch`, with a time limit, over TLS. */
export function requestOptions(
	server: IdentityServer,
	{ clock, userAgent, fetch, signal }: Wire,
	secrets: readonly string[],
) {
	return {
		headers: { 'user-agent': userAgent },
		[allowInsecureRequests]: isLoopback(server),
		[customFetch]: async (url: string, { method, headers, body }: CustomFetchOptions<string, unknown>) => {
			const target = new URL(url);
			signal?.throwIfAborted();
			const over = new AbortController();
			const end = () => over.abort(new Error('The request is over.'));
			signal?.addEventListener('abort', end, { once: true });
			const limit = { passed: false };
			void clock.sleep(timeoutMs, over.signal).then(
				() => {
					limit.passed = true;
					end();
				},
				() => undefined,
			);
			try {
				const send: Fetch = fetch ?? globalThis.fetch;
				const text = body instanceof URLSearchParams ? body.toString() : undefined;
				const request = { method, headers, body: text, signal: over.signal, redirect: 'manual' } as const;
				return await abortable(exchange(send, target, request), over.signal);
			} catch (problem) {
				signal?.throwIfAborted();
				if (problem instanceof PagerDutyError) throw problem;
				if (limit.passed)
					throw new PagerDutyError({ kind: 'timeout', message: `${target.host} did not answer within 30 seconds.` });
				throw networkError(problem, operation, target.host, secrets);
			} finally {
				signal?.removeEventListener('abort', end);
				end();
			}
		},
	};
}

async function exchange(send: Fetch, url: URL, request: Parameters<Fetch>[1]): Promise<Response> {
	const reply = await send(url, request);
	const text = await readText(reply);
	if (isForeign(reply.status, reply.headers, text)) throw foreignReply(operation, reply.status);
	const headers = new Headers();
	for (const name of ['content-type', 'date', 'www-authenticate']) {
		const value = reply.headers.get(name);
		if (value !== null) headers.set(name, value);
	}
	const { status } = reply;
	if (status < 200 || (status >= 300 && status < 400))
		throw new PagerDutyError({
			kind: 'reply',
			message: 'The request was redirected to another address.',
			foreign: true,
		});
	return new Response([204, 205].includes(status) ? null : text, { status, headers });
}

async function readText({ body }: Fetched): Promise<string> {
	if (body === null) return '';
	const decoder = new TextDecoder();
	const reader = body.getReader();
	let text = '';
	for (;;) {
		const { done, value } = await reader.read();
		if (done === true) return text + decoder.decode();
		if (value instanceof Uint8Array) text += decoder.decode(value, { stream: true });
		if (text.length > largestReply) {
			await reader.cancel();
			throw new PagerDutyError({ kind: 'reply', message: 'PagerDuty sent a reply of more than 1 MB.' });
		}
	}
}
