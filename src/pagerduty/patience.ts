import type { Priority } from './pagerduty.ts';

/** Nobody is held up longer than this by rate limits. */
const personMs = 30_000;

/** How long one call may still wait for rate limits. Polling waits as long as it takes. */
export class Patience {
	#leftMs: number;

	constructor(priority: Priority) {
		this.#leftMs = priority === 'person' ? personMs : Number.POSITIVE_INFINITY;
	}

	/** Whether a wait of this length is still acceptable. */
	allows(ms: number): boolean {
		return ms <= this.#leftMs;
	}

	/** Counts a wait that is about to begin, if it is acceptable. */
	take(ms: number): boolean {
		if (!this.allows(ms)) return false;
		this.spend(ms);
		return true;
	}

	/** Counts time that was waited. */
	spend(ms: number): void {
		this.#leftMs -= Math.max(0, ms);
	}
}
