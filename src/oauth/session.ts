import type { Clock } from '../pagerduty/http/clock.ts';
import { renewTokens } from './exchange.ts';
import type { IdentityServer } from './identity-server.ts';
import type { OAuthClient } from './oauth-client.ts';
import { ended } from './problem.ts';
import type { Wire } from './request-options.ts';
import { failure, success, type Outcome } from './sign-in-error.ts';
import { renewalOf, type Tokens } from './tokens.ts';

/** Where the tokens of one account are kept. */
export interface TokenStore {
	read(): Promise<Tokens | undefined>;
	/** All or nothing: whoever reads gets the old tokens or the new ones, whatever happens meanwhile. */
	write(tokens: Tokens): Promise<void>;
}

export interface SessionOptions extends Omit<Wire, 'signal'> {
	readonly server: IdentityServer;
	/** The app, whose secret is read only when it is needed. */
	readonly client: () => Promise<OAuthClient | undefined>;
	readonly store: TokenStore;
	/** Does this while no other window or process does anything under the same lock. Default: nobody else has the account. */
	readonly exclusively?: <Value>(work: () => Promise<Value>) => Promise<Value>;
}

/** After a renewal that failed, tokens that still live are used for a while before the next. */
const pauseMs = 60_000;

/** The tokens of one account, renewed before they end: one renewal at a time, and kept before they are used. */
export class OAuthSession {
	readonly #options: SessionOptions;
	#renewing: Promise<Outcome<Tokens>> | undefined;
	/** New tokens that could not be kept yet: the old ones are worth nothing any more. */
	#unkept: { readonly tokens: Tokens; readonly instead: string } | undefined;
	/** The refresh token that PagerDuty did not take. */
	#refused: string | undefined;
	#pauseUntil = 0;

	constructor(options: SessionOptions) {
		this.#options = options;
	}

	/** Tokens that live. @param rejected an access token that PagerDuty's API did not take, whatever our clock says */
	async current(rejected?: string): Promise<Outcome<Tokens>> {
		const stored = await this.#read();
		if (!stored.ok) return stored;
		const { clock } = this.#options;
		if (!this.#unkept && !isDue(stored.value, clock, rejected)) return stored;
		if (this.#isUsable(stored.value, rejected) && clock.now().getTime() < this.#pauseUntil) return stored;
		// A caller that leaves must not end it: half-way, both the old and the new tokens would be lost.
		this.#renewing ??= this.#renew(rejected).finally(() => {
			this.#renewing = undefined;
		});
		return this.#renewing;
	}

	async #renew(rejected: string | undefined): Promise<Outcome<Tokens>> {
		const { exclusively } = this.#options;
		const work = () => this.#renewAlone(rejected);
		try {
			return await (exclusively ? exclusively(work) : work());
		} catch (cause) {
			return storeProblem('The PagerDuty session cannot be locked for its renewal.', cause);
		}
	}

	async #renewAlone(rejected: string | undefined): Promise<Outcome<Tokens>> {
		const stored = await this.#read();
		if (!stored.ok) return stored;
		const tokens = stored.value;
		if (this.#unkept) return this.#keep(this.#unkept.tokens, this.#unkept.instead);
		// Another window was faster.
		if (!isDue(tokens, this.#options.clock, rejected)) return stored;
		const outcome = await this.#ask(tokens);
		if (outcome.ok) return this.#keep(outcome.value, tokens.accessToken);
		if (outcome.error.kind === 'ended') {
			const now = await this.#read();
			// One that has no lock in common with us.
			if (now.ok && !isDue(now.value, this.#options.clock, tokens.accessToken)) return now;
			this.#refused = tokens.refreshToken;
		}
		this.#pauseUntil = this.#options.clock.now().getTime() + pauseMs;
		return this.#isUsable(tokens, rejected) ? stored : outcome;
	}

	async #ask(tokens: Tokens): Promise<Outcome<Tokens>> {
		if (tokens.refreshToken === undefined || tokens.refreshToken === this.#refused) return failure(ended);
		const { server, clock, userAgent, fetch } = this.#options;
		let client: OAuthClient | undefined;
		try {
			client = await this.#options.client();
		} catch (cause) {
			return storeProblem("The app's client secret cannot be read.", cause);
		}
		if (client?.clientId !== tokens.clientId) return failure(ended);
		return renewTokens(server, client, tokens, { clock, userAgent, ...(fetch && { fetch }) });
	}

	/** Keeps new tokens in place of old ones, unless somebody signed out or in meanwhile. */
	async #keep(tokens: Tokens, instead: string): Promise<Outcome<Tokens>> {
		const stored = await this.#read();
		if (stored.ok && stored.value.accessToken !== instead) {
			this.#unkept = undefined;
			return stored;
		}
		if (!stored.ok && stored.error.kind === 'signedOut') {
			this.#unkept = undefined;
			return stored;
		}
		this.#unkept = { tokens, instead };
		try {
			await this.#options.store.write(tokens);
		} catch (cause) {
			return storeProblem('The renewed PagerDuty session cannot be kept.', cause);
		}
		this.#unkept = undefined;
		return success(tokens);
	}

	async #read(): Promise<Outcome<Tokens>> {
		try {
			const tokens = await this.#options.store.read();
			if (tokens) return success(tokens);
		} catch (cause) {
			return storeProblem('The PagerDuty session cannot be read.', cause);
		}
		return failure({ kind: 'signedOut', message: 'Nobody is signed in to PagerDuty.', nextStep: 'Sign in.' });
	}

	/** Whether tokens still serve although they could not be renewed. */
	#isUsable({ accessToken, expiresAt }: Tokens, rejected: string | undefined): boolean {
		return accessToken !== rejected && this.#options.clock.now().getTime() < expiresAt && !this.#unkept;
	}
}

function isDue(tokens: Tokens, clock: Clock, rejected: string | undefined): boolean {
	const now = clock.now().getTime();
	const renewal = renewalOf(tokens);
	return tokens.accessToken === rejected || now >= (renewal.kind === 'refresh' ? renewal.at : tokens.expiresAt);
}

/** A copy of the cause: a store's own error may quote what it was given. */
function storeProblem(message: string, cause: unknown) {
	const nextStep = 'Unlock or repair the secret storage of this computer, then try again.';
	return failure({
		kind: 'store',
		message,
		nextStep,
		cause: new Error(cause instanceof Error ? cause.name : 'unknown'),
	});
}
