import { createHmac, randomBytes } from 'node:crypto';
import type { HttpCaller } from '../mcp/http/session-door.ts';
import type { ServerParts } from '../mcp/server.ts';
import type { Clock } from '../pagerduty/http/clock.ts';
import type { Account } from '../pagerduty/http/account.ts';

/** How many are remembered, and for how long after they were seen last. */
export interface CallerLimits {
	readonly maximum: number;
	readonly idleMs: number;
}

/** Names that were read are fresh for five minutes: what is older than twice that is of no use. */
const defaultLimits: CallerLimits = { maximum: 200, idleMs: 10 * 60_000 };

/**
 * What is served to each token: nobody shares anything with anybody else. Of those who have not been seen for a while, or for
 * the longest time when they are too many, nothing is kept.
 */
export class Callers {
	readonly #make: (account: Account | undefined, name: string) => ServerParts;
	readonly #clock: Pick<Clock, 'now'>;
	readonly #limits: CallerLimits;
	/** Of this process only: nobody can find a token by its key. */
	readonly #salt = randomBytes(32);
	/** Those seen last come last. */
	readonly #known = new Map<string, { readonly caller: HttpCaller; readonly seen: number }>();

	/** @param make gets a name by which a log may call them. */
	constructor(
		make: (account: Account | undefined, name: string) => ServerParts,
		clock: Pick<Clock, 'now'>,
		limits = defaultLimits,
	) {
		this.#make = make;
		this.#clock = clock;
		this.#limits = limits;
	}

	get size(): number {
		return this.#known.size;
	}

	/** @param account undefined for who brings no token where there is none. */
	of(account: Account | undefined): HttpCaller {
		const whose = account ? [account.apiUrl, account.token, account.from ?? ''] : [];
		const key = createHmac('sha256', this.#salt).update(JSON.stringify(whose)).digest('hex');
		const caller = this.#known.get(key)?.caller ?? { key, parts: this.#make(account, key.slice(0, 8)) };
		const seen = this.#clock.now().getTime();
		this.#known.delete(key);
		this.#known.set(key, { caller, seen });
		for (const [other, { seen: last }] of this.#known) {
			if (this.#known.size <= this.#limits.maximum && last > seen - this.#limits.idleMs) break;
			this.#known.delete(other);
		}
		return caller;
	}
}
