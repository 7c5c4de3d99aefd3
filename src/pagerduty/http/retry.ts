import type { PagerDutyError } from './errors.ts';
import { mayChange, type WireRequest } from './wire.ts';

/** Of refusals that do not say for how long. */
const mostBareTries = 5;
const mostFailedTries = 3;
const firstBareMs = 5000;
const longestBareMs = 10_000;
const shortestLimitMs = 1000;
const firstFailureMs = 1500;
const jitterMs = 500;
const passing = new Set([408, 500, 502, 503, 504]);

/** Refused because somebody else is changing the same incident, or the people of the account, at this moment. */
export function isLocked(error: PagerDutyError): boolean {
	return error.status === 400 && error.messages.some((text) => /could not be locked/i.test(text));
}

/** How often one call was tried, and why not with success. Decides whether and when it is tried again. */
export class Retries {
	readonly #request: WireRequest;
	readonly #random: () => number;
	#bare = 0;
	#failed = 0;
	#locked = 0;

	constructor(request: WireRequest, random: () => number) {
		this.#request = request;
		this.#random = random;
	}

	/** Milliseconds until the next try; undefined: none. */
	pauseAfter(error: PagerDutyError): number | undefined {
		// Refused before it was looked at: safe to repeat even for what must happen only once.
		if (error.status === 429) return this.#afterLimit(error.retryAfterSeconds);
		if (isLocked(error)) {
			return ++this.#locked > 1 ? undefined : firstFailureMs;
		}
		const passes = error.kind === 'network' || (error.status !== undefined && passing.has(error.status));
		if (!passes || !this.#repeatable()) return undefined;
		return ++this.#failed < mostFailedTries ? firstFailureMs * 2 ** (this.#failed - 1) : undefined;
	}

	/** When PagerDuty says for how long, only the caller's deadline ends the tries. */
	#afterLimit(seconds: number | undefined): number | undefined {
		// Not all windows at the same moment.
		const jitter = this.#random() * jitterMs;
		if (seconds !== undefined) return Math.max(seconds * 1000, shortestLimitMs) + jitter;
		if (++this.#bare >= mostBareTries) return undefined;
		return Math.min(firstBareMs * 2 ** (this.#bare - 1) + jitter, longestBareMs);
	}

	#repeatable(): boolean {
		const request = this.#request;
		return request.repeatable ?? (!mayChange(request) || request.method !== 'POST');
	}
}
