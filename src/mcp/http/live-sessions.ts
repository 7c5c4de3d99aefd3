import type { Clock } from '../server.ts';

export interface SessionLimits {
	readonly maximum: number;
	/** How long a session without an open request or stream is kept. */
	readonly idleMs: number;
}

export const sessionLimits: SessionLimits = { maximum: 16, idleMs: 30 * 60_000 };

export interface Closable {
	close(): Promise<void>;
}

interface Entry<Session> {
	readonly session: Session;
	/** Requests and event streams that are still open. */
	open: number;
	lastUsed: number;
}

/** The live sessions: at most so many, the longest unused gives way, and unused ones end by themselves. */
export class LiveSessions<Session extends Closable> {
	readonly #clock: Clock;
	readonly #limits: SessionLimits;
	readonly #entries = new Map<string, Entry<Session>>();
	readonly #stop = new AbortController();

	constructor(clock: Clock, limits: SessionLimits = sessionLimits) {
		this.#clock = clock;
		this.#limits = limits;
		void this.#reap();
	}

	get size(): number {
		return this.#entries.size;
	}

	/** Keeps a new session. False, and nothing is made, when all places are in use. */
	add(id: string, make: () => Session): boolean {
		if (this.#stop.signal.aborted || !this.#makeRoom()) return false;
		this.#entries.set(id, { session: make(), open: 0, lastUsed: this.#now() });
		return true;
	}

	/** The session for one request, and what to call when its answer is out. */
	enter(id: string): { readonly session: Session; leave(): void } | undefined {
		const entry = this.#entries.get(id);
		if (!entry) return undefined;
		entry.open++;
		entry.lastUsed = this.#now();
		return {
			session: entry.session,
			leave: () => {
				entry.open--;
				entry.lastUsed = this.#now();
			},
		};
	}

	/** Forgets a session and closes it. */
	async remove(id: string): Promise<void> {
		const entry = this.#entries.get(id);
		this.#entries.delete(id);
		await entry?.session.close();
	}

	all(): Session[] {
		return [...this.#entries.values()].map(({ session }) => session);
	}

	/** Closes every session and takes no more. */
	async dispose(): Promise<void> {
		this.#stop.abort();
		await this.removeAll();
	}

	/** Closes every session. */
	async removeAll(): Promise<void> {
		await Promise.allSettled([...this.#entries.keys()].map((id) => this.remove(id)));
	}

	#makeRoom(): boolean {
		if (this.#entries.size < this.#limits.maximum) return true;
		const [longestUnused] = this.#unused().sort(([, a], [, b]) => a.lastUsed - b.lastUsed);
		if (!longestUnused) return false;
		void this.remove(longestUnused[0]).catch(() => undefined);
		return true;
	}

	#unused(): [string, Entry<Session>][] {
		return [...this.#entries].filter(([, entry]) => entry.open === 0);
	}

	/** Ends when disposed: the sleep rejects then. */
	async #reap(): Promise<void> {
		const { signal } = this.#stop;
		try {
			for (;;) {
				await this.#clock.sleep(Math.min(this.#limits.idleMs, 60_000), signal);
				const limit = this.#now() - this.#limits.idleMs;
				const ended = this.#unused().filter(([, entry]) => entry.lastUsed <= limit);
				await Promise.allSettled(ended.map(([id]) => this.remove(id)));
			}
		} catch {
			return;
		}
	}

	#now(): number {
		return this.#clock.now().getTime();
	}
}
