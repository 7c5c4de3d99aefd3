const minuteMs = 60_000;

/** Counts the calls of the last 60 seconds. */
export class CallCount {
	/** When they came, the oldest first. */
	#calls: number[] = [];

	/** Takes one of so many calls, and gives 0; or the milliseconds until there is another, and takes none. */
	take(callsPerMinute: number, at: Date): number {
		const now = at.getTime();
		this.#calls = this.#calls.filter((call) => call > now - minuteMs);
		const oldest = this.#calls.at(-callsPerMinute);
		if (oldest !== undefined) return oldest + minuteMs - now;
		this.#calls.push(now);
		return 0;
	}
}
