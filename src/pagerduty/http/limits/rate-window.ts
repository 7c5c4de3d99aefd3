const minuteMs = 60_000;

/** At most so many requests in any minute. Times are milliseconds of the clock. */
export class RateWindow {
	readonly #limit: number;
	#starts: number[] = [];

	constructor(limit: number) {
		this.#limit = limit;
	}

	/** Counts a request that starts now. */
	count(now: number): void {
		this.#starts.push(now);
	}

	/** When the next request may start; `now` or earlier: at once. */
	freeAt(now: number): number {
		// A start in the future is from before somebody set the clock back.
		this.#starts = this.#starts.filter((start) => start > now - minuteMs && start <= now);
		const oldest = this.#starts[this.#starts.length - this.#limit];
		return oldest === undefined ? now : oldest + minuteMs;
	}
}
