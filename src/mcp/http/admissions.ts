import { createHash } from 'node:crypto';
import { policyOf, type Connection } from '../../connections/connection.ts';
import type { ConnectionStore } from '../../connections/connection-store.ts';
import { tunnelHosts, whoseSecret, type Shown } from '../../connections/whose-secret.ts';
import type { Policy } from '../../tools/core/access.ts';
import { CallCount } from '../call-count.ts';
import { Ending } from '../ending.ts';
import type { ConnectionLimits } from '../limited-tools.ts';
import type { Clock, Log } from '../server.ts';

/** A connection that somebody has shown the secret of, as it is at any moment. */
export interface Admitted {
	/** Another one once the connection has another secret. */
	readonly key: string;
	readonly connection: Connection;
	readonly limits: ConnectionLimits;
	policy(): Policy;
}

export interface AdmissionsParts {
	readonly store: Pick<ConnectionStore, 'fresh' | 'live' | 'used' | 'sweep' | 'onChange' | 'watch'>;
	readonly clock: Clock;
	readonly log: Log;
	/** The connection has ended, or has another secret: its calls are cancelled already. */
	readonly ended: (key: string) => void;
	/** The connection gives other tools now. */
	readonly changed: (key: string) => void;
}

/** Who gets in by the secret of a connection, and what ends with it. */
export class Admissions {
	readonly #parts: AdmissionsParts;
	readonly #known = new Map<string, Entry>();
	readonly #stop = new AbortController();
	readonly #forget: () => void;
	/** Notes that are being written. */
	readonly #writing = new Set<Promise<void>>();

	constructor(parts: AdmissionsParts) {
		this.#parts = parts;
		const { store, log } = parts;
		this.#forget = store.onChange(() => this.#update());
		void store.watch(this.#stop.signal, (error) => log.warn(`MCP server: ${wordsOf(error)}`));
	}

	/** The hosts by which tunnels call. */
	get tunnels(): readonly string[] {
		return tunnelHosts(this.#parts.store.live);
	}

	/** Looks what connections there are now. Where they cannot be read, there are none. */
	async refresh(): Promise<void> {
		await this.#parts.store.fresh().catch(() => undefined);
	}

	/** Whose secret this is. */
	admit(shown: Shown): Admitted | undefined {
		const connection = whoseSecret(this.#parts.store.live, shown);
		if (!connection) return undefined;
		this.#note(this.#parts.store.used(connection.id));
		return this.#entry(connection);
	}

	/** Lets nobody in any more, and waits for what is being noted. */
	async dispose(): Promise<void> {
		this.#stop.abort();
		this.#forget();
		for (const entry of this.#known.values()) entry.dispose();
		this.#known.clear();
		await Promise.all(this.#writing);
	}

	/** Nobody waits for it while they are served. */
	#note(written: Promise<void>): void {
		const done = written
			.catch((error: unknown) => this.#parts.log.warn(`MCP server: ${wordsOf(error)}`))
			.finally(() => this.#writing.delete(done));
		this.#writing.add(done);
	}

	#entry(connection: Connection): Entry {
		const key = keyOf(connection);
		const known = this.#known.get(key);
		if (known) return known;
		const entry = new Entry(key, connection, this.#parts.clock);
		this.#known.set(key, entry);
		entry.limits.ending.signal.addEventListener('abort', () => this.#end(entry), { once: true });
		return entry;
	}

	#update(): void {
		const live = new Map(this.#parts.store.live.map((connection) => [keyOf(connection), connection]));
		for (const entry of [...this.#known.values()]) {
			const now = live.get(entry.key);
			if (!now) entry.limits.ending.end();
			else if (entry.become(now)) this.#parts.changed(entry.key);
		}
	}

	#end(entry: Entry): void {
		this.#known.delete(entry.key);
		entry.dispose();
		this.#parts.log.info(`MCP server: connection ${entry.connection.id} has ended`);
		this.#parts.ended(entry.key);
		this.#note(this.#parts.store.sweep());
	}
}

class Entry implements Admitted {
	readonly key: string;
	readonly limits: ConnectionLimits & { readonly ending: Ending };
	connection: Connection;

	constructor(key: string, connection: Connection, clock: Clock) {
		this.key = key;
		this.connection = connection;
		const callsPerMinute = () => this.connection.callsPerMinute;
		this.limits = {
			ending: new Ending(endOf(connection), clock),
			calls: new CallCount(),
			get callsPerMinute() {
				return callsPerMinute();
			},
		};
	}

	policy(): Policy {
		return policyOf(this.connection);
	}

	/** Whether it gives other tools than before. */
	become(connection: Connection): boolean {
		const before = this.connection;
		this.connection = connection;
		if (before.endsAt !== connection.endsAt) this.limits.ending.move(endOf(connection));
		return JSON.stringify(policyOf(before)) !== JSON.stringify(policyOf(connection));
	}

	dispose(): void {
		this.limits.ending.dispose();
	}
}

function endOf({ endsAt }: Connection): Date | undefined {
	return endsAt === undefined ? undefined : new Date(endsAt);
}

/** Of the hashes, so that it tells nothing, and changes with the secret and the place where it must stand. */
function keyOf({ id, secretHash, secondHash, host, secretInPath }: Connection): string {
	const decides = JSON.stringify([secretHash, secondHash, host, secretInPath]);
	return `${id}-${createHash('sha256').update(decides).digest('hex').slice(0, 16)}`;
}

function wordsOf(error: unknown): string {
	return error instanceof Error ? error.message : 'The connections cannot be read.';
}
