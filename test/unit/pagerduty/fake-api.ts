import type { Account, AccountSource } from '../../../src/pagerduty/http/account.ts';
import { PagerDutyClient } from '../../../src/pagerduty/http/client.ts';
import { PagerDutyError } from '../../../src/pagerduty/http/errors.ts';
import type { PagerDutyApi } from '../../../src/pagerduty/http/request.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { heard, used } from '../../support/heard.ts';

/** One request as `fetch` got it. */
export interface Call {
	readonly method: string;
	readonly url: URL;
	readonly headers: Headers;
	readonly body: unknown;
	readonly redirect: string | undefined;
	readonly signal: AbortSignal | null | undefined;
	/** Milliseconds since the test began. */
	readonly at: number;
}

type Answer = Response | Error | Promise<Response>;

export interface FakeApiOptions {
	readonly account?: AccountSource;
}

export const token = 'u+SecretToken12345';
export const userAccount: Account = { apiUrl: 'https://api.pagerduty.com', token, kind: 'user' };
export const accountKey: Account = { ...userAccount, kind: 'account', from: 'ada@example.com' };

/** A client whose `fetch` answers from a script, and whose time stands still. */
export class FakeApi {
	readonly calls: Call[] = [];
	readonly clock = new FakeClock();
	readonly lines: string[] = [];
	readonly abort = new AbortController();
	unauthorized = 0;
	account: Account | undefined = userAccount;
	readonly client: PagerDutyClient;
	readonly person: PagerDutyApi;
	readonly responder: PagerDutyApi;
	readonly background: PagerDutyApi;
	readonly #start = this.clock.now().getTime();

	/** @param answer gives the reply to each call; an Error fails the connection */
	constructor(answer: (call: Call, index: number) => Answer, options: FakeApiOptions = {}) {
		const line = (message: string) => {
			heard(message);
			this.lines.push(message);
		};
		this.client = new PagerDutyClient({
			account: options.account ?? (() => Promise.resolve(this.account)),
			clock: this.clock,
			log: { debug: line, info: line, warn: line, error: line },
			userAgent: 'oncall-for-pagerduty/0.1.0',
			onUnauthorized: () => {
				this.unauthorized++;
			},
			fetch: async (url, { method, headers, body, redirect, signal }) => {
				const sent: unknown = body === undefined ? undefined : JSON.parse(body);
				const at = this.clock.now().getTime() - this.#start;
				const call: Call = { method, url, headers: new Headers(headers), body: sent, redirect, signal, at };
				this.calls.push(call);
				used(call.headers.get('authorization') ?? '');
				const answered = answer(call, this.calls.length - 1);
				if (answered instanceof Error) throw answered;
				return answered;
			},
		});
		this.person = this.client.for(this.abort.signal, 'person');
		this.responder = this.client.for(this.abort.signal, 'responder');
		this.background = this.client.for(this.abort.signal, 'background');
	}

	/** When each call was made, in milliseconds since the test began. */
	get times(): number[] {
		return this.calls.map(({ at }) => at);
	}
}

/** Answers with these in turn, the last one again and again. */
export function inTurn(...answers: (() => Answer)[]): (call: Call, index: number) => Answer {
	return (_call, index) => answers[Math.min(index, answers.length - 1)]!();
}

export function json(content: unknown, status = 200, headers: Record<string, string> = {}): Response {
	return new Response(JSON.stringify(content), { status, headers: { 'content-type': 'application/json', ...headers } });
}

/** Headers of a limit of 960 a minute. */
export function rate(remaining: number, reset: number, limit = 960): Record<string, string> {
	return {
		'ratelimit-limit': String(limit),
		'ratelimit-remaining': String(remaining),
		'ratelimit-reset': String(reset),
	};
}

/** What `fetch` throws. */
export function networkFailure(code: string, message = code): Error {
	return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}

/** A reply that the test gives when it wants. */
export function deferred(): { readonly reply: Promise<Response>; give(response: Response): void } {
	let give: (response: Response) => void = () => undefined;
	const reply = new Promise<Response>((resolve) => {
		give = resolve;
	});
	return { reply, give };
}

/** Follows a promise without waiting for it. */
export interface Watched<Value> {
	value?: Value;
	error?: unknown;
	done: boolean;
}

export function watch<Value>(work: Promise<Value>): Watched<Value> {
	const watched: Watched<Value> = { done: false };
	work.then(
		(value) => Object.assign(watched, { value, done: true }),
		(error: unknown) => Object.assign(watched, { error, done: true }),
	);
	return watched;
}

/** The PagerDutyError that a call fails with. */
export async function failure(work: Promise<unknown>): Promise<PagerDutyError> {
	try {
		await work;
	} catch (error) {
		if (error instanceof PagerDutyError) return error;
		throw error;
	}
	throw new Error('It did not fail.');
}

/** The PagerDutyError that a watched call has failed with. */
export function failed(watched: Watched<unknown>): PagerDutyError {
	if (watched.error instanceof PagerDutyError) return watched.error;
	throw new Error(watched.done ? 'It did not fail with a PagerDutyError.' : 'It has not failed yet.');
}
