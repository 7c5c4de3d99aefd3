import type { Clock } from '../../pagerduty/http/clock.ts';

/** As long as nothing is known to have changed, what was read counts for so long. */
const freshMs = 5 * 60_000;

/** Something that is read when somebody wants to see it, never before, and once for all who look within some minutes. */
export class FreshReading<Value> {
	readonly #read: (signal: AbortSignal) => Promise<Value>;
	readonly #clock: Clock;
	#reading: Promise<Value> | undefined;
	#readAt = 0;
	#abort = new AbortController();

	constructor(read: (signal: AbortSignal) => Promise<Value>, clock: Clock) {
		this.#read = read;
		this.#clock = clock;
	}

	/** @throws what reading throws. */
	get(): Promise<Value> {
		const now = this.#clock.now().getTime();
		const age = now - this.#readAt;
		if (this.#reading && age >= 0 && age < freshMs) return this.#reading;
		this.#readAt = now;
		const reading = this.#read(this.#abort.signal);
		this.#reading = reading;
		// What failed is tried again the next time.
		reading.catch(() => {
			if (this.#reading === reading) this.#reading = undefined;
		});
		return reading;
	}

	/** It may have changed meanwhile. */
	outdate(): void {
		this.#readAt = 0;
	}

	/** It is something else now, such as another account's. */
	forget(): void {
		this.#abort.abort();
		this.#abort = new AbortController();
		this.#reading = undefined;
	}
}
