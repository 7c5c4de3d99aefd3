import type { Log } from '../../pagerduty/http/log.ts';
import type { Disposable } from '../emitter.ts';

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

/** The editor's secret store, whose failures are told apart and logged. */
export class SecretStore {
	readonly #secrets: Secrets;
	readonly #log: Log;

	constructor(secrets: Secrets, log: Log) {
		this.#secrets = secrets;
		this.#log = log;
	}

	/** Calls `listener` with the name of a secret that changed, in whatever window. */
	onChange(listener: (key: string) => void): Disposable {
		return this.#secrets.onDidChange(({ key }) => listener(key));
	}

	/** @throws {UnreadableSecrets} */
	async read(key: string): Promise<string | undefined> {
		try {
			return await this.#secrets.get(key);
		} catch (error) {
			this.#log.error(`The secret store could not be read: ${error instanceof Error ? error.message : 'unknown'}`);
			throw new UnreadableSecrets({ cause: error });
		}
	}

	/**
	 * Keeps `text`; undefined for nothing.
	 * @throws {UnwritableSecrets}
	 */
	async write(key: string, text: string | undefined): Promise<void> {
		try {
			await (text === undefined ? this.#secrets.delete(key) : this.#secrets.store(key, text));
		} catch (error) {
			this.#log.error(`The secret store could not be written: ${error instanceof Error ? error.message : 'unknown'}`);
			throw new UnwritableSecrets({ cause: error });
		}
	}
}
