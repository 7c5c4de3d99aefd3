import type { Clock } from '../../pagerduty/http/clock.ts';

/** What was read counts for five minutes, unless it is known to be out of date. */
const freshMs = 5 * 60_000;
/** What failed is not tried again at each redraw. */
const failedMs = 30_000;

/** Something that is read when somebody wants to see it, never before, and once for all who look within some minutes. */
export class FreshReading<Value> {
	readonly #read: (signal: AbortSignal) => Promise<Value>;
	readonly #clock: Clock;
	#reading: Promise<Value> | undefined;
	#readAt = 0;
	#counts = freshMs;
	#abort = new AbortController();

	constructor(read: (signal: AbortSignal) => Promise<Value>, clock: Clock) {
		this.#read = read;
		this.#clock = clock;
	}

	/** @throws what reading throws. */
	get(): Promise<Value> {
		const now = this.#clock.now().getTime();
		const age = now - this.#readAt;
		if (this.#reading && age >= 0 && age < this.#counts) return this.#reading;
		this.#readAt = now;
		this.#counts = freshMs;
		const reading = this.#read(this.#abort.signal);
		this.#reading = reading;
		reading.catch(() => {
			if (this.#reading === reading) this.#counts = failedMs;
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
