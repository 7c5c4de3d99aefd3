import { beginAuthorization, readCallback, readPasted, type Authorization } from './authorization.ts';
import { CallbackListener } from './callback-listener.ts';
import { callbackPages, type CallbackPage } from './callback-page.ts';
import { exchangeCode } from './exchange.ts';
import { defaultPort, redirectUriOf } from './redirect-uri.ts';
import type { IdentityServer } from './identity-server.ts';
import type { OAuthClient } from './oauth-client.ts';
import type { Wire } from './request-options.ts';
import { failure, SignInError, success, type Outcome } from './sign-in-error.ts';
import type { Tokens } from './tokens.ts';

export interface SignInOptions extends Wire {
	readonly server: IdentityServer;
	readonly client: OAuthClient;
	readonly scopes: readonly string[];
	/** Of the address that the app is registered with. Default: 5173. */
	readonly port?: number;
	/** Whether to wait for the browser. Without it the address must be pasted, as where the browser is on another computer. */
	readonly listen?: boolean;
	/** How long the person may take. Default: 5 minutes. */
	readonly timeoutMs?: number;
}

const defaultTimeoutMs = 5 * 60_000;

/** A sign-in with a browser that has begun. */
export class BrowserSignIn {
	/** What comes of it. By then nothing listens any more. */
	readonly finished: Promise<Outcome<Tokens>>;
	readonly #authorization: Authorization;
	readonly #options: SignInOptions;
	readonly #ended = new AbortController();
	#listener: CallbackListener | undefined;
	#settle: (outcome: Outcome<Tokens>) => void = () => undefined;
	/** Whether the browser has come back, or nobody waits for it any more. */
	#over = false;

	private constructor(authorization: Authorization, options: SignInOptions) {
		this.#authorization = authorization;
		this.#options = options;
		this.finished = new Promise((resolve) => {
			this.#settle = resolve;
		});
	}

	/** Begins a sign-in: listens, if wanted, before anybody can send a browser anywhere. */
	static async begin(options: SignInOptions): Promise<Outcome<BrowserSignIn>> {
		const { server, client, scopes, port = defaultPort, listen = true, signal } = options;
		const redirectUri = redirectUriOf(port);
		const signIn = new BrowserSignIn(await beginAuthorization({ server, client, scopes, redirectUri }), options);
		if (listen) {
			const listener = await CallbackListener.open(port, (params) => signIn.#receive(params));
			if (!listener.ok) return listener;
			signIn.#listener = listener.value;
		}
		if (signal?.aborted) signIn.cancel();
		else signal?.addEventListener('abort', () => signIn.cancel(), { once: true, signal: signIn.#ended.signal });
		signIn.#limit();
		return success(signIn);
	}

	/** Where the person's browser must go. */
	get url(): string {
		return this.#authorization.url;
	}

	/** Goes on with the address that PagerDuty sent the browser to. What is not that address ends nothing. */
	paste(address: string): SignInError | undefined {
		const pasted = readPasted(this.#authorization, address);
		if (!pasted.ok) return pasted.error;
		const page = this.#receive(pasted.value);
		if (page !== callbackPages.stray && page !== callbackPages.over) return undefined;
		const over = page === callbackPages.over;
		return new SignInError({
			kind: 'address',
			message: over ? 'This sign-in is over.' : 'The pasted address is of another sign-in.',
			nextStep: over ? 'Sign in again.' : 'Copy the address of the page where your browser ended up just now.',
		});
	}

	/** Calls it off. */
	cancel(): void {
		this.#ended.abort(new Error('cancelled'));
		void this.#finish(cancelled);
	}

	#receive(params: URLSearchParams): CallbackPage {
		if (this.#over) return callbackPages.over;
		const callback = readCallback(this.#authorization, params);
		if (callback.kind === 'stray') return callbackPages.stray;
		if (callback.kind === 'refused') {
			void this.#finish(callback.outcome);
			return callbackPages.refused;
		}
		void this.#exchange(callback.params);
		return callbackPages.approved;
	}

	async #exchange(params: URLSearchParams): Promise<void> {
		this.#over = true;
		const { clock, userAgent, fetch } = this.#options;
		const wire = { clock, userAgent, ...(fetch && { fetch }), signal: this.#ended.signal };
		const outcome = await exchangeCode(this.#authorization, params, wire);
		await this.#finish(this.#ended.signal.aborted ? cancelled : outcome);
	}

	#limit(): void {
		const { clock, timeoutMs = defaultTimeoutMs } = this.#options;
		void clock.sleep(timeoutMs, this.#ended.signal).then(
			() => {
				// What remains after the browser came back has a limit of its own.
				if (!this.#over) void this.#finish(late(this.#authorization));
			},
			() => undefined,
		);
	}

	async #finish(outcome: Outcome<Tokens>): Promise<void> {
		this.#over = true;
		await this.#listener?.close();
		this.#ended.abort(new Error('over'));
		this.#settle(outcome);
	}
}

const cancelled = failure({
	kind: 'cancelled',
	message: 'The sign-in was cancelled.',
	nextStep: 'Sign in when you are ready.',
});

function late({ redirectUri }: Authorization) {
	return failure({
		kind: 'late',
		message: 'The browser did not come back from PagerDuty in time.',
		nextStep: `Sign in again. If PagerDuty's page spoke of redirect_uri, register the app in PagerDuty with ${redirectUri}.`,
	});
}
