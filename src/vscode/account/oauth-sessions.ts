import type { IdentityServer } from '../../oauth/identity-server.ts';
import type { OAuthSession } from '../../oauth/session.ts';
import { failure, success, type Outcome } from '../../oauth/sign-in-error.ts';
import { renewalOf, type Tokens } from '../../oauth/tokens.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import type { AccountStore, Exclusively } from './account-store.ts';

export interface OAuthSessionsParts {
	readonly store: Pick<AccountStore, 'tokens' | 'renew'>;
	readonly clock: Clock;
	readonly userAgent: string;
	readonly server: () => IdentityServer;
	/** The secret of an app, if it has one. */
	readonly clientSecret: (clientId: string) => Promise<string | undefined>;
	/** One renewal of an account at a time, over all windows. */
	readonly exclusively: (id: string) => Exclusively;
}

/** Tokens that live, for each account that was signed in to with a browser. What renews them is loaded when they must be. */
export class OAuthSessions {
	readonly #parts: OAuthSessionsParts;
	readonly #sessions = new Map<string, Promise<OAuthSession>>();

	constructor(parts: OAuthSessionsParts) {
		this.#parts = parts;
	}

	/** The tokens of an account. @param rejected an access token that PagerDuty answered 401 to */
	async current(id: string, rejected?: string): Promise<Outcome<Tokens>> {
		const { store, clock } = this.#parts;
		if (!this.#sessions.has(id)) {
			const tokens = await store.tokens(id);
			if (!tokens) return signedOut;
			if (tokens.accessToken !== rejected && clock.now().getTime() < renewalOf(tokens).at) return success(tokens);
		}
		const opened = this.#sessions.get(id) ?? this.#open(id);
		this.#sessions.set(id, opened);
		const outcome = await (await opened).current(rejected);
		// Somebody may have signed out while they were renewed.
		return outcome.ok && !(await store.tokens(id)) ? signedOut : outcome;
	}

	async #open(id: string): Promise<OAuthSession> {
		const { store, clock, userAgent, server, clientSecret, exclusively } = this.#parts;
		await this.#forgetGone(id);
		const { OAuthSession } = await import('../../oauth/session.ts');
		return new OAuthSession({
			server: server(),
			client: async () => {
				const tokens = await store.tokens(id);
				if (!tokens) return undefined;
				const { clientId } = tokens;
				const secret = await clientSecret(clientId);
				return { clientId, ...(secret !== undefined && { clientSecret: secret }) };
			},
			store: { read: () => store.tokens(id), write: (tokens) => store.renew(id, tokens) },
			exclusively: exclusively(id),
			clock,
			userAgent,
		});
	}

	/** Each sign-in has an id of its own: those that are over never come back. @param opened is asked for by somebody */
	async #forgetGone(opened: string): Promise<void> {
		for (const id of [...this.#sessions.keys()]) {
			if (id === opened) continue;
			const gone = await this.#parts.store.tokens(id).then(
				(tokens) => tokens === undefined,
				() => false,
			);
			if (gone) this.#sessions.delete(id);
		}
	}
}

const signedOut = failure({ kind: 'signedOut', message: 'Nobody is signed in to PagerDuty.', nextStep: 'Sign in.' });
