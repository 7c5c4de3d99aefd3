import type { Clock } from '../../src/pagerduty/http/clock.ts';
import type { SandboxClock } from '../../src/sandbox/clock.ts';

interface Sleeper {
	readonly due: number;
	readonly wake: () => void;
}

/** Made once: nearly every request ends the sleep of its time limit. */
const cancelled = new Error('Cancelled');

/**
 * The clock of a demo account, which stands still while anything happens: only when no request is under way and somebody
 * sleeps, it moves on to the moment at which the first sleeper wakes. So retries and pauses take no time, and no time limit
 * strikes as long as replies come.
 */
export class IdleClock implements Clock {
	readonly #clock: SandboxClock;
	#sleepers: Sleeper[] = [];
	#underWay = 0;
	#looking = false;

	constructor(clock: SandboxClock) {
		this.#clock = clock;
	}

	now(): Date {
		return this.#clock.now();
	}

	sleep(ms: number, signal?: AbortSignal): Promise<void> {
		return new Promise((resolve, reject) => {
			const aborted = () => {
				this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
				reject(cancelled);
			};
			const wake = () => {
				signal?.removeEventListener('abort', aborted);
				resolve();
			};
			const sleeper = { due: this.now().getTime() + Math.max(0, ms), wake };
			if (signal?.aborted) {
				aborted();
				return;
			}
			signal?.addEventListener('abort', aborted, { once: true });
			this.#sleepers.push(sleeper);
			void this.#look();
		});
	}

	/** Time stands still until this is done. */
	async during<Value>(work: () => Promise<Value>): Promise<Value> {
		this.#underWay++;
		try {
			return await work();
		} finally {
			this.#underWay--;
			void this.#look();
		}
	}

	/** Lets everything happen that needs no time, then wakes the first sleeper. */
	async #look(): Promise<void> {
		if (this.#looking) return;
		this.#looking = true;
		await new Promise(setImmediate);
		await new Promise(setImmediate);
		this.#looking = false;
		if (this.#underWay > 0) return;
		const [next] = [...this.#sleepers].sort((a, b) => a.due - b.due);
		if (next === undefined) return;
		this.#sleepers = this.#sleepers.filter((other) => other !== next);
		this.#clock.advance(Math.max(0, next.due - this.now().getTime()));
		next.wake();
		void this.#look();
	}
}
