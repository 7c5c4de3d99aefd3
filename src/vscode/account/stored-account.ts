import * as z from 'zod';
import type { Log } from '../../pagerduty/http/log.ts';
import type { Disposable } from '../emitter.ts';

const secretKey = 'pagerduty.account';

const Credentials = z.object({
	region: z.enum(['us', 'eu']),
	token: z.string().min(1),
	kind: z.enum(['user', 'account']),
	/** E-mail address in whose name an account-level key makes changes. */
	from: z.string().optional(),
	/** Who that is, to show. */
	name: z.string(),
});

/** What is kept of a sign-in: one secret, nothing else. */
export type Credentials = z.output<typeof Credentials>;

/**
 * The demo is remembered by name alone: each window has its own, with its own key. Beside it is kept who was signed in before, to
 * come back to.
 */
const StoredDemo = z.object({ demo: z.literal(true), before: Credentials.optional() });

const Stored = z.union([StoredDemo, Credentials]);
/** Who is signed in, as it is kept. */
export type Stored = z.output<typeof Stored>;

/** The part of `vscode.SecretStorage` that is used. */
export interface Secrets {
	get(key: string): PromiseLike<string | undefined>;
	store(key: string, value: string): PromiseLike<void>;
	delete(key: string): PromiseLike<void>;
	/** In every window. */
	onDidChange(listener: (change: { readonly key: string }) => void): Disposable;
}

/** The editor's secret store does not open, so there is no token for the moment. */
export class UnreadableSecrets extends Error {
	override readonly name = 'UnreadableSecrets';

	constructor(options?: ErrorOptions) {
		super('The secret store could not be read.', options);
	}
}

/** The editor's secret store takes nothing and gives nothing away, so who is signed in stays as it is. */
export class UnwritableSecrets extends Error {
	override readonly name = 'UnwritableSecrets';

	constructor(options?: ErrorOptions) {
		super('The secret store could not be written.', options);
	}
}

/** The one secret that says who is signed in. Its text is read and written as it is; `parseStored` knows what is in it. */
export class StoredAccount {
	readonly #secrets: Secrets;
	readonly #log: Log;

	constructor(secrets: Secrets, log: Log) {
		this.#secrets = secrets;
		this.#log = log;
	}

	/** Calls `listener` when the secret changed, in whatever window. */
	onChange(listener: () => void): Disposable {
		return this.#secrets.onDidChange(({ key }) => {
			if (key === secretKey) listener();
		});
	}

	/** @throws {UnreadableSecrets} */
	async read(): Promise<string | undefined> {
		try {
			return await this.#secrets.get(secretKey);
		} catch (error) {
			this.#log.error(`The secret store could not be read: ${error instanceof Error ? error.message : 'unknown'}`);
			throw new UnreadableSecrets({ cause: error });
		}
	}

	/**
	 * Keeps `text`; undefined for nothing.
	 * @throws {UnwritableSecrets}
	 */
	async write(text: string | undefined): Promise<void> {
		try {
			await (text === undefined ? this.#secrets.delete(secretKey) : this.#secrets.store(secretKey, text));
		} catch (error) {
			this.#log.error(`The secret store could not be written: ${error instanceof Error ? error.message : 'unknown'}`);
			throw new UnwritableSecrets({ cause: error });
		}
	}
}

/** What a secret holds; undefined when there is none, or it is not ours. */
export function parseStored(text: string | undefined): Stored | undefined {
	if (text === undefined) return undefined;
	try {
		return Stored.safeParse(JSON.parse(text)).data;
	} catch {
		return undefined;
	}
}

/** Those of the account that is signed in, or was before the demo. */
export function credentialsOf(stored: Stored | undefined): Credentials | undefined {
	return stored && 'demo' in stored ? stored.before : stored;
}
