import { createHmac, randomBytes } from 'node:crypto';
import type { Admitted } from '../mcp/http/admissions.ts';
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

/** Makes what is served to one of them, under the name by which a log may call them. */
type MakeParts = (account: Account | undefined, name: string, admitted: Admitted | undefined) => ServerParts;

/**
 * What is served to each token: nobody shares anything with anybody else. Of those who have not been seen for a while, or for
 * the longest time when they are too many, nothing is kept.
 */
export class Callers {
	readonly #make: MakeParts;
	readonly #clock: Pick<Clock, 'now'>;
	readonly #limits: CallerLimits;
	/** Of this process only: nobody can find a token by its key. */
	readonly #salt = randomBytes(32);
	/** Those seen last come last. */
	readonly #known = new Map<string, { readonly caller: HttpCaller; readonly seen: number }>();

	constructor(make: MakeParts, clock: Pick<Clock, 'now'>, limits = defaultLimits) {
		this.#make = make;
		this.#clock = clock;
		this.#limits = limits;
	}

	get size(): number {
		return this.#known.size;
	}

	/**
	 * @param account undefined for who brings no token where there is none.
	 * @param admitted the connection that they came by, if they did.
	 */
	of(account: Account | undefined, admitted?: Admitted): HttpCaller {
		const connection = admitted?.key;
		const whose = [account && [account.apiUrl, account.token, account.from ?? ''], connection];
		const key = createHmac('sha256', this.#salt).update(JSON.stringify(whose)).digest('hex');
		const caller = this.#known.get(key)?.caller ?? {
			key,
			connection,
			parts: this.#make(account, key.slice(0, 8), admitted),
			ended: admitted && (() => admitted.limits.ending.reached),
		};
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
