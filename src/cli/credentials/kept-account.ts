import type { Account, AccountSource } from '../../pagerduty/http/account.ts';
import type { Clock } from '../../pagerduty/http/clock.ts';
import { PagerDutyError } from '../../pagerduty/http/errors.ts';
import type { Fetch } from '../../pagerduty/http/transport.ts';
import type { OAuthSession, SessionOptions } from '../../oauth/session.ts';
import type { SignInError } from '../../oauth/sign-in-error.ts';
import type { AccountSettings } from '../settings.ts';
import { choose } from './choice.ts';
import { keptToText, secretsOf, type Kept, type KeptSignIn } from './kept.ts';
import type { Found, Safe } from './safe.ts';
import { SecretStoreError } from './secret-store.ts';

export interface KeptAccountOptions {
	readonly safe: Safe;
	readonly settings: Pick<AccountSettings, 'app' | 'apiUrl' | 'addressGiven' | 'from'>;
	readonly clock: Clock;
	readonly userAgent: string;
	readonly fetch: Fetch;
	/** Does this while no other process does anything under the same lock. */
	readonly exclusively: NonNullable<SessionOptions['exclusively']>;
	/** Told of each secret before it is used, so that no log holds it. */
	readonly hide: (secret: string) => void;
}

/** Asking the keyring takes a process: who signs in or out elsewhere is heard of after so long at the latest. */
const freshMs = 30_000;

/** The account of what `login` has kept, whose tokens are renewed when they are due or refused. */
export class KeptAccount {
	readonly #options: KeptAccountOptions;
	#read: { readonly account: Account | undefined; readonly until: number } | undefined;
	#reading: Promise<Account | undefined> | undefined;
	/** Of the sign-in with this id. */
	#session: { readonly id: string; readonly session: OAuthSession } | undefined;

	constructor(options: KeptAccountOptions) {
		this.#options = options;
	}

	/** @throws {PagerDutyError} `signedOut`, with the way out, when what is kept cannot be read or renewed */
	readonly source: AccountSource = async (rejected) => {
		const now = this.#options.clock.now().getTime();
		if (this.#read && now < this.#read.until && (rejected === undefined || rejected !== this.#read.account?.token))
			return this.#read.account;
		// Whoever asks because of a refusal must not be given what was asked for before it.
		if (rejected !== undefined) await this.#reading?.catch(() => undefined);
		this.#reading ??= this.#load(rejected).finally(() => (this.#reading = undefined));
		return this.#reading;
	};

	async #load(rejected: string | undefined): Promise<Account | undefined> {
		try {
			const found = await this.#options.safe.find();
			const account =
				found && choose(found, this.#options.settings).counts ? await this.#accountOf(found, rejected) : undefined;
			this.#read = { account, until: this.#options.clock.now().getTime() + freshMs };
			return account;
		} catch (error) {
			// Where there is no such place, nobody has signed in.
			if (error instanceof SecretStoreError && error.nowhere) return undefined;
			if (error instanceof SecretStoreError) throw signedOut(error.message, error);
			throw error;
		}
	}

	async #accountOf(found: Found, rejected: string | undefined): Promise<Account | undefined> {
		const { kept } = found;
		for (const secret of secretsOf(kept)) this.#options.hide(secret);
		const { apiUrl } = kept;
		if (kept.kind === 'token') {
			const from = this.#options.settings.from ?? kept.from;
			return { apiUrl, token: kept.token, ...(from === undefined ? { kind: 'user' } : { kind: 'account', from }) };
		}
		const outcome = await (await this.#sessionOf(found, kept)).current(rejected);
		if (!outcome.ok) throw problemOf(outcome.error);
		this.#options.hide(outcome.value.accessToken);
		const { accessToken: token, scopes, subdomain } = outcome.value;
		return { apiUrl, token, kind: 'user', session: kept.id, scopes, ...(subdomain !== undefined && { subdomain }) };
	}

	/** Loaded only for who has signed in with a browser. */
	async #sessionOf({ store }: Found, { id, apiUrl }: KeptSignIn): Promise<OAuthSession> {
		if (this.#session?.id === id) return this.#session.session;
		const [{ OAuthSession: Session }, { identityFor }] = await Promise.all([
			import('../../oauth/session.ts'),
			import('./identity.ts'),
		]);
		const { safe, settings, clock, userAgent, fetch, exclusively } = this.#options;
		const own = async (): Promise<KeptSignIn | undefined> => {
			const kept: Kept | undefined = (await safe.find())?.kept;
			return kept?.kind === 'oauth' && kept.id === id ? kept : undefined;
		};
		const session = new Session({
			server: identityFor(apiUrl),
			client: async () => {
				const kept = await own();
				if (!kept) return undefined;
				const { clientId } = kept.tokens;
				const clientSecret = settings.app?.clientSecret ?? kept.clientSecret;
				return { clientId, ...(clientSecret !== undefined && { clientSecret }) };
			},
			store: {
				read: async () => (await own())?.tokens,
				write: async (tokens) => {
					const kept = await own();
					if (kept) await store.write(keptToText({ ...kept, tokens }));
				},
			},
			exclusively,
			clock,
			userAgent,
			fetch,
		});
		this.#session = { id, session };
		return session;
	}
}

function signedOut(message: string, cause: unknown): PagerDutyError {
	return new PagerDutyError({ kind: 'signedOut', message, cause });
}

function problemOf(error: SignInError): PagerDutyError {
	const { kind, message, nextStep } = error;
	if (kind === 'network' || kind === 'server') return new PagerDutyError({ kind: 'network', message, cause: error });
	// The next step is told anyway.
	return signedOut(kind === 'ended' || kind === 'signedOut' ? message : `${message} ${nextStep}`, error);
}
