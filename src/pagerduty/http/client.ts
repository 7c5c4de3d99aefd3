import { setMaxListeners } from 'node:events';
import type * as z from 'zod';
import { abortable } from './abortable.ts';
import { oneAccount, type Account, type AccountSource } from './account.ts';
import type { Clock } from './clock.ts';
import { PagerDutyError } from './errors.ts';
import { foreignReply, isForeign, isWebPage } from './foreign-reply.ts';
import type { CallFacts } from './limits/call-facts.ts';
import { Limits } from './limits/limits.ts';
import type { Log } from './log.ts';
import type { PagerDutyApi, PagerDutyRequest, RequestPriority } from './request.ts';
import { Deadline } from './limits/deadline.ts';
import { readError } from './read-error.ts';
import type { RememberedReplies } from './remembered-replies.ts';
import { Retries } from './retry.ts';
import { tellingWaits, type Wait } from './told-waits.ts';
import { badReply, Transport, type Fetch, type Reply } from './transport.ts';
import { mayChange, type WireRequest } from './wire.ts';
import { parseJson } from './parse-json.ts';

export interface ClientOptions {
	readonly account: AccountSource;
	readonly clock: Clock;
	readonly log: Log;
	/** Value of `User-Agent`, e.g. `oncall-for-pagerduty/0.1.0`. */
	readonly userAgent: string;
	/** Default: the global `fetch`, which VS Code patches for proxies and system certificates. */
	readonly fetch?: Fetch;
	/** From 0 to 1, so that not all windows try again at the same moment. Default: `Math.random`. */
	readonly random?: () => number;
	/** Called when PagerDuty answers 401: the session has expired. For each such answer. */
	readonly onUnauthorized?: () => void;
}

const whoAmI = { operationId: 'getCurrentUser', method: 'GET', path: ['users', 'me'] } as const;

/** Whom requests are sent for. */
interface Caller {
	readonly signal: AbortSignal;
	readonly priority: RequestPriority;
	readonly account: AccountSource;
	/** Of the whole call that the requests belong to; otherwise each has its own. */
	readonly deadline: Deadline | undefined;
	/** What earlier calls have read and this one need not read again. */
	readonly replies?: RememberedReplies | undefined;
	/** Learns what the replies say about limits. */
	readonly facts?: CallFacts | undefined;
	/** Is told every five seconds what a request waits for. */
	readonly tell?: ((message: string) => void) | undefined;
}

/** The REST client. One per signed-in window or process: requests share their limits. */
export class PagerDutyClient {
	readonly #options: ClientOptions;
	readonly #shared: { limits: Limits };
	readonly #transport: Transport;

	/** @param other whose limits count for this one too */
	constructor(options: ClientOptions, other?: PagerDutyClient) {
		this.#options = options;
		this.#shared = other ? other.#shared : { limits: new Limits(options.clock) };
		this.#transport = other ? other.#transport : new Transport(options);
	}

	/** The same client with another source of accounts. */
	withAccount(account: AccountSource): PagerDutyClient {
		return new PagerDutyClient({ ...this.#options, account }, this);
	}

	/** Node loads the client behind its `fetch` at the first use, which takes longer than a request. */
	prepare(): void {
		if (!this.#options.fetch) new Headers();
	}

	/** Another account is signed in. Its limits are its own: the requests and replies of the one before count for nothing. */
	forget(): void {
		this.#shared.limits = new Limits(this.#options.clock);
	}

	/** The account signed in now, and no other. */
	account(): AccountSource {
		return oneAccount(this.#options.account);
	}

	/**
	 * The API bound to one caller's cancellation and priority. Default: whatever account is signed in at each request, and
	 * as much time for each.
	 */
	for(
		signal: AbortSignal,
		priority: RequestPriority,
		{
			account = this.#options.account,
			deadline,
			replies,
			facts,
			tell,
		}: Partial<Omit<Caller, 'signal' | 'priority'>> = {},
	): PagerDutyApi {
		// Each request in the queue listens: more than ten are no leak.
		setMaxListeners(0, signal);
		return {
			request: async (request) => {
				const caller = { signal, priority, account, deadline, facts };
				const send = () => tellingWaits(this.#options.clock, tell, (waitsFor) => this.#call(request, caller, waitsFor));
				return readReply(await (replies ? replies.to(request, send) : send()), request);
			},
		};
	}

	/** Tries until there is a success or nothing more to try. */
	async #call(request: WireRequest, caller: Caller, waitsFor: (wait: Wait) => void): Promise<Reply> {
		const { signal, priority } = caller;
		const { clock, log, random = Math.random } = this.#options;
		const { limits } = this.#shared;
		const deadline = caller.deadline ?? new Deadline(clock, priority);
		const retries = new Retries(request, random);
		let unclear = false;
		let rejected: string | undefined;
		for (;;) {
			try {
				waitsFor('Waiting until PagerDuty accepts another request or answers');
				return await this.#try(request, caller, limits, deadline, rejected);
			} catch (error) {
				if (error instanceof Renewed) {
					// What PagerDuty refused so has changed nothing.
					rejected = error.rejected;
					continue;
				}
				if (!(error instanceof PagerDutyError)) throw error;
				// What an earlier try may have done is still unclear when a later one is refused.
				unclear ||= error.unclear;
				const waitMs = retries.pauseAfter(error);
				const limitMs = error.status === 429 ? waitMs : undefined;
				if (limitMs !== undefined) limits.stop(request, limitMs);
				const what = `${request.method} ${request.operationId}: ${error.kind} ${error.status ?? ''}`.trimEnd();
				if (waitMs === undefined || request.readBack || !deadline.allows(waitMs)) {
					log.info(what);
					const retryAfterSeconds = limitMs === undefined ? error.retryAfterSeconds : Math.ceil(limitMs / 1000);
					throw error.with({ unclear, retryAfterSeconds });
				}
				log.info(`${what}, again in ${Math.round(waitMs)} ms`);
				waitsFor(
					error.status === 429
						? 'Waiting because PagerDuty accepts no more requests for the moment'
						: 'Waiting before PagerDuty is asked again, after it failed',
				);
				await abortable(clock.sleep(waitMs, signal), signal);
			}
		}
	}

	/** @param rejected the token of an earlier try @throws {Renewed} when another one has taken its place */
	async #try(
		request: WireRequest,
		caller: Caller,
		limits: Limits,
		deadline: Deadline,
		rejected?: string,
	): Promise<Reply> {
		const { signal, priority } = caller;
		const { operationId, method } = request;
		const leave = await limits.enter({ request, priority, signal, deadline });
		try {
			// Read only now: a sign-out while the request waited counts.
			const account = await this.#account(request, caller);
			const start = this.#now();
			const mostMs = deadline.answerMs({ change: mayChange(request) });
			const reply = await this.#transport.send(account, request, { signal, mostMs });
			this.#options.log.debug(`${method} ${operationId}: ${reply.status} in ${this.#now() - start} ms`);
			limits.observe(request, reply.headers);
			caller.facts?.observe(reply.headers, { change: mayChange(request) });
			if (isForeign(reply.status, reply.headers, reply.text)) throw foreignReply(request, reply.status);
			if (reply.status >= 200 && reply.status < 300) return reply;
			const secrets = [account.token, ...(request.secrets ?? [])];
			const malformed = request.host !== 'events' && (await this.#refusesKey(reply, account, { signal, mostMs }));
			const about = malformed ? { ...request, path: whoAmI.path } : request;
			const error = readError(reply.status, reply.headers, reply.text, about, secrets);
			if (error.kind === 'unauthorized' && request.host !== 'events') {
				if (rejected === undefined && (await this.#isRenewed(account, caller))) throw new Renewed(account.token);
				await this.#unauthorized(account, signal);
			}
			throw error;
		} finally {
			leave();
		}
	}

	/**
	 * A key that cannot be one gets no further than to the web server, which has a page for it: 404, whatever was asked for. So
	 * may an address that it does not know; but everybody may ask who they are.
	 */
	async #refusesKey(
		{ status, headers, text }: Reply,
		account: Account,
		limits: Parameters<Transport['send']>[2],
	): Promise<boolean> {
		if (status !== 404 || !isWebPage(headers, text)) return false;
		return (await this.#transport.send(account, whoAmI, limits)).status === 404;
	}

	async #account({ operationId }: WireRequest, { account: source, signal }: Caller): Promise<Account> {
		const account = await abortable(source(), signal);
		if (account !== undefined) return account;
		throw new PagerDutyError({ kind: 'signedOut', message: 'Nobody is signed in to PagerDuty.', operationId });
	}

	/** Whether the sign-in has another token by now, which was renewed in time or is asked for because of the refusal. */
	async #isRenewed({ token, session }: Account, { account: source, signal }: Caller): Promise<boolean> {
		if (session === undefined) return false;
		const renewed = await abortable(source(token), signal);
		return renewed?.session === session && renewed.token !== token;
	}

	/** Tells that a token is refused, unless another one has taken its place meanwhile. */
	async #unauthorized({ token }: Account, signal: AbortSignal): Promise<void> {
		const current = await abortable(this.#options.account(), signal);
		if (current?.token === token) this.#options.onUnauthorized?.();
	}

	#now(): number {
		return this.#options.clock.now().getTime();
	}
}

/** A token was refused, and there is a new one. */
class Renewed extends Error {
	readonly rejected: string;

	constructor(rejected: string) {
		super('The token was renewed.');
		this.rejected = rejected;
	}
}

/** Reads the content of a success; an empty one counts as undefined or as `{}`. */
function readReply<Content extends z.ZodType>(reply: Reply, request: PagerDutyRequest<Content>): z.output<Content> {
	for (const content of contents(reply, request)) {
		const read = request.reply.safeParse(content);
		if (read.success) return read.data;
	}
	throw badReply(request, "PagerDuty's reply does not fit its API documentation.", reply.status);
}

function contents({ text, status }: Reply, request: WireRequest): readonly unknown[] {
	if (text.trim() === '') return [undefined, {}];
	const content = parseJson(text);
	if (content === undefined) throw badReply(request, "PagerDuty's reply is not JSON.", status);
	return [content];
}
