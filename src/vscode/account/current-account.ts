import { createHash, randomUUID } from 'node:crypto';
import type { Account, AccountSource, Region } from '../../pagerduty/http/account.ts';
import { Emitter, type Disposable } from '../emitter.ts';
import type { RedactingLog } from '../log.ts';
import {
	credentialsOf,
	parseStored,
	StoredAccount,
	UnreadableSecrets,
	type Credentials,
	type Secrets,
	type Stored,
} from './stored-account.ts';

export type AccountState =
	/** The secret has not been read yet. */
	| { readonly kind: 'unknown' }
	/** It could not be read, so nobody knows. */
	| { readonly kind: 'unreadable' }
	| { readonly kind: 'signedOut' }
	| {
			readonly kind: 'signedIn';
			readonly name: string;
			/** Whether the token stands for a person: only then is anything "mine". */
			readonly person: boolean;
			/** Undefined in the demo. */
			readonly region?: Region;
			readonly demo: boolean;
			/** PagerDuty no longer accepts the token. */
			readonly expired: boolean;
	  };

/** A running demo account. */
export interface Demo {
	readonly url: string;
	readonly token: string;
	close(): Promise<void>;
}

export interface CurrentAccountOptions {
	readonly secrets: Secrets;
	/** Where PagerDuty is. */
	readonly apiUrls: Readonly<Record<Region, string>>;
	readonly startDemo: () => Promise<Demo>;
	readonly log: RedactingLog;
}

/** Who is signed in, in all windows alike: the secret is the only truth, and a change of it counts at once. */
export class CurrentAccount {
	/** Another account, or none: whatever was shown is no longer true. */
	readonly switched = new Emitter<AccountState>();
	/** Anything about it changed, also which account it is. */
	readonly changed = new Emitter<AccountState>();

	readonly #options: CurrentAccountOptions;
	readonly #secret: StoredAccount;
	readonly #listening: Disposable;
	#state: AccountState = { kind: 'unknown' };
	#loading: Promise<void> = Promise.resolve();
	#demo: Promise<Demo> | undefined;
	/** Which secret the state came from; undefined when it came from none. */
	#fingerprint: string | undefined;

	constructor(options: CurrentAccountOptions) {
		this.#options = options;
		this.#secret = new StoredAccount(options.secrets, options.log);
		this.#listening = this.#secret.onChange(() => void this.#queue(() => this.#load()));
	}

	get state(): AccountState {
		return this.#state;
	}

	/** Whether somebody is signed in for whom anything can be "mine". */
	get isPerson(): boolean {
		return this.#state.kind === 'signedIn' && this.#state.person;
	}

	get isDemo(): boolean {
		return this.#state.kind === 'signedIn' && this.#state.demo;
	}

	/** Reads the secret. With `demo`, the demo account is signed in for this window unless somebody is signed in. */
	start(demo = false): Promise<void> {
		return this.#queue(async () => {
			await this.#load();
			if (demo && this.#state.kind !== 'signedIn') this.#enter({ demo: true }, undefined);
		});
	}

	/**
	 * The account for one request. The token is read from its store each time and kept nowhere else.
	 * @throws {UnreadableSecrets}
	 */
	readonly source: AccountSource = async (): Promise<Account | undefined> => {
		await this.#loading;
		if (this.#state.kind === 'unreadable') throw new UnreadableSecrets();
		if (this.#state.kind !== 'signedIn') return undefined;
		if (this.#state.demo) {
			const demo = await (this.#demo ??= this.#startDemo());
			return { apiUrl: demo.url, token: demo.token, kind: 'user', demo: true };
		}
		const stored = parseStored(await this.#secret.read());
		if (!stored || 'demo' in stored) return undefined;
		this.#options.log.hide(stored.token);
		const { region, token, kind, from } = stored;
		return { apiUrl: this.#options.apiUrls[region], token, kind, ...(from && { from }) };
	};

	signIn(credentials: Credentials): Promise<void> {
		return this.#queue(() => this.#store(credentials));
	}

	/** Signs in to the demo account. Who was signed in is not forgotten. */
	exploreDemo(): Promise<void> {
		return this.#queue(async () => {
			const before = credentialsOf(parseStored(await this.#secret.read()));
			await this.#store({ demo: true, ...(before && { before }) });
		});
	}

	/** Forgets the account, in every window; the demo is left for the account that was there before. */
	signOut(): Promise<void> {
		return this.#queue(async () => {
			const before = this.isDemo && credentialsOf(parseStored(await this.#secret.read()));
			if (before) return this.#store(before);
			await this.#secret.write(undefined);
			this.#leave();
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
		await this.#closeDemo();
	}

	async #store(stored: Stored): Promise<void> {
		const credentials = credentialsOf(stored);
		if (credentials) this.#options.log.hide(credentials.token);
		// The same token again is a new sign-in as well: other windows may believe that it expired.
		const text = JSON.stringify('demo' in stored ? stored : { ...stored, signIn: randomUUID() });
		await this.#secret.write(text);
		this.#enter(stored, fingerprintOf(text));
	}

	async #load(): Promise<void> {
		let text: string | undefined;
		try {
			text = await this.#secret.read();
		} catch {
			// Whoever was signed in still is, as far as anybody knows.
			if (this.#state.kind === 'unknown') this.#set({ kind: 'unreadable' }, false);
			return;
		}
		const stored = parseStored(text);
		if (!stored || text === undefined) {
			// A demo that came from the environment has no secret and outlives what other windows do.
			if (this.#state.kind !== 'signedIn' || this.#fingerprint !== undefined) this.#leave();
		} else if (fingerprintOf(text) !== this.#fingerprint) {
			this.#enter(stored, fingerprintOf(text));
		}
	}

	#enter(stored: Stored, fingerprint: string | undefined): void {
		this.#fingerprint = fingerprint;
		if ('demo' in stored) {
			this.#options.log.info('Signed in to the demo account.');
			this.#set({ kind: 'signedIn', name: 'Demo', person: true, demo: true, expired: false }, true);
		} else {
			void this.#closeDemo();
			const { name, kind, region } = stored;
			this.#options.log.info(
				`Signed in with ${kind === 'user' ? 'a user token' : 'an account-level key'}, region ${region}.`,
			);
			this.#set({ kind: 'signedIn', name, person: kind === 'user', region, demo: false, expired: false }, true);
		}
	}

	#leave(): void {
		this.#fingerprint = undefined;
		void this.#closeDemo();
		if (this.#state.kind === 'signedOut') return;
		this.#options.log.info('Nobody is signed in.');
		this.#set({ kind: 'signedOut' }, true);
	}

	async #startDemo(): Promise<Demo> {
		try {
			const demo = await this.#options.startDemo();
			this.#options.log.hide(demo.token);
			return demo;
		} catch (error) {
			this.#demo = undefined;
			throw error;
		}
	}

	async #closeDemo(): Promise<void> {
		const demo = this.#demo;
		this.#demo = undefined;
		try {
			await (await demo)?.close();
		} catch (error) {
			this.#options.log.warn(`The demo did not end: ${error instanceof Error ? error.message : 'unknown'}`);
		}
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

function fingerprintOf(text: string): string {
	return createHash('sha256').update(text).digest('base64url');
}
