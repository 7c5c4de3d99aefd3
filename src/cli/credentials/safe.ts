import { homedir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../pagerduty/http/clock.ts';
import { Keyring } from './keyring.ts';
import { keptFromText, keptToText, type Kept } from './kept.ts';
import { SecretFile } from './secret-file.ts';
import { SecretStoreError, type SecretStore } from './secret-store.ts';
import type { StoreName } from '../store-names.ts';

/** What is kept, and where. */
export interface Found {
	readonly kept: Kept;
	readonly store: SecretStore;
}

/** What became of a place when somebody signs out. */
export interface Removal {
	readonly store: SecretStore;
	readonly removed: boolean;
	readonly problem?: SecretStoreError;
}

/** Where the sign-in of `login` is kept: in the keyring, or in a file if the person asked for that. */
export class Safe {
	readonly #stores: Readonly<Record<StoreName, SecretStore>>;
	readonly #only: StoreName | undefined;

	/** @param only the place that counts, so that the other one is never asked; undefined for both */
	constructor(stores: Readonly<Record<StoreName, SecretStore>>, only?: StoreName) {
		this.#stores = stores;
		this.#only = only;
	}

	/** @throws {SecretStoreError} */
	async find(): Promise<Found | undefined> {
		for (const store of this.#inOrder()) {
			const text = await store.read();
			if (text === undefined) continue;
			const kept = keptFromText(text);
			if (!kept) throw new SecretStoreError(`What ${store.name} holds is no sign-in: run logout, then login.`);
			return { kept, store };
		}
		return undefined;
	}

	/** Whether the place can be used at all, before anybody takes the trouble. @throws {SecretStoreError} */
	async check(): Promise<void> {
		await this.#home.read();
	}

	/** Keeps it in the keyring unless the file is all that counts, and nothing in a file that would count first. @throws {SecretStoreError} */
	async keep(kept: Kept): Promise<SecretStore> {
		await this.#home.write(keptToText(kept));
		if (this.#home !== this.#stores.file) await this.#stores.file.remove();
		return this.#home;
	}

	/** Removes it wherever it is. */
	async clear(): Promise<Removal[]> {
		const removals: Removal[] = [];
		for (const store of this.#inOrder()) {
			try {
				removals.push({ store, removed: await store.remove() });
			} catch (error) {
				if (!(error instanceof SecretStoreError)) throw error;
				removals.push({ store, removed: false, problem: error });
			}
		}
		return removals;
	}

	get #home(): SecretStore {
		return this.#stores[this.#only ?? 'keyring'];
	}

	/** The file first: it is there only because somebody asked for it, and costs least. */
	#inOrder(): SecretStore[] {
		return this.#only === undefined ? [this.#stores.file, this.#stores.keyring] : [this.#stores[this.#only]];
	}
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What the safe of the person who runs this depends on. */
export interface SafeParts {
	readonly environment: Environment;
	/** The program that asks the system keyring. */
	readonly keyring: string;
}

/** The safe of the person who runs this. @param only as in `Safe` */
export function safeOf({ environment, keyring }: SafeParts, only: StoreName | undefined): Safe {
	const stores = {
		file: new SecretFile(join(ownFolder(environment), 'sign-in.json')),
		keyring: new Keyring({ program: keyring, clock: systemClock }),
	};
	return new Safe(stores, only);
}

/** The folder for what this program keeps for one person. */
export function ownFolder(environment: Environment): string {
	const given = process.platform === 'win32' ? environment['APPDATA'] : environment['XDG_CONFIG_HOME'];
	return join(given?.trim() || join(homedir(), '.config'), 'oncall-for-pagerduty');
}
