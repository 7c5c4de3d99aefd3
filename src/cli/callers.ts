import { createHmac, randomBytes } from 'node:crypto';
import type { HttpCaller } from '../mcp/http/session-door.ts';
import type { ServerParts } from '../mcp/server.ts';
import type { Account } from '../pagerduty/http/account.ts';

/** Enough for a busy minute; whoever comes back later has their names read again. */
const defaultMaximum = 200;

/**
 * What is served to each token: nobody shares anything with anybody else. Of those who have not been seen for the longest time
 * nothing is kept.
 */
export class Callers {
	readonly #make: (account: Account | undefined, name: string) => ServerParts;
	readonly #maximum: number;
	/** Of this process only: nobody can find a token by its key. */
	readonly #salt = randomBytes(32);
	/** Those seen last come last. */
	readonly #known = new Map<string, HttpCaller>();

	/** @param make gets a name by which a log may call them. */
	constructor(make: (account: Account | undefined, name: string) => ServerParts, maximum = defaultMaximum) {
		this.#make = make;
		this.#maximum = maximum;
	}

	get size(): number {
		return this.#known.size;
	}

	/** @param account undefined for who brings no token where there is none. */
	of(account: Account | undefined): HttpCaller {
		const whose = account ? [account.apiUrl, account.token, account.from ?? ''] : [];
		const key = createHmac('sha256', this.#salt).update(JSON.stringify(whose)).digest('hex');
		const caller = this.#known.get(key) ?? { key, parts: this.#make(account, key.slice(0, 8)) };
		this.#known.delete(key);
		this.#known.set(key, caller);
		const [longestUnseen] = this.#known.keys();
		if (this.#known.size > this.#maximum && longestUnseen !== undefined) this.#known.delete(longestUnseen);
		return caller;
	}
}
