import { setMaxListeners } from 'node:events';
import type { Clock } from '../pagerduty/http/clock.ts';

const longestWaitMs = 60_000;

/** When connections end, and the signal that tells of it. */
export class Ending {
	readonly at: Date | undefined;
	readonly #clock: Clock;
	readonly #over = new AbortController();
	readonly #stopped = new AbortController();

	/** @param at undefined: never. */
	constructor(at: Date | undefined, clock: Clock) {
		this.at = at;
		this.#clock = clock;
		// Each call that runs listens: more than ten are no leak.
		setMaxListeners(0, this.#over.signal);
		if (at) void this.#wait(at);
	}

	/** Whether the time has come, even if the signal is late. */
	get reached(): boolean {
		return this.at !== undefined && this.#clock.now() >= this.at;
	}

	/** Aborted when the time has come. */
	get signal(): AbortSignal {
		return this.#over.signal;
	}

	/** No longer watches for it. */
	dispose(): void {
		this.#stopped.abort();
	}

	/** A timer may wake early, or late after the machine has slept: the clock decides. */
	async #wait(at: Date): Promise<void> {
		const left = () => at.getTime() - this.#clock.now().getTime();
		try {
			while (left() > 0) await this.#clock.sleep(Math.min(left(), longestWaitMs), this.#stopped.signal);
		} catch {
			return;
		}
		this.#over.abort(new Error('The connection has ended.'));
	}
}
