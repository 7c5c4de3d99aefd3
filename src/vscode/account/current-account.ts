import type { Whose } from '../../connections/connection.ts';
import type { Account, AccountSource, Region } from '../../pagerduty/http/account.ts';
import type { Tokens } from '../../oauth/tokens.ts';
import { Emitter, type Disposable } from '../emitter.ts';
import type { RedactingLog } from '../log.ts';
import type { AccountStore } from './account-store.ts';
import {
	activeOf,
	demoId,
	isSameOwner,
	noAccounts,
	whoseIs,
	withActive,
	withoutAccount,
	type Accounts,
	type Credentials,
	type SignedInAccount,
} from './accounts.ts';
import { DemoAccount, type Demo } from './demo-account.ts';
import type { OAuthSessions } from './oauth-sessions.ts';
import { otherAccountProblem, renewalProblem } from './account-problems.ts';
import { UnreadableSecrets } from './secrets.ts';

export type AccountState =
	/** The secrets have not been read yet. */
	| { readonly kind: 'unknown' }
	/** They could not be read, so nobody knows. */
	| { readonly kind: 'unreadable' }
	| { readonly kind: 'signedOut' }
	| {
			readonly kind: 'signedIn';
			readonly id: string;
			readonly name: string;
			/** Whether the token stands for a person: only then is anything "mine". */
			readonly person: boolean;
			/** Undefined in the demo. */
			readonly region?: Region;
			/** First part of the account's web address. */
			readonly subdomain?: string;
			readonly demo: boolean;
			/** PagerDuty no longer accepts the token. */
			readonly expired: boolean;
	  };

export interface CurrentAccountOptions {
	readonly store: AccountStore;
	readonly sessions: Pick<OAuthSessions, 'current'>;
	/** Where PagerDuty is. */
	readonly apiUrls: Readonly<Record<Region, string>>;
	readonly startDemo: () => Promise<Demo>;
	readonly log: RedactingLog;
}

/** Which account is used, in all windows alike: the secrets are the only truth, and a change of them counts at once. */
export class CurrentAccount {
	/** Another account, or none: whatever was shown is no longer true. */
	readonly switched = new Emitter<AccountState>();
	/** Anything about it changed, also which account it is, and which others there are. */
	readonly changed = new Emitter<AccountState>();

	readonly #options: CurrentAccountOptions;
	readonly #listening: Disposable;
	readonly #demo: DemoAccount;
	#state: AccountState = { kind: 'unknown' };
	#accounts: Accounts = noAccounts;
	#loading: Promise<void> = Promise.resolve();
	/** A demo that came from the environment is known to this window alone. */
	#demoHere = false;

	constructor(options: CurrentAccountOptions) {
		this.#options = options;
		this.#demo = new DemoAccount(options.startDemo, options.log);
		this.#listening = options.store.onChange(() => void this.#queue(() => this.#load()));
	}

	get state(): AccountState {
		return this.#state;
	}

	/** All accounts but the demo, the last used first. */
	get accounts(): readonly SignedInAccount[] {
		return this.#accounts.accounts;
	}

	/** Resolves once everything that was asked for before has been done. */
	ready(): Promise<void> {
		return this.#loading;
	}

	/** Whether somebody is signed in for whom anything can be "mine". */
	get isPerson(): boolean {
		return this.#state.kind === 'signedIn' && this.#state.person;
	}

	get isDemo(): boolean {
		return this.#state.kind === 'signedIn' && this.#state.demo;
	}

	/** Whose account is used, to know it again; undefined while nobody is signed in. */
	get whose(): Whose | undefined {
		if (this.#state.kind !== 'signedIn') return undefined;
		if (this.#state.demo) return { demo: true, name: this.#state.name };
		const account = activeOf(this.#accounts);
		return account && whoseIs(account);
	}

	/** Whether this account is the one that is used. */
	isUsed(whose: Whose): boolean {
		return this.whose !== undefined && isSameOwner(whose, this.whose);
	}

	/** Reads the secrets. With `demo`, the demo account is signed in for this window unless somebody is signed in. */
	start(demo = false): Promise<void> {
		return this.#queue(async () => {
			await this.#load();
			if (!demo || this.#state.kind === 'signedIn') return;
			this.#demoHere = true;
			this.#show();
		});
	}

	/**
	 * The account for one request. The token is read from its store each time and kept nowhere else; one that was got with a
	 * browser is renewed when it must be.
	 * @throws {UnreadableSecrets} {PagerDutyError} when it cannot be renewed for now
	 */
	readonly source: AccountSource = (rejected) => this.#used(rejected);

	/** As `source`, for one account alone: while another one is used, it is refused. @throws {PagerDutyError} */
	sourceFor(whose: Whose): AccountSource {
		return (rejected) => this.#used(rejected, whose);
	}

	async #used(rejected?: string, meant?: Whose): Promise<Account | undefined> {
		await this.#loading;
		if (this.#state.kind === 'unreadable') throw new UnreadableSecrets();
		if (this.#state.kind !== 'signedIn') return undefined;
		if (meant && !this.isUsed(meant)) throw otherAccountProblem(meant);
		if (this.#state.demo) {
			const demo = await this.#demo.running();
			return { apiUrl: demo.url, token: demo.token, kind: 'user', demo: true };
		}
		const account = activeOf(this.#accounts);
		if (!account) return undefined;
		const { region, kind, from, id, method, subdomain } = account;
		const apiUrl = this.#options.apiUrls[region];
		const tokens = method === 'oauth' ? await this.#tokens(id, rejected) : undefined;
		const token = method === 'oauth' ? tokens?.accessToken : await this.#options.store.token(id);
		if (token === undefined) return undefined;
		this.#options.log.hide(token);
		return {
			...{ apiUrl, token, kind, ...(from && { from }), ...(subdomain !== undefined && { subdomain }) },
			...(tokens && { session: id, scopes: tokens.scopes }),
		};
	}

	/**
	 * Signs in to an account, in the place of an earlier sign-in to the same one; others stay.
	 * @param use whether it is used from now on, also where another one is in use
	 */
	async signIn(credentials: Credentials, use = true): Promise<SignedInAccount> {
		let added: SignedInAccount | undefined;
		await this.#queue(async () => {
			this.#options.log.hide('oauth' in credentials ? credentials.oauth.accessToken : credentials.token);
			added = await this.#options.store.add(credentials, use);
			const { method, region, kind } = added;
			const how =
				method === 'oauth' ? 'with the browser' : kind === 'user' ? 'with a user token' : 'with an account-level key';
			this.#options.log.info(`Signed in ${how}, region ${region}.`);
			await this.#load();
		});
		if (!added) throw new Error('The account was not kept.');
		return added;
	}

	/** Uses another account. @param id of an account, or of the demo */
	switchTo(id: string): Promise<void> {
		return this.#change((accounts) => withActive(accounts, id));
	}

	/** Forgets an account in every window, or leaves the demo. The one that was used before takes its place. Default: the one in use. */
	signOut(id = this.#state.kind === 'signedIn' ? this.#state.id : undefined): Promise<void> {
		return this.#change((accounts) => {
			if (id === demoId) this.#demoHere = false;
			return id === undefined ? accounts : withoutAccount(accounts, id);
		});
	}

	/** PagerDuty refused the token: said once, until somebody signs in again. */
	expire(): void {
		if (this.#state.kind !== 'signedIn' || this.#state.expired) return;
		this.#options.log.warn('PagerDuty no longer accepts the token.');
		this.#set({ ...this.#state, expired: true }, false);
	}

	/** PagerDuty accepts the token after all. */
	accept(): void {
		if (this.#state.kind === 'signedIn' && this.#state.expired) this.#set({ ...this.#state, expired: false }, false);
	}

	async dispose(): Promise<void> {
		this.#listening.dispose();
		await this.#demo.close();
	}

	async #tokens(id: string, rejected: string | undefined): Promise<Tokens | undefined> {
		const outcome = await this.#options.sessions.current(id, rejected);
		if (outcome.ok) return outcome.value;
		switch (outcome.error.kind) {
			case 'signedOut':
				return undefined;
			case 'store':
				throw new UnreadableSecrets({ cause: outcome.error });
			case 'network':
			case 'server':
			case 'reply':
				throw renewalProblem(outcome.error);
			default:
				// PagerDuty decides whether it still counts: this computer's clock may be wrong.
				return this.#options.store.tokens(id);
		}
	}

	#change(edit: (accounts: Accounts) => Accounts): Promise<void> {
		return this.#queue(async () => {
			await this.#options.store.change(edit);
			await this.#load();
		});
	}

	async #load(): Promise<void> {
		try {
			this.#accounts = await this.#options.store.read();
		} catch {
			// Whoever was signed in still is, as far as anybody knows.
			if (this.#state.kind === 'unknown') this.#set({ kind: 'unreadable' }, false);
			return;
		}
		// A demo that came from the environment outlives what other windows do, but not a sign-in.
		if (this.#accounts.active !== undefined) this.#demoHere = false;
		this.#show();
	}

	/** Shows who is signed in, by the accounts as they were read. */
	#show(): void {
		const account = activeOf(this.#accounts);
		const demo = this.#demoHere || this.#accounts.active === demoId;
		if (!demo) void this.#demo.close();
		const shown = account ? stateOf(account) : demo ? demoState : ({ kind: 'signedOut' } as const);
		const before = this.#state.kind === 'signedIn' ? this.#state.id : this.#state.kind;
		const now = shown.kind === 'signedIn' ? shown.id : shown.kind;
		if (before === now) {
			this.changed.fire(this.#state);
			return;
		}
		this.#options.log.info(
			shown.kind === 'signedOut' ? 'Nobody is signed in.' : demo ? 'The demo account is used.' : 'An account is used.',
		);
		this.#set(shown, true);
	}

	#set(state: AccountState, switched: boolean): void {
		this.#state = state;
		if (switched) this.switched.fire(state);
		this.changed.fire(state);
	}

	/** One change after the other, so that the last one wins. */
	#queue(change: () => Promise<void>): Promise<void> {
		const done = this.#loading.then(change);
		this.#loading = done.catch(() => undefined);
		return done;
	}
}

const demoState: AccountState = {
	kind: 'signedIn',
	id: demoId,
	name: 'Demo',
	person: true,
	demo: true,
	expired: false,
};

function stateOf({ id, name, kind, region, subdomain }: SignedInAccount): AccountState {
	return {
		kind: 'signedIn',
		id,
		name,
		person: kind === 'user',
		region,
		...(subdomain !== undefined && { subdomain }),
		demo: false,
		expired: false,
	};
}
