import type { Clock } from '../../src/pagerduty/http/clock.ts';

interface Sleeper {
	readonly due: number;
	readonly wake: () => void;
}

/** A clock that stands still until the test moves it. */
export class FakeClock implements Clock {
	#now: number;
	#sleepers: Sleeper[] = [];

	constructor(start = '2026-01-05T09:00:00Z') {
		this.#now = Date.parse(start);
	}

	now(): Date {
		return new Date(this.#now);
	}

	sleep(ms: number, signal?: AbortSignal): Promise<void> {
		return new Promise((resolve, reject) => {
			const aborted = () => {
				this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
				const reason: unknown = signal?.reason;
				reject(reason instanceof Error ? reason : new Error('Cancelled', { cause: reason }));
			};
			const wake = () => {
				signal?.removeEventListener('abort', aborted);
				resolve();
			};
			const sleeper = { due: this.#now + Math.max(0, ms), wake };
			if (signal?.aborted) {
				aborted();
				return;
			}
			signal?.addEventListener('abort', aborted, { once: true });
			this.#sleepers.push(sleeper);
		});
	}

	/** How many sleeps have not ended. */
	get sleeping(): number {
		return this.#sleepers.length;
	}

	/** Moves on by `ms`: wakes the sleepers that are due in order, each at its own time, and lets everything that follows happen. */
	async advance(ms: number): Promise<void> {
		const until = this.#now + ms;
		await settle();
		for (;;) {
			const [next] = this.#sleepers.filter(({ due }) => due <= until).sort((a, b) => a.due - b.due);
			if (next === undefined) break;
			this.#sleepers = this.#sleepers.filter((other) => other !== next);
			this.#now = Math.max(this.#now, next.due);
			next.wake();
			await settle();
		}
		this.#now = until;
		await settle();
	}

	/** Jumps without waking anybody, as when somebody sets the machine's clock. */
	set(time: string): void {
		this.#now = Date.parse(time);
	}
}

/** Lets all promises that can settle without the clock do so. */
export async function settle(): Promise<void> {
	for (let round = 0; round < 5; round++) await new Promise((resolve) => setImmediate(resolve));
}
