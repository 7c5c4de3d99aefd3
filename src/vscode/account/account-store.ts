import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { tokensFromText, tokensToText, type Tokens } from '../../oauth/tokens.ts';
import type { Log } from '../../pagerduty/http/log.ts';
import type { Disposable } from '../emitter.ts';
import {
	accountsFromText,
	accountsToText,
	withAccount,
	withActive,
	type Accounts,
	type Credentials,
	type SignedInAccount,
} from './accounts.ts';
import { SecretStore, type Secrets } from './secrets.ts';

const accountsKey = 'pagerduty.accounts';
const keyOf = (id: string) => `pagerduty.account.${id}`;

/** Up to 0.2 there was one account, in one secret: a token, or the demo with the token that was there before. */
const earlierKey = 'pagerduty.account';
const EarlierToken = z.object({
	region: z.enum(['us', 'eu']),
	token: z.string().min(1),
	kind: z.enum(['user', 'account']),
	from: z.string().optional(),
	name: z.string(),
});
const Earlier = z.union([z.object({ demo: z.literal(true), before: EarlierToken.optional() }), EarlierToken]);

/** Does this while no other window does anything under the same lock. */
export type Exclusively = <Value>(work: () => Promise<Value>) => Promise<Value>;

export interface AccountStoreOptions {
	readonly secrets: Secrets;
	readonly log: Log;
	/** Default: there is no other window. */
	readonly exclusively?: Exclusively;
}

/**
 * The accounts in the editor's secret storage: one secret says which there are and which is used, and each has another one for
 * what it is got in with. All windows see them alike.
 */
export class AccountStore {
	readonly #secrets: SecretStore;
	readonly #exclusively: Exclusively;

	constructor({ secrets, log, exclusively = (work) => work() }: AccountStoreOptions) {
		this.#secrets = new SecretStore(secrets, log);
		this.#exclusively = exclusively;
	}

	/** Calls `listener` when the accounts may have changed, in whatever window. */
	onChange(listener: () => void): Disposable {
		return this.#secrets.onChange((key) => {
			if (key === accountsKey || key === earlierKey) listener();
		});
	}

	/** Calls `listener` with the id of an account that has new tokens, or none any more. */
	onTokens(listener: (id: string) => void): Disposable {
		return this.#secrets.onChange((key) => {
			if (key.startsWith(keyOf(''))) listener(key.slice(keyOf('').length));
		});
	}

	/** Which accounts there are. @throws {UnreadableSecrets} {UnwritableSecrets} */
	async read(): Promise<Accounts> {
		if ((await this.#secrets.read(earlierKey)) !== undefined) return this.change((accounts) => accounts);
		return accountsFromText(await this.#secrets.read(accountsKey));
	}

	/** Changes which accounts there are, and forgets the secrets of those that are gone. @throws {UnreadableSecrets} {UnwritableSecrets} */
	change(edit: (accounts: Accounts) => Accounts): Promise<Accounts> {
		return this.#exclusively(async () => {
			const before = await this.#readWithEarlier();
			const after = edit(before);
			await this.#secrets.write(accountsKey, accountsToText(after));
			await this.#forget(before, after);
			return after;
		});
	}

	/** Keeps a new account. @param use whether it is used from now on, also where another one is in use */
	async add(credentials: Credentials, use: boolean): Promise<SignedInAccount> {
		const account = accountOf(credentials);
		await this.#secrets.write(keyOf(account.id), secretOf(credentials));
		try {
			await this.change((accounts) => {
				const added = withAccount(accounts, account);
				return use ? withActive(added, account.id) : added;
			});
		} catch (error) {
			await this.#secrets.write(keyOf(account.id), undefined).catch(() => undefined);
			throw error;
		}
		return account;
	}

	/** The API token of an account. @throws {UnreadableSecrets} */
	token(id: string): Promise<string | undefined> {
		return this.#secrets.read(keyOf(id));
	}

	/** The tokens of an account that was signed in to with a browser. @throws {UnreadableSecrets} */
	async tokens(id: string): Promise<Tokens | undefined> {
		const text = await this.#secrets.read(keyOf(id));
		return text === undefined ? undefined : tokensFromText(text);
	}

	/** Keeps renewed tokens, unless somebody signed out meanwhile. @throws {UnreadableSecrets} {UnwritableSecrets} */
	renew(id: string, tokens: Tokens): Promise<void> {
		return this.#exclusively(async () => {
			const { accounts } = accountsFromText(await this.#secrets.read(accountsKey));
			if (accounts.some((account) => account.id === id)) await this.#secrets.write(keyOf(id), tokensToText(tokens));
		});
	}

	async #forget(before: Accounts, after: Accounts): Promise<void> {
		for (const { id } of before.accounts)
			if (!after.accounts.some((account) => account.id === id)) await this.#secrets.write(keyOf(id), undefined);
	}

	/** With what an earlier version has kept. */
	async #readWithEarlier(): Promise<Accounts> {
		const accounts = accountsFromText(await this.#secrets.read(accountsKey));
		const text = await this.#secrets.read(earlierKey);
		if (text === undefined) return accounts;
		const moved = await this.#move(accounts, earlierFromText(text));
		await this.#secrets.write(accountsKey, accountsToText(moved));
		await this.#forget(accounts, moved);
		await this.#secrets.write(earlierKey, undefined);
		return moved;
	}

	async #move(accounts: Accounts, earlier: z.output<typeof Earlier> | undefined): Promise<Accounts> {
		if (!earlier) return accounts;
		const token = 'demo' in earlier ? earlier.before : earlier;
		let moved = accounts;
		if (token) {
			const account = accountOf(token);
			await this.#secrets.write(keyOf(account.id), token.token);
			moved = withActive(withAccount(accounts, account), account.id);
		}
		return 'demo' in earlier ? withActive(moved, 'demo') : moved;
	}
}

function accountOf(credentials: Credentials): SignedInAccount {
	const { region, kind, from, name, userId, subdomain } = credentials;
	return {
		id: randomUUID(),
		region,
		kind,
		name,
		...(from !== undefined && { from }),
		...(userId !== undefined && { userId }),
		...(subdomain !== undefined && { subdomain }),
		...('oauth' in credentials ? { method: 'oauth', scopes: [...credentials.oauth.scopes] } : { method: 'token' }),
	};
}

function secretOf(credentials: Credentials): string {
	return 'oauth' in credentials ? tokensToText(credentials.oauth) : credentials.token;
}

function earlierFromText(text: string): z.output<typeof Earlier> | undefined {
	try {
		return Earlier.safeParse(JSON.parse(text)).data;
	} catch {
		return undefined;
	}
}
