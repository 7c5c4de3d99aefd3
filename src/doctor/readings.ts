import { listAbilities } from '../pagerduty/api/abilities.ts';
import { identifyAccount, type Identity } from '../pagerduty/api/identify.ts';
import type { Account } from '../pagerduty/http/account.ts';
import { PagerDutyClient } from '../pagerduty/http/client.ts';
import { PagerDutyError } from '../pagerduty/http/errors.ts';
import { CallFacts, type RateLimit } from '../pagerduty/http/limits/call-facts.ts';
import type { Fetch } from '../pagerduty/http/transport.ts';
import { tryToReach, type Reach } from './reach.ts';
import type { SignInFacts, Subject } from './subject.ts';

/** What several checks judge: each is read once, by whoever wants it first. */
export class Readings {
	readonly subject: Subject;
	/** Secrets that were met on the way, which no finding may hold. */
	readonly secrets: string[] = [];
	readonly #signal: AbortSignal;
	readonly #facts = new CallFacts();

	constructor(subject: Subject, signal: AbortSignal) {
		this.subject = subject;
		this.#signal = signal;
	}

	readonly signIn = once((): Promise<SignInFacts> => this.subject.signIn());

	/** Undefined: nobody is signed in. @throws what its source throws */
	readonly account = once(async (): Promise<Account | undefined> => {
		const account = await this.subject.account();
		if (account) this.secrets.push(account.token);
		return account;
	});

	/** The way to where the sign-in is for, or would be. */
	readonly reach = once(async (): Promise<Reach> => {
		const account = await this.account().catch(() => undefined);
		return tryToReach(this.subject, account?.apiUrl ?? this.subject.apiUrl, this.#signal);
	});

	/** Whose token it is; undefined where nobody can be asked. @throws {PagerDutyError} */
	readonly identity = once(async (): Promise<Identity | undefined> => {
		const account = await this.usable();
		return account && this.identify(account.apiUrl, account.token);
	});

	/** What the plan includes; undefined where nobody can be asked. @throws {PagerDutyError} */
	readonly abilities = once(async (): Promise<readonly string[] | undefined> => {
		const account = await this.usable();
		if (!account || !(await this.identity())) return undefined;
		const client = new PagerDutyClient({ ...this.#wire, account: () => Promise.resolve(account) });
		return listAbilities(client.for(this.#signal, 'person'));
	});

	/** What an OAuth token was granted, also by what a refusal says; undefined where that is not known. */
	readonly scopes = once(async (): Promise<readonly string[] | undefined> => {
		const account = await this.account().catch(() => undefined);
		if (!account || account.scopes) return account?.scopes;
		const refusal: unknown = await this.abilities().catch((error: unknown) => error);
		const told = refusal instanceof PagerDutyError ? refusal.tokenScopes : undefined;
		return told?.split(/[\s,]+/).filter((scope) => scope !== '' && scope !== 'openid');
	});

	/** What PagerDuty says about the limit that is nearest to exhaustion. */
	readonly rateLimit = once(async (): Promise<RateLimit | undefined> => {
		await Promise.allSettled([this.identity(), this.abilities()]);
		return this.#facts.rateLimit;
	});

	/** The account, where there is one and PagerDuty can be reached. */
	async usable(): Promise<Account | undefined> {
		const account = await this.account().catch(() => undefined);
		return account && (await this.reach()).reached ? account : undefined;
	}

	/** Whose token it is at an address. @throws {PagerDutyError} */
	identify(apiUrl: string, token: string): Promise<Identity> {
		return identifyAccount({ ...this.#wire, apiUrl, token }, this.#signal);
	}

	get #wire() {
		const { clock, log, userAgent, fetch = globalThis.fetch } = this.subject;
		const observed: Fetch = async (...request) => {
			const response = await fetch(...request);
			this.#facts.observe(response.headers);
			return response;
		};
		return { clock, log, userAgent, fetch: observed };
	}
}

function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
	let reading: Promise<Value> | undefined;
	return () => {
		if (!reading) {
			reading = read();
			// Whoever asked hears of it.
			reading.catch(() => undefined);
		}
		return reading;
	};
}
