import { minute, second } from '../time.ts';

/** The state of a budget after a request. */
export interface Budget {
	readonly limit: number;
	readonly remaining: number;
	/** Seconds until the budget is full again. */
	readonly reset: number;
	readonly exceeded: boolean;
}

/** Counts requests per key and minute of the account's clock. */
export class RateLimiter {
	readonly #windows = new Map<string, { from: number; used: number }>();

	/** Takes one request out of the budget of `key`, `limit` requests a minute. */
	take(key: string, limit: number, now: number): Budget {
		const known = this.#windows.get(key);
		const window = known && now >= known.from && now < known.from + minute ? known : { from: now, used: 0 };
		this.#windows.set(key, window);
		const exceeded = window.used >= limit;
		if (!exceeded) window.used++;
		const reset = Math.max(1, Math.ceil((window.from + minute - now) / second));
		return { limit, remaining: limit - window.used, reset, exceeded };
	}
}

/** The headers PagerDuty tells a budget with. */
export function budgetHeaders(budget: Budget): Record<string, string> {
	return {
		'ratelimit-limit': String(budget.limit),
		'ratelimit-remaining': String(budget.remaining),
		'ratelimit-reset': String(budget.reset),
	};
}
