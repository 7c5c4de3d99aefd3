import { randomBytes } from 'node:crypto';
import type { Clock } from '../pagerduty/http/clock.ts';
import { hasEnded, type Connection, type Terms } from './connection.ts';
import type { ConnectionFile } from './connection-file.ts';
import { hashOf, newSecret } from './secrets.ts';

/** A connection and its secrets, which are known at this moment only. */
export interface WithSecrets {
	readonly connection: Connection;
	readonly secret: string;
	/** Goes into `Authorization` where the first one is in the path. */
	readonly second: string | undefined;
}

/** How long until another process's change is noticed by one that does nothing. */
const lookEveryMs = 1000;
const minuteMs = 60_000;

/** The connections of this machine, as they are now; all windows and processes with the same file have the same. */
export class ConnectionStore {
	readonly #file: ConnectionFile;
	readonly #clock: Clock;
	readonly #listeners = new Set<() => void>();
	#known: readonly Connection[] = [];
	/** Of what is known; null before the first reading. */
	#stamp: string | undefined | null = null;
	#reading: Promise<void> | undefined;
	/** How often they were changed from here. */
	#changes = 0;

	constructor(file: ConnectionFile, clock: Clock) {
		this.#file = file;
		this.#clock = clock;
	}

	/** Those that were there at the last reading and have not ended. */
	get live(): readonly Connection[] {
		const now = this.#clock.now();
		return this.#known.filter((connection) => !hasEnded(connection, now));
	}

	/** Reads again if something has changed. @throws {ConnectionFileError} */
	async fresh(): Promise<readonly Connection[]> {
		this.#reading ??= this.#read().finally(() => {
			this.#reading = undefined;
		});
		await this.#reading;
		return this.live;
	}

	/** @throws {ConnectionFileError} */
	async create(terms: Terms, withSecond = false): Promise<WithSecrets> {
		const [secret, second] = [newSecret(), withSecond ? newSecret() : undefined];
		const connection: Connection = {
			...terms,
			id: randomBytes(4).toString('hex'),
			...hashes(secret, second),
			createdAt: this.#clock.now().getTime(),
		};
		await this.#change((all) => [...all, connection]);
		return { connection, secret, second };
	}

	/** Other terms; the secret stays. Undefined if it has ended. @throws {ConnectionFileError} */
	async edit(id: string, terms: Terms): Promise<Connection | undefined> {
		return this.#replace(id, ({ secretHash, secondHash, createdAt, lastUsedAt }) => ({
			...terms,
			id,
			secretHash,
			...(secondHash !== undefined && { secondHash }),
			createdAt,
			...(lastUsedAt !== undefined && { lastUsedAt }),
		}));
	}

	/** Another secret: the old one is worth nothing from now on. Undefined if it has ended. @throws {ConnectionFileError} */
	async rotate(id: string): Promise<WithSecrets | undefined> {
		const [secret, another] = [newSecret(), newSecret()];
		const connection = await this.#replace(id, (old) => ({
			...old,
			...hashes(secret, old.secondHash === undefined ? undefined : another),
		}));
		return connection && { connection, secret, second: connection.secondHash === undefined ? undefined : another };
	}

	/** Ends it now. Gives what it was, or undefined if it had ended already. @throws {ConnectionFileError} */
	async end(id: string): Promise<Connection | undefined> {
		let ended: Connection | undefined;
		await this.#change((all) => {
			ended = all.find((connection) => connection.id === id);
			return all.filter((connection) => connection !== ended);
		});
		return ended;
	}

	/** Notes that it was used, to the minute: a file is not written with each request. @throws {ConnectionFileError} */
	async used(id: string): Promise<void> {
		const now = this.#clock.now().getTime();
		const known = this.#known.find((connection) => connection.id === id);
		if (!known || (known.lastUsedAt ?? 0) > now - minuteMs) return;
		this.#known = this.#known.map((other) => (other === known ? { ...other, lastUsedAt: now } : other));
		await this.#replace(id, (old) => ({ ...old, lastUsedAt: Math.max(now, old.lastUsedAt ?? 0) }));
	}

	/** Removes those that have ended from the file, if there are any. @throws {ConnectionFileError} */
	async sweep(): Promise<void> {
		if (this.live.length < this.#known.length) await this.#change((all) => all);
	}

	/** Tells of each change, of whatever process. Gives what ends it. */
	onChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}

	/**
	 * Looks for changes of others until the signal says stop. Asking for the file's times works on every disk, which watching
	 * does not.
	 */
	async watch(signal: AbortSignal, failed: (error: unknown) => void): Promise<void> {
		let unreadable = false;
		while (!signal.aborted) {
			try {
				await this.fresh();
				unreadable = false;
			} catch (error) {
				if (!unreadable) failed(error);
				unreadable = true;
			}
			await this.#clock.sleep(lookEveryMs, signal).catch(() => undefined);
		}
	}

	async #read(): Promise<void> {
		try {
			const stamp = await this.#file.stamp();
			if (stamp === this.#stamp) return;
			const before = this.#changes;
			const connections = await this.#file.read();
			// What was changed meanwhile is known already, and better.
			if (this.#changes !== before) return;
			this.#stamp = stamp;
			this.#know(connections);
		} catch (error) {
			// What cannot be read lets nobody in.
			this.#stamp = null;
			if (this.#known.length > 0) this.#know([]);
			throw error;
		}
	}

	async #replace(id: string, change: (old: Connection) => Connection): Promise<Connection | undefined> {
		let changed: Connection | undefined;
		await this.#change((all) =>
			all.map((connection) => {
				if (connection.id !== id) return connection;
				changed = change(connection);
				return changed;
			}),
		);
		return changed;
	}

	async #change(change: (all: readonly Connection[]) => readonly Connection[]): Promise<void> {
		const now = this.#clock.now();
		const changed = await this.#file.change((all) => change(all.filter((connection) => !hasEnded(connection, now))));
		this.#changes++;
		this.#know(changed);
	}

	#know(connections: readonly Connection[]): void {
		const changed = JSON.stringify(connections) !== JSON.stringify(this.#known);
		this.#known = connections;
		if (changed) for (const listener of [...this.#listeners]) listener();
	}
}

function hashes(secret: string, second: string | undefined): Pick<Connection, 'secretHash' | 'secondHash'> {
	return { secretHash: hashOf(secret), ...(second !== undefined && { secondHash: hashOf(second) }) };
}
